// @ts-check
/**
 * Lessons without Jupyter, for tests that run the same cells many times: compiled once, with the kernel's own compiler,
 * and run in a plain Node process, if wanted on a library with a bug planted in it.
 *
 *     node cells.mjs compile OUT.json NOTEBOOK…       in the notebooks' folder
 *     node cells.mjs run CELLS.json LESSON [BUG]      in the notebooks' folder; prints the executed notebook as JSON
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { inspect } from "node:util";

const require = createRequire(import.meta.url);
const DIST = path.join(import.meta.dirname, "../../dist");
const kernel = (/** @type {string} */ name) => require(path.join(DIST, "kernel-setup/kernel", name));

/**
 * @typedef {{ id: string, cell_type: string, source: string, metadata: object }} Cell
 * @typedef {{ code: string, hasValue: boolean }} Script
 * @typedef {Cell & { script?: Script, complaints?: { message: string }[] }} CompiledCell
 * @typedef {{ output_type: string, name?: string, text?: string, data?: object, ename?: string, evalue?: string }} Output
 * @typedef {{ file: string, right: string, wrong: string }} Bug
 */

/** @param {string} target @param {string[]} notebooks */
function compile(target, notebooks) {
	const { CellCompiler } = kernel("engine/compile/compiler");
	const { Tslab } = kernel("engine/compile/tslab");
	const tslab = new Tslab({ ...kernel("node/files"), ...kernel("node/tslab-modules") });
	/** @type {Record<string, CompiledCell[]>} */
	const lessons = {};
	for (const notebook of notebooks) {
		const compiler = new CellCompiler(tslab);
		const { cells } = JSON.parse(readFileSync(notebook, "utf8"));
		lessons[notebook] = cells.map((/** @type {Cell & { source: string | string[] }} */ cell) => {
			const source = Array.isArray(cell.source) ? cell.source.join("") : cell.source;
			if (cell.cell_type !== "code") return { ...cell, source };
			const compiled = compiler.compile(source);
			if ("complaints" in compiled) return { ...cell, source, complaints: compiled.complaints };
			compiled.script.commit();
			const { code, hasValue } = compiled.script;
			return { ...cell, source, script: { code, hasValue } };
		});
	}
	writeFileSync(target, JSON.stringify(lessons));
}

/** Puts the bug into the library's file when it is loaded. @param {Bug} bug */
function plant({ file, right, wrong }) {
	const place = path.join(DIST, "src", file);
	// Now, not when a cell loads the file: there it would look like a lesson that notices.
	if (!readFileSync(place, "utf8").includes(right)) throw new Error(`${file} has no “${right}” in it`);
	const { prototype } = /** @type {{ prototype: { _compile: Function } }} */ (/** @type {unknown} */ (Module));
	const original = prototype._compile;
	/** @this {unknown} @param {string} code @param {string} name @param {unknown[]} rest */
	prototype._compile = function (code, name, ...rest) {
		return original.call(this, name === place ? code.replace(right, () => wrong) : code, name, ...rest);
	};
}

/** @param {CompiledCell[]} cells */
async function run(cells) {
	/** What the cell at work shows. @type {Output[]} */
	let outputs = [];
	for (const name of /** @type {const} */ (["stdout", "stderr"]))
		process[name].write = (/** @type {unknown} */ text) => {
			outputs.push({ output_type: "stream", name, text: String(text) });
			return true;
		};
	const { Runs } = kernel("engine/run/runs");
	const { Displays } = kernel("engine/show/display");
	const runs = new Runs(new AsyncLocalStorage());
	const displays = new Displays({ inspect, say: () => undefined }, runs);
	const show = async (/** @type {unknown} */ value) =>
		void outputs.push({ output_type: "display_data", data: await displays.bundleOf(value) });
	const display = (/** @type {unknown} */ value) => {
		void show(value);
		return { update: () => undefined };
	};
	Object.assign(globalThis, { display, clearOutput: () => undefined });
	kernel("engine/run/interrupts").installInterrupts({ flags: new Int32Array(3), listen: () => undefined }, runs);
	const modules = kernel("node/loader").installLoader();
	const { CellScope, Variables } = kernel("engine/run/variables");
	const variables = new Variables();
	let failed = false;
	const executed = [];
	for (const [k, cell] of cells.entries()) {
		if (cell.cell_type !== "code" || failed) {
			executed.push(cell);
			continue;
		}
		outputs = [];
		try {
			if (cell.complaints !== undefined) throw new TypeError(cell.complaints.map(({ message }) => message).join("\n"));
			const { code, hasValue } = /** @type {Script} */ (cell.script);
			const AsyncFunction = /** @type {FunctionConstructor} */ (Object.getPrototypeOf(show).constructor);
			const surroundings = modules.forCell();
			const scope = new CellScope(variables, surroundings);
			await new AsyncFunction("$cell", "require", code)(scope, surroundings.require);
			const value = hasValue ? scope.value : undefined;
			if (value !== undefined) await show(value);
			await new Promise((resolve) => setImmediate(resolve));
		} catch (error) {
			failed = true;
			const { name, message } = error instanceof Error ? error : { name: "Thrown", message: String(error) };
			outputs.push({ output_type: "error", ename: name, evalue: message });
		}
		executed.push({ ...cell, script: undefined, outputs, execution_count: k });
	}
	return { cells: executed };
}

const [task, file, ...rest] = process.argv.slice(2);
if (task === "compile") compile(file, rest);
else {
	const [lesson, bug] = rest;
	if (bug !== undefined) plant(JSON.parse(bug));
	const notebook = await run(JSON.parse(readFileSync(file, "utf8"))[lesson]);
	kernel("node/pipes").writeWhole(1, JSON.stringify(notebook)); // process.stdout is the cells'
	process.exit(0); // whatever a cell left running
}
