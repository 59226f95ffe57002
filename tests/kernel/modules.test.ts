import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary";
import { plain, TestKernel } from "./client";

const folder = temporaryFolder("imports");
function write(file: string, text: string): string {
	const at = path.join(folder, file);
	mkdirSync(path.dirname(at), { recursive: true });
	writeFileSync(at, text);
	return at;
}

describe("what a cell can import, and how a file pasted into a cell behaves", () => {
	let kernel: TestKernel;
	beforeAll(async () => {
		kernel = await TestKernel.start({ cwd: folder, env: { JPY_SESSION_NAME: path.join(folder, "lesson.ipynb") } });
	});
	afterAll(() => kernel.stop());

	async function value(code: string): Promise<string | undefined> {
		const { text, error } = await kernel.run(code);
		expect(error && plain(error.traceback)).toBeUndefined();
		return text;
	}

	it("a cell knows the notebook's file and folder, as a module knows its own", async () => {
		const file = path.join(folder, "lesson.ipynb");
		expect(await value("[import.meta.filename, __filename].join()")).toBe(`'${file},${file}'`);
		expect(await value("[import.meta.dirname, __dirname].join()")).toBe(`'${folder},${folder}'`);
		expect(await value("import.meta.url")).toBe(`'${pathToFileURL(file).href}'`);
		expect(await value('import.meta.resolve("./not-there.ts")')).toBe(`'${pathToFileURL(folder).href}/not-there.ts'`);
	});

	it("export in front of any declaration means nothing, and later cells see what is declared", async () => {
		await value(
			"export const a = 1; export let z, y = 3; export function f() { return a } export class K {} export enum E { A = 4 } export interface I { x: number } export type T = I; export namespace N { export const q = 5 } export const { u, v: [w] } = { u: 6, v: [7] }; export { a as b, f }",
		);
		await value("export default function g() { return 8 } export abstract class Z {} export declare const dd: number;");
		expect(await value("[a, y, z, f(), new K(), E.A, ({ x: 2 } as T).x, N.q, u, w, g()].join()")).toBe(
			"'1,3,,1,[object Object],4,2,5,6,7,8'",
		);
		expect(await value("export default { n: 9 }")).toBe("{ n: 9 }");
		expect(await value("export default class { m = 1 }")).toBe("[class (anonymous)]");
	});

	it("positions stay where they are behind an export", async () => {
		const { error } = await kernel.run("export const n = 1; export const s: string = n;\nexport default 3; throw 1");
		expect(error?.evalue).toMatch(/\(TS2322, cell \d+, line 1, column 34\)$/);
		const thrown = await kernel.run("export function bad() {\n\tthrow new Error('x') }\nexport const r = bad()");
		expect(plain(thrown.error?.traceback ?? [])).toMatch(/at bad \(cell \d+:2:8\)\n\s+at cell \d+:3:18/);
	});

	it("what a cell re-exports must be there, and is loaded", async () => {
		write("loud.ts", 'console.log("loaded"); export const loud = 1;\n');
		expect((await kernel.run('export * from "./loud"; export { loud as quiet } from "./loud"')).stdout).toBe(
			"loaded\n",
		);
		expect((await kernel.run("export { nobody }")).error?.evalue).toMatch(/nobody/);
	});

	it("declare global holds for the cell and the later ones, and may be written anew", async () => {
		expect(
			await value(
				"declare global { interface Array<T> { second(): T } var counter: number }\nArray.prototype.second = function () { return this[1] }; globalThis.counter = 3; [[1, 2].second(), counter]",
			),
		).toBe("[ 2, 3 ]");
		expect(await value("[1, 2].second() + counter")).toBe("5");
		await value("declare global { interface Array<T> { third(): T } var counter: string }\ncounter = 'c'");
		expect(await value("[1, 2].second() + counter.toUpperCase()")).toBe("'2C'");
		await value('declare module "node:path" { interface PlatformPath { extra?: number } }');
		expect(await value('import path from "node:path"; path.extra')).toBeUndefined();
	});

	it("a module may await at its top level, and have the names that CommonJS takes", async () => {
		write("slow.ts", "export const slow: number = await new Promise((done) => setTimeout(done, 5, 42));\n");
		write(
			"whole.ts",
			[
				'import { createRequire } from "node:module";',
				'import { dirname } from "node:path";',
				'import { fileURLToPath } from "node:url";',
				'import { slow } from "./slow";',
				"const __filename = fileURLToPath(import.meta.url), __dirname = dirname(__filename);",
				"const require = createRequire(import.meta.url), module = 1, exports = 2;",
				"export const whole = [slow, __dirname === import.meta.dirname, module + exports, typeof require];",
				'export const later = async () => (await import("./slow")).slow;',
			].join("\n"),
		);
		expect(await value('import { later, whole } from "./whole"; [...whole, await later()]')).toBe(
			"[ 42, true, 3, 'function', 42 ]",
		);
		expect(await value('(await import("./slow.js")).slow')).toBe("42");
	});

	it("require of a module that awaits says what to do", async () => {
		write("waits.ts", "export const n = await 1;\n");
		expect((await kernel.run('require("./waits")')).error?.evalue).toBe(
			"waits.ts awaits at its top level, and require cannot wait: import it",
		);
	});

	it("a module that fails while it is awaited points at its own line, and is tried again", async () => {
		write("fails.ts", '\nawait null;\nthrow new Error("at load");\nexport const n = 1;\n');
		for (let k = 0; k < 2; k++) {
			const { error } = await kernel.run('import { n } from "./fails"; n');
			expect(plain(error?.traceback ?? [])).toMatch(/^Error: at load\nin fails\.ts, line 3, column 7\n/);
		}
		write("fails.ts", "await null;\nexport const n = 1;\n");
		expect(await value('import { n } from "./fails"; n')).toBe("1");
	});

	it("an interrupted import leaves nothing behind: the next one begins anew", async () => {
		write("hangs.ts", "while (true) await new Promise((done) => setTimeout(done, 5));\nexport const n = 1;\n");
		const id = kernel.sendCell('import { n } from "./hangs"; n');
		await kernel.until(() => kernel.publishedFor(id).length > 1, "the cell to begin");
		await new Promise((done) => setTimeout(done, 300));
		await kernel.request("interrupt_request", {}, "control");
		expect((await kernel.outcome(id)).error?.ename).toBe("KeyboardInterrupt");
		write("hangs.ts", "await null; export const n = 1;\n");
		expect(await value('import { n } from "./hangs"; n')).toBe("1");
	});

	it("file: URLs, absolute paths, and after process.chdir", async () => {
		const file = write("there.ts", "export const there: number = 1;\n");
		const url = pathToFileURL(file).href;
		expect(await value(`import { there } from "${url}"; there.toFixed(1)`)).toBe("'1.0'");
		expect((await kernel.run(`import { there } from "${url}"; const s: string = there`)).error?.evalue).toMatch(
			/TS2322/,
		);
		expect(await value(`(await import(new URL("./there.ts", import.meta.url).href)).there`)).toBe("1");
		expect(await value(`import { there as again } from "${file}"; again`)).toBe("1");
		expect(await value('process.chdir("/"); import { there as third } from "./there"; [third, process.cwd()]')).toBe(
			"[ 1, '/' ]",
		);
		write("afterwards.ts", "export const afterwards = 2;\n");
		expect(await value('import { afterwards } from "./afterwards"; afterwards')).toBe("2");
		expect(await value(`process.chdir(${JSON.stringify(folder)}); __dirname`)).toBe(`'${folder}'`);
	});

	it("an edit that keeps time and size is seen, also in a module that a module imports", async () => {
		const inner = write("kept.ts", "export const kept = 1;\n");
		write("keeper.ts", 'import { kept } from "./kept"; export const keeper = kept * 10;\n');
		expect(await value('import { keeper } from "./keeper"; keeper')).toBe("10");
		const { atime, mtime, size } = statSync(inner);
		write("kept.ts", "export const kept = 2;\n");
		utimesSync(inner, atime, mtime);
		expect(statSync(inner)).toMatchObject({ mtime, size });
		expect(await value('import { keeper } from "./keeper"; keeper')).toBe("20");
	});

	it("a module is called in messages as it is imported", async () => {
		write("deep/math.ts", 'import { missing } from "./other"; export const n = 1;\n');
		write("deep/other.ts", "export const m = 1;\n");
		const message = async (code: string) => (await kernel.run(code)).error?.evalue;
		expect(await message('import { n } from "./deep/math.js"')).toContain(`Module '"./other"' has no exported`);
		write("deep/math.ts", "export const n = 1;\n");
		expect(await message('import { add } from "./deep/math"')).toContain(`Module '"./deep/math"' has no exported`);
		expect(await message('import { add } from "./deep/math.js"')).toContain(`Module '"./deep/math.js"' has no`);
		expect(await message('import add from "./deep/math"')).toContain(`Module '"./deep/math"' has no default`);
		expect(await message('import * as all from "./deep/math"; all.add')).toContain(`'typeof import("./deep/math")'`);
		expect(await message('const s: string = await import("./deep/math")')).toContain(`import("./deep/math")`);
	});

	it("a name of a module that was edited is told to run as before, until it is imported again", async () => {
		write("inner.ts", "export const factor = 1;\n");
		write("outer.ts", 'import { factor } from "./inner"; export const times = (n: number) => n * factor;\n');
		await value('import { times } from "./outer"; import { factor } from "./inner"; const ten = () => times(10)');
		write("inner.ts", "export const factor = 2;\n");
		const told = (file: string, names: string) =>
			`"./${file}" was edited after it was imported: ${names} will run as before the edit until a cell imports it again.\n`;
		const [outer, inner] = [told("outer", "times"), told("inner", "factor")];
		expect(await kernel.run("ten()")).toMatchObject({ text: "10", stderr: outer + inner });
		expect(await kernel.run("ten()")).toMatchObject({ text: "10", stderr: "" });
		expect(await kernel.run("times(10)")).toMatchObject({ text: "10", stderr: outer });
		expect(await kernel.run('import { times } from "./outer"; times(10)')).toMatchObject({ text: "20", stderr: "" });
		expect(await kernel.run("[ten(), factor]")).toMatchObject({ text: "[ 20, 1 ]", stderr: inner });
		expect(await kernel.run("const factor = 3; factor")).toMatchObject({ text: "3", stderr: "" });
	});

	it.each([
		[
			"only-import",
			{ exports: { import: "./i.mjs" } },
			{ "i.mjs": "export const x = 'import'; export default 1" },
			"import",
		],
		[
			"waiting",
			{ type: "module", exports: "./i.js" },
			{ "i.js": "export const x = await Promise.resolve('await')" },
			"await",
		],
		[
			"both",
			{ exports: { import: "./i.mjs", require: "./c.cjs" } },
			{ "i.mjs": "export const x = 'import'", "c.cjs": "exports.x = 'require'" },
			"import",
		],
		[
			"typed",
			{ main: "src/main.ts" },
			{ "src/main.ts": 'export * from "./x"', "src/x.ts": "export const x: string = 'ts'" },
			"ts",
		],
		["paths/lib/a", { exports: { "./lib/*": "./lib/*.js" } }, { "lib/a.js": "exports.x = 'subpath'" }, "subpath"],
		[
			"conditions/feature",
			{ exports: { "./feature": { node: "./f.js" } } },
			{ "f.js": "exports.x = 'feature'" },
			"feature",
		],
		["old/deep", {}, { "deep.js": "exports.x = 'deep'" }, "deep"],
	])("a package: %s", async (specifier, manifest, files, expected) => {
		const name = specifier.split("/")[0];
		write(`node_modules/${name}/package.json`, JSON.stringify({ name, ...manifest }));
		for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
		const code = `import { x } from "${specifier}"; `;
		expect(await value(`${code}x`)).toBe(`'${expected}'`);
		write(`through-${name}.ts`, `${code}export const through = x;`);
		expect(await value(`import { through } from "./through-${name}"; through`)).toBe(`'${expected}'`);
		expect(await value(`(await import("${specifier}")).x`)).toBe(`'${expected}'`);
		expect(await value(`(await import(import.meta.resolve("${specifier}"))).x`)).toBe(`'${expected}'`);
	});

	it("an ES module of a package by require, as Node gives it", async () => {
		write("node_modules/modern/package.json", JSON.stringify({ name: "modern", main: "./m.mjs" }));
		write("node_modules/modern/m.mjs", "export const x = 'modern';");
		expect(await value('require("modern").x')).toBe("'modern'");
	});

	it("JSON, and an edit of it", async () => {
		write("data.json", '{ "k": 5 }');
		expect(
			await value(
				'import data, { k } from "./data.json"; import typed from "./data.json" with { type: "json" }; [data.k, k, typed.k.toFixed(1)]',
			),
		).toBe("[ 5, 5, '5.0' ]");
		write("data.json", '{ "k": 6 }');
		expect(await value('import data from "./data.json"; data.k')).toBe("6");
	});

	it("source files come before what was compiled from them", async () => {
		write("twice.js", "exports.twice = 'stale';\n");
		write("twice.ts", "export const twice = 'source';\n");
		expect(await value('import { twice } from "./twice"; twice')).toBe("'source'");
	});

	it("a type error in a module outside the notebook's folder is told too", async () => {
		const outside = temporaryFolder("outside");
		writeFileSync(path.join(outside, "out.ts"), 'export const n: number = "no";\n');
		const { error } = await kernel.run(`import { n } from "../${path.basename(outside)}/out"; n`);
		expect(error?.evalue).toMatch(/TS2322, \.\.\/.*out\.ts, line 1, column 14/);
	});

	it("random graphs of modules, circles and awaits among them, are evaluated in the order of Node", async () => {
		const graphs = fc.sample(modules, { numRuns: 40, seed: 20_261_124 });
		for (const [g, graph] of graphs.entries())
			for (const [k, { imports, awaits }] of graph.entries()) {
				const lines = imports.map((other) => `import { name as m${other} } from "./m${other % graph.length}.mjs";`);
				const wait = awaits ? "await new Promise((done) => setImmediate(done));" : "";
				const seen = imports.map((other) => `typeof m${other}`.replace(/m(\d+)/, "look(() => m$1)")).join(", ");
				const text = `${lines.join("\n")}\nconst look = (f) => { try { return f() } catch { return undefined } };\nconsole.log("m${k} begins", ${seen});\nexport let name = "m${k}";\n${wait}\nconsole.log("m${k} ends");\n`;
				write(`graph-${g}/m${k}.mjs`, text);
			}
		const entries = graphs.map((_, g) => `./graph-${g}/m0.mjs`);
		write("run.mjs", `for (const entry of ${JSON.stringify(entries)}) { console.log(entry); await import(entry) }\n`);
		const { stdout } = spawnSync(process.execPath, [path.join(folder, "run.mjs")], { encoding: "utf8" });
		const inKernel = await kernel.run(readFileSync(path.join(folder, "run.mjs"), "utf8"));
		expect(stdout.split("\n").length).toBeGreaterThan(200);
		expect(inKernel.stdout).toBe(stdout);
	});
});

/** Each module imports some of the others, and may await. */
const modules = fc.integer({ min: 2, max: 6 }).chain((size) =>
	fc.array(fc.record({ imports: fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 }), awaits: fc.boolean() }), {
		minLength: size,
		maxLength: size,
	}),
);
