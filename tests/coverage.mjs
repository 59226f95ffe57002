// @ts-check
/**
 * `npm run coverage`: what the tests reach, in the files that they import and in the processes that they start (the
 * kernel's host and engine, the command line). `npm run coverage -- tests/unit/graph` for some of the tests.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");
const FOLDER = path.join(ROOT, "test-results/coverage");
const filters = process.argv.length > 2 ? process.argv.slice(2) : ["tests/unit", "tests/kernel"];

/** @typedef {{ s: Record<string, number>, statementMap: Record<string, { start: { line: number } }> }} FileCoverage */

/** @param {string} script @param {string[]} args */
function node(script, ...args) {
	const env = { ...process.env, GRADLAB_COVERAGE: FOLDER };
	return spawnSync(process.execPath, [path.join(ROOT, script), ...args], { cwd: ROOT, stdio: "inherit", env }).status;
}

/** @param {string} folder @returns {Record<string, FileCoverage>} */
function read(folder) {
	const file = path.join(FOLDER, folder, "coverage-final.json");
	return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** The lines on which a statement begins that ran. @param {FileCoverage | undefined} coverage */
function linesThatRan(coverage) {
	const ran = Object.entries(coverage?.s ?? {}).filter(([, count]) => count > 0);
	return new Set(ran.map(([key]) => coverage?.statementMap[key].start.line));
}

/** 3, 4, 5, 9 as "3-5, 9". @param {number[]} lines */
function ranges(lines) {
	const sorted = [...new Set(lines)].sort((a, b) => a - b);
	const firsts = sorted.filter((line) => !sorted.includes(line - 1));
	const lasts = sorted.filter((line) => !sorted.includes(line + 1));
	return firsts.map((first, k) => (first === lasts[k] ? first : `${first}-${lasts[k]}`)).join(", ");
}

rmSync(FOLDER, { recursive: true, force: true });
const status = node("node_modules/vitest/vitest.mjs", "run", "--coverage", ...filters);
node(
	"node_modules/c8/bin/c8.js",
	...["report", "--temp-directory", path.join(FOLDER, "processes"), "--exclude-after-remap"],
	...["--include", "src/**", "--include", "kernel-setup/**"],
	...["--reporter", "json", "--reports-dir", path.join(FOLDER, "processes-report")],
);

const inProcesses = read("processes-report");
let [reached, all] = [0, 0];
const rows = Object.entries(read("tests")).map(([file, coverage]) => {
	const [here, there] = [linesThatRan(coverage), linesThatRan(inProcesses[file])];
	const lines = Object.values(coverage.statementMap).map(({ start }) => start.line);
	const missed = lines.filter((line) => !here.has(line) && !there.has(line));
	all += lines.length;
	reached += lines.length - missed.length;
	const percent = lines.length === 0 ? 100 : 100 * (1 - missed.length / lines.length);
	return { file: path.relative(ROOT, file), percent, missed };
});
console.log("\nStatements that no test reaches, the least tested file first:\n");
for (const { file, percent, missed } of rows.sort((a, b) => a.percent - b.percent))
	if (missed.length > 0) console.log(`${percent.toFixed(0).padStart(4)} %  ${file}: ${ranges(missed)}`);
console.log(`\nReached: ${reached} of ${all} statements, ${((100 * reached) / all).toFixed(1)} %`);
process.exitCode = status ?? 1;
