import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary";
import { plain, TestKernel } from "./client";

const folder = temporaryFolder("modules");
const notebookFolder = path.join(folder, "notebooks");
mkdirSync(notebookFolder);
const write = (file: string, text: string) => writeFileSync(path.join(notebookFolder, file), text);

describe("TypeScript and modules, from a folder that knows nothing of gradlab", () => {
	let kernel: TestKernel;
	beforeAll(async () => {
		kernel = await TestKernel.start({ cwd: notebookFolder });
	});
	afterAll(() => kernel.stop());

	async function value(code: string): Promise<string | undefined> {
		const { text, error } = await kernel.run(code);
		expect(error && plain(error.traceback)).toBeUndefined();
		return text;
	}

	it("the library imports, with completion and tooltips", async () => {
		expect(await value('import { matrix } from "gradlab"; matrix([[1, 2]]).cols')).toBe("2");
		const code = 'import * as g from "gradlab"; g.matmu';
		expect(await kernel.request("complete_request", { code, cursor_pos: code.length })).toMatchObject({
			matches: ["matmul"],
		});
		const { data } = await kernel.request("inspect_request", {
			code: 'import { matmul } from "gradlab"; matmul',
			cursor_pos: 36,
			detail_level: 0,
		});
		expect((data as Record<string, string>)["text/plain"]).toMatch(/matmul\(A: .*\n\nThe matrix product A·B/s);
	});

	it("the kernel's own globals have tooltips", async () => {
		const { data } = await kernel.request("inspect_request", { code: "display(1)", cursor_pos: 3, detail_level: 0 });
		expect((data as Record<string, string>)["text/plain"]).toContain("Shows a value under the cell");
	});

	it.each([
		["names can be declared again with another type", "const again = 1; again", '"two"'],
	])("%s", async (_claim, first, second) => {
		await value(first);
		expect(await value(`const again = ${second}; again`)).toBe("'two'");
	});

	it("variables of earlier cells can be assigned, and used in shorthands", async () => {
		await value("let seed = 1; const other = 2;");
		await value("seed = 5;");
		expect(await value("({ seed, other })")).toBe("{ seed: 5, other: 2 }");
		expect(await value("function reads() { return { seed }; } reads()")).toBe("{ seed: 5 }");
	});

	it("what begins empty stays open for later cells", async () => {
		await value("const found = []; let best = null; let worst");
		expect(await value('found.push("a"); best = 3; worst = "b"; [found, best, worst]')).toBe("[ [ 'a' ], 3, 'b' ]");
	});

	it("one variable per name, in the real kernel", async () => {
		await value("let rate = 1; function f() { return rate } const g = () => f() * 10");
		expect(await value("rate = 2; g()")).toBe("20");
		await value("function f() { return rate + 1 }");
		expect(await value("g()")).toBe("30");
	});

	it("a type that is declared again leaves what was declared with the one before as it is", async () => {
		await value(
			"interface Point { x: number } class Net<T> { constructor(readonly value: T) {} } const p: Point = { x: 1 }; const net = new Net(p)",
		);
		await value("interface Point { y: string } type Net = number; const q: Point = { y: 'two' }");
		expect(await value("const n: Net = 3; [p.x.toFixed(1), q.y.length, net.value.x, n, new Net(5).value]")).toBe(
			"[ '1.0', 3, 1, 3, 5 ]",
		);
	});

	it("an imported name can be declared anew", async () => {
		await value('import { join } from "node:path"; join("a", "b")');
		expect(await value("const join = 7; join")).toBe("7");
	});

	it.each([
		["await in parentheses", "await (async () => 1)()", "1"],
		["for await", "let total = 0; for await (const n of [1, 2, 3]) total += n; total", "6"],
		[
			"classes, generics, enums, satisfies",
			"enum Kind { A = 4 } class Box<T> { constructor(readonly value: T) {} } (new Box(Kind.A) satisfies Box<Kind>).value",
			"4",
		],
		[
			"decorators",
			"function twice(f: () => number, context: ClassMethodDecoratorContext) { return function (this: unknown) { return [context.name, f.call(this) * 2] } } class D { @(twice as any) f() { return 2 } } new D().f()",
			"[ 'f', 4 ]",
		],
		["using", "let closed = false; { using resource = { [Symbol.dispose]() { closed = true } }; } closed", "true"],
		[
			"a union tagged by a boolean narrows",
			"type Result = { ok: true; n: number } | { ok: false; why: string }; const r = { ok: true, n: 3 } as Result; r.ok ? r.n : r.why",
			"3",
		],
		[
			"what begins empty becomes what is put into it",
			"const out = []; for (let k = 0; k < 3; k++) out.push(k); let best = null; for (const k of out) if (best === null || k > best) best = k; (best ?? 0) + 1",
			"3",
		],
		[
			"import.meta, __dirname",
			"[import.meta.dirname === __dirname, import.meta.url.startsWith('file:'), import.meta.filename === __filename]",
			"[ true, true, true ]",
		],
		["regular expressions with sets", "/[\\p{L}--[a-z]]/v.test('A') && !/[\\p{L}--[a-z]]/v.test('a')", "true"],
		["the library of the running Node", "['ab'.isWellFormed(), [3, 1].toSorted()]", "[ true, [ 1, 3 ] ]"],
		["JSON and packages of Node", 'import { readFileSync } from "node:fs"; typeof readFileSync', "'function'"],
		["dynamic import", '(await import("node:os")).EOL', "'\\n'"],
	])("%s", async (_claim, code, expected) => {
		expect(await value(code)).toBe(expected);
	});

	it.each(["./gate", "./gate.ts", "./gate.js"])("a module beside the notebook: %s", async (specifier) => {
		write("gate.ts", "export const answer: number = 42;\n");
		expect(await value(`import { answer as found } from "${specifier}"; found`)).toBe("42");
	});

	it("a module in another folder", async () => {
		writeFileSync(path.join(folder, "outside.ts"), "export const where = 'outside';\n");
		expect(await value('import { where } from "../outside"; where')).toBe("'outside'");
	});

	it("an edit is picked up at the next import, also in a module that a module imports", async () => {
		write("inner.ts", "export const inner = 1;\n");
		write("outer.ts", 'import { inner } from "./inner";\nexport const outer = inner * 10;\n');
		expect(await value('import { outer } from "./outer"; outer')).toBe("10");
		write("inner.ts", "export const inner = 2;\nexport const fresh = true;\n");
		expect(await value('import { outer } from "./outer"; outer')).toBe("20");
		expect(await value('import { fresh } from "./inner"; fresh')).toBe("true");
	});

	it("an ES module is imported without a word on stderr", async () => {
		write("modern.mjs", "export const modern = 'esm';\n");
		const { text, stderr } = await kernel.run(
			'// @ts-ignore: a module without types\nimport { modern } from "./modern.mjs"; modern',
		);
		expect([text, stderr]).toEqual(["'esm'", ""]);
	});

	it("a module that is written after a failed import is found", async () => {
		expect((await kernel.run('import { later } from "./later"; later')).error?.evalue).toContain(
			"Cannot find module './later'",
		);
		write("later.ts", "export const later = 'now';\n");
		expect(await value('import { later } from "./later"; later')).toBe("'now'");
	});

	it("a type error in a module beside the notebook names the file", async () => {
		write("wrong.ts", 'export const n: number = "no";\n');
		const { error } = await kernel.run('import { n } from "./wrong"; n');
		expect(error?.evalue).toMatch(/not assignable to type 'number'.* \(TS2322, wrong\.ts, line 1, column 14\)/);
	});
});
