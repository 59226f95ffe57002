/** One checker for many cells: what makes a new one, and that no cell is judged by what another has left in it. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { CellProgram } from "../../kernel-setup/kernel/engine/compile/cell-program";
import { CellCompiler } from "../../kernel-setup/kernel/engine/compile/compiler";
import { cellOptions } from "../../kernel-setup/kernel/engine/compile/options";
import { Tslab } from "../../kernel-setup/kernel/engine/compile/tslab";
import { files, typings } from "../../kernel-setup/kernel/node/files";
import { loadTslab } from "../../kernel-setup/kernel/node/tslab-modules";
import { temporaryFolder } from "../temporary";

const folder = temporaryFolder("cells");

const tslab = new Tslab({ files, typings, loadTslab });
const compiler = new CellCompiler(tslab);
/** Compiles a cell as if it ran; returns what is wrong with it. */
const complaints = (code: string): string[] => {
	const compiled = compiler.compile(code);
	if ("complaints" in compiled) return compiled.complaints.map(({ message }) => message);
	compiled.script.commit();
	return [];
};
const all = (...cells: string[]) => cells.flatMap(complaints);

describe("the program of a cell", () => {
	const system = { ...ts.sys, getCurrentDirectory: () => folder };
	const names = { cellName: path.join(folder, "__tslab__.ts"), earlierName: path.join(folder, "__prev__.d.ts") };
	const program = new CellProgram({
		options: cellOptions(typings),
		system,
		files,
		typings,
		kind: ts.ScriptKind.TS,
		...names,
	});
	const build = (cell: string, declarations: Record<string, string> = {}, augmentations = "") => {
		const values = new Set(Object.keys(declarations));
		const earlier = { declarations: new Map(Object.entries(declarations)), values, augmentations };
		return program.build(`export {};\n${cell}`, earlier).getProgram();
	};

	it("stays the same for a cell that names no new module, and is a new one after an edit", () => {
		writeFileSync(path.join(folder, "gate.ts"), "export const slope = 1;");
		const first = build("1 + 1");
		expect(build("const a = 2;")).toBe(first);
		expect(build("a", { a: "declare const a: number;" })).toBe(first);
		const second = build('import { slope } from "./gate";');
		expect(second).not.toBe(first);
		expect(build("slope", { slope: 'import { slope as slope } from "./gate";' })).toBe(second);
		writeFileSync(path.join(folder, "gate.ts"), 'export const slope = "steep";');
		const third = build("slope");
		expect(third).not.toBe(second);
		expect(third.getSourceFile(first.getSourceFiles()[0].fileName)).toBe(first.getSourceFiles()[0]);
	});

	it("is a new one once a cell adds to the global scope, and then the same", () => {
		const added = "declare global { var counter: number }";
		const first = build(added);
		const second = build("counter + 1", {}, added);
		expect(second).not.toBe(first);
		expect(build("counter", {}, added)).toBe(second);
	});
});

describe("cells are checked one by one", () => {
	it("the same mistake in the same place is found each time", () => {
		const expected = ["Type 'string' is not assignable to type 'number'."];
		for (let k = 0; k < 3; k++) expect(all('const rate: number = "fast";')).toEqual(expected);
		for (const code of ["nobody.home", "nobody.home"]) {
			const { program, file } = tslab.view(compiler.declared, code);
			expect(program.getSemanticDiagnostics(file)).toHaveLength(1);
			expect(all(code)).toEqual(["Cannot find name 'nobody'."]);
		}
	});

	it("a class that is declared again is another one, also for what was made of the one before", () => {
		const net = "class Net { private x = 1; y = 2 }";
		expect(
			all(net, "const first = new Net();", "const list = [first];", "type Of = Net;", "let of: Of = first;"),
		).toEqual([]);
		expect(all("class Net { private x = 1; z = 3 }", "first.y + list[0].y + of.y; list.push(first);")).toEqual([]);
		expect(all("of = first;", "new Net().z;")).toEqual([]);
		expect(all("list.push(new Net());")[0]).toMatch(/not assignable/);
	});

	it("a class whose base is declared again is the same as before, to its instances too", () => {
		expect(
			all("class Base { private p = 1 }", "class Gate extends Base { private q = 1 }", "const gate = new Gate();"),
		).toEqual([]);
		expect(all("gate", "class Base { private r = 1 }", "const same: Gate = gate;")).toEqual([]);
	});

	it("what a name means to those that mention it changes with it", () => {
		expect(all("interface Point { x: number }", "function xOf(point: Point) { return point.x }")).toEqual([]);
		expect(all("let corner = { x: 1, y: 2 };", "type Corner = typeof corner;", "let corner = 7;")).toEqual([]);
		expect(all("const $ = 1, $a = 2;", "$ + $a;", 'const $ = "x";', "$.length + $a;")).toEqual([]);
		expect(all("const other: Corner = { x: 1, y: 3 };")).toEqual([]);
	});

	it("functions with overloads, merged interfaces and a value and a type of one name stay together", () => {
		expect(
			all(
				"function twice(a: number): number; function twice(a: string): string; function twice(a: any) { return a + a }",
				'twice(1).toFixed(1); twice("a").length',
				"interface Shape { rows: number } interface Shape { cols: number }",
				"const Shape = (rows: number, cols: number): Shape => ({ rows, cols });",
				"Shape(1, 2).rows + Shape(3, 4).cols",
			),
		).toEqual([]);
	});

	it("@ts-expect-error holds in a cell", () => {
		expect(all("// @ts-expect-error\nconst wrong: number = '1';")).toEqual([]);
		expect(all("// @ts-expect-error\nconst right: number = 1;")).toEqual(["Unused '@ts-expect-error' directive."]);
	});

	it("a new checker in between changes nothing", () => {
		const long = `/* ${"x".repeat(100_000)} */`;
		for (let k = 0; k < 8; k++) expect(all(`${long} const kept${k} = first.y; kept${k} + ${k}`)).toEqual([]);
	});
});
