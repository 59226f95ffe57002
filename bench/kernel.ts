/**
 * `npm run bench:kernel`: gradlab's kernel beside ipykernel, Deno's and tslab's own, in turns, on this machine. It installs
 * them in bench/kernels and nowhere else. `--rounds 5`, `--cells 1000`, `--only gradlab,ipykernel`; `--conformance` runs the
 * official suite against each instead. Prints a table, and writes test-results/bench-kernel.json.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { KERNEL_HOST } from "../kernel-setup/setup/places";
import { ROOT } from "../src/node/places";
import { installIn } from "./peers";

const FOLDER = path.join(ROOT, "bench/kernels");
const PYTHON = path.join(FOLDER, ".venv/bin/python");
const SPECS = path.join(FOLDER, ".venv/share/jupyter/kernels");

interface Kernel {
	readonly name: string;
	readonly language: "typescript" | "python";
	/** A cell that imports gradlab, where the kernel has it. */
	readonly library: string | null;
	readonly argv: readonly string[];
}

const KERNELS: readonly Kernel[] = [
	{
		name: "gradlab",
		language: "typescript",
		library: 'import { matrix } from "gradlab";\nmatrix([[1]])',
		argv: [process.execPath, KERNEL_HOST, "{connection_file}"],
	},
	{
		name: "ipykernel",
		language: "python",
		library: null,
		argv: [PYTHON, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
	},
	{
		name: "deno",
		language: "typescript",
		library: null,
		argv: [path.join(FOLDER, "node_modules/.bin/deno"), "jupyter", "--kernel", "--conn", "{connection_file}"],
	},
	{
		name: "tslab",
		language: "typescript",
		library: null,
		argv: [
			process.execPath,
			path.join(FOLDER, "node_modules/tslab/bin/tslab"),
			"kernel",
			"--config-path={connection_file}",
		],
	},
];

function install(): void {
	installIn(FOLDER);
	for (const { name, language, argv } of KERNELS) {
		const spec = { argv, display_name: name, language, interrupt_mode: "message" };
		mkdirSync(path.join(SPECS, name), { recursive: true });
		writeFileSync(path.join(SPECS, name, "kernel.json"), JSON.stringify(spec));
	}
}

/** Runs one of the Python programs with nothing but these kernels in sight; returns what it prints, as JSON. */
function ask(program: string, ...args: string[]): unknown {
	const env = { ...process.env, JUPYTER_PREFER_ENV_PATH: "1", NO_COLOR: "1" };
	const output = execFileSync(PYTHON, [path.join(FOLDER, program), ...args], {
		cwd: FOLDER, // tslab starts the copy of itself that it finds from here
		env,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "inherit"],
	});
	return JSON.parse(output.trim().split("\n").at(-1) as string);
}

type Table = Record<string, Record<string, string | number>>;

/** What a column of figures is printed as; one that a kernel does not have is a dash. */
function print(table: Table): void {
	const names = Object.keys(table);
	const rows = [...new Set(names.flatMap((name) => Object.keys(table[name])))];
	const text = (value: string | number | undefined) =>
		value === undefined
			? "–"
			: typeof value === "string"
				? value
				: value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : 0 });
	console.log(`\n| | ${names.join(" | ")} |\n|---|${names.map(() => "---:").join("|")}|`);
	for (const row of rows) console.log(`| ${row} | ${names.map((name) => text(table[name][row])).join(" | ")} |`);
}

/** The same loop at the top level of a Node module: what a cell's loop is measured against. */
function loopInNode(): number {
	const code =
		"const b = performance.now(); let total = 0; for (let i = 0; i < 20_000_000; i++) total += i % 7; console.log(performance.now() - b)";
	return Math.min(
		...Array.from({ length: 3 }, () => Number(execFileSync(process.execPath, ["-e", code], { encoding: "utf8" }))),
	);
}

function main(): void {
	const { values } = parseArgs({
		options: {
			rounds: { type: "string", default: "5" },
			cells: { type: "string", default: "1000" },
			only: { type: "string" },
			conformance: { type: "boolean" },
		},
	});
	const chosen = KERNELS.filter(({ name }) => values.only === undefined || values.only.split(",").includes(name));
	if (chosen.length === 0) {
		console.error(`--only ${values.only}: no such kernel. Kernels: ${KERNELS.map(({ name }) => name).join(", ")}.`);
		process.exitCode = 2;
		return;
	}
	install();
	const table: Table = {};
	if (values.conformance) {
		for (const { name, language } of chosen) table[name] = ask("conformance.py", name, language) as Table[string];
		for (const column of Object.values(table)) {
			const results = Object.values(column);
			column.passed = `${results.filter((result) => result === "pass").length} of ${results.length}`;
		}
	} else {
		const plan = chosen.map(({ name, language, library }) => ({ name, language, library }));
		Object.assign(table, ask("measure.py", JSON.stringify(plan), values.rounds, values.cells));
		for (const column of Object.values(table)) {
			const loop = column["top-level loop, ms"];
			if (typeof loop === "number") column["top-level loop against Node's"] = loop / loopInNode();
		}
	}
	print(table);
	mkdirSync(path.join(ROOT, "test-results"), { recursive: true });
	const file = values.conformance ? "bench-conformance.json" : "bench-kernel.json";
	writeFileSync(path.join(ROOT, "test-results", file), JSON.stringify({ node: process.version, table }, null, 2));
}

main();
