// @ts-check
/**
 * What `npm start`, `npm test` and `npm run setup` run. It needs nothing but Node: it installs the npm packages and
 * compiles the project where that is missing or out of date, and hands over to dist/kernel-setup/commands/cli.js.
 *
 *     node kernel-setup/bootstrap.mjs setup                  what lessons need
 *     node kernel-setup/bootstrap.mjs setup --development    and what tests and the site need
 *     node kernel-setup/bootstrap.mjs kernel install         the npm packages, and the command `gradlab kernel install`
 *     node kernel-setup/bootstrap.mjs packages               only the npm packages, those for development included
 *     node kernel-setup/bootstrap.mjs compile [--watch]      those, and what was changed compiled, in a second or two
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [20, 19];
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
	stop(
		`gradlab needs Node ${OLDEST_NODE.join(".")} or newer, and this is Node ${process.versions.node}.`,
		"Install a current Node (https://nodejs.org) and run the same command again.",
	);
}

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const DIST = path.join(ROOT, "dist");
const args = process.argv.slice(2);
const isForChanging = args[0] === "packages" || args[0] === "compile";
const isForDevelopment = isForChanging || args[0] === "test" || args.includes("--development");

// Who ends npm ends the shell between it and this process, and nobody tells this one.
if (process.env.npm_lifecycle_event !== undefined) {
	const parent = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(watch);
		process.kill(process.pid, "SIGTERM");
	}, 500).unref();
}

try {
	const { ensurePackages } = await import("./setup/npm.mjs");
	await ensurePackages(ROOT, hashOf(["package-lock.json"]), isForDevelopment, stop);
	if (args[0] === "compile") compileInPlace(args.slice(1));
	else if (!isForChanging) {
		await ensureCompiled();
		handOver();
	}
} catch (error) {
	const { code, message, todo } = /** @type {NodeJS.ErrnoException & { todo?: string }} */ (error);
	if (todo !== undefined) stop(message, todo);
	if (code === undefined) throw error;
	const { remedy } = await import("./setup/step.mjs");
	stop(`The set-up stopped: ${message}`, remedy(message, "Run the same command again."));
}

/** Compiles beside dist/ and takes its place when all is well: who runs on the old one is not disturbed, nor left with half. */
async function ensureCompiled() {
	const sources = ["src", "kernel-setup", "bench"].flatMap(sourcesIn);
	const fingerprint = hashOf(["tsconfig.json", "package-lock.json", ...sources]);
	const stamp = path.join(DIST, ".gradlab-stamp");
	const isDone = () => existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint;
	if (isDone()) return;
	const { alone } = await import("./setup/alone.mjs");
	const { step } = await import("./setup/step.mjs");
	const { mayMake } = await import("./setup/owners.mjs");
	mayMake(DIST, existsSync(DIST) ? "was compiled from other sources, or for another Node" : "is missing");
	await alone(ROOT, async () => {
		if (!isDone()) await step("Compiling", () => compile(fingerprint));
	});
}

/** @param {string} fingerprint */
async function compile(fingerprint) {
	const { run } = await import("./setup/step.mjs");
	const [made, old] = [path.join(ROOT, ".dist-new"), path.join(ROOT, ".dist-old")];
	const clear = () => [made, old].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
	clear();
	const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
	const pretty = process.stdout.isTTY ? ["--pretty"] : [];
	const { ok, output, errors } = await run(process.execPath, [
		...[tsc, "-p", ROOT, "--outDir", made, ...pretty],
		...["--incremental", "--tsBuildInfoFile", path.join(made, ".tsbuildinfo")], // who compiles again does not begin anew
	]);
	if (!ok) {
		clear();
		process.stderr.write(`\n${output}${errors}`);
		stop(
			"The project does not compile; the compiler says where, above.",
			"If you changed a file under src/, mend it there; `git status` shows what you changed. If you changed nothing, delete node_modules/ and run the same command again.",
		);
	}
	writeFileSync(path.join(made, ".gradlab-stamp"), fingerprint);
	if (existsSync(DIST)) renameSync(DIST, old);
	renameSync(made, DIST);
	clear();
}

/** Compiles in dist/ itself, and only what changed. The stamp says so: a start or a whole test compiles all of it. @param {string[]} flags */
function compileInPlace(flags) {
	mkdirSync(DIST, { recursive: true });
	writeFileSync(path.join(DIST, ".gradlab-stamp"), "compiled in place");
	const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
	const memory = ["--incremental", "--tsBuildInfoFile", path.join(DIST, ".tsbuildinfo"), "--preserveWatchOutput"];
	const compiler = spawn(process.execPath, [tsc, "-p", ROOT, ...memory, ...flags], { stdio: "inherit" });
	compiler.on("exit", (status) => process.exit(status ?? 1));
}

function handOver() {
	const cli = path.join(DIST, "kernel-setup/commands/cli.js");
	const command = spawn(process.execPath, [cli, ...args], { stdio: "inherit" });
	// Who ends this process means the command: a server must not live on unseen. Ctrl+C reaches both by itself.
	for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => command.kill(signal));
	process.on("SIGINT", () => undefined);
	command.on("exit", (status, signal) => process.exit(status ?? (signal === "SIGINT" ? 130 : 1)));
}

/** @param {string[]} files relative to the root */
function hashOf(files) {
	const hash = createHash("sha256").update(process.versions.modules);
	for (const file of files)
		hash
			.update(file)
			.update("\0")
			.update(readFileSync(path.join(ROOT, file)))
			.update("\0");
	return hash.digest("hex");
}

/** @param {string} folder @returns {string[]} */
function sourcesIn(folder) {
	return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => /\.(ts|mjs)$/.test(name))
		.map((name) => path.join(folder, name))
		.sort();
}

/** @param {string} what @param {string} todo @returns {never} */
function stop(what, todo) {
	process.stderr.write(`\n${what}\n${todo}\n`);
	process.exit(1);
}
