/**
 * What the kernel takes for granted of tslab and of TypeScript, beyond what either promises. When one of the two is
 * updated, the claim that fails says what to mend, in kernel-setup/kernel/engine/compile.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { internals } from "../../kernel-setup/kernel/engine/compile/internals";
import { LINES_BEFORE_CELL, Tslab } from "../../kernel-setup/kernel/engine/compile/tslab";
import { Mappings } from "../../kernel-setup/kernel/engine/errors/mappings";
import { files, typings } from "../../kernel-setup/kernel/node/files";
import { loadTslab } from "../../kernel-setup/kernel/node/tslab-modules";

const require = createRequire(import.meta.url);
let standIn: Record<string, unknown>;
let tslab: Tslab;

beforeAll(() => {
	const load = (compiler: object) => {
		standIn = compiler as Record<string, unknown>;
		return loadTslab(compiler);
	};
	tslab = new Tslab({ files, typings, loadTslab: load });
});

const converted = (code: string, previous = "") => {
	const { output, diagnostics, ...rest } = tslab.convert(previous, code);
	expect(diagnostics).toEqual([]);
	return { output: output as string, ...rest };
};

describe("tslab and TypeScript are as the kernel needs them", () => {
	it("the versions that this was tried with", () => {
		expect(ts.versionMajorMinor).toBe("6.0");
		expect((require("tslab/package.json") as { version: string }).version).toBe("1.0.22");
	});

	it("TypeScript has the internals that are declared in internals.ts", () => {
		const missing = [
			["nullTransformationContext", internals.nullTransformationContext],
			["getTouchingPropertyName", internals.getTouchingPropertyName],
			["createTextSpanFromNode", internals.createTextSpanFromNode],
			["typeToDisplayParts", internals.typeToDisplayParts],
			["getContainerNode", internals.getContainerNode],
			["isExpressionNode", internals.isExpressionNode],
			["Completions", internals.Completions?.getCompletionsAtPosition],
			["SymbolDisplay", internals.SymbolDisplay?.getSymbolDisplayPartsDocumentationAndSymbolKind],
		].flatMap(([name, found]) => (found === undefined ? [name] : []));
		expect(missing).toEqual([]);
	});

	it("the converter asks its compiler for nothing that the stand-in lacks", () => {
		const source = readFileSync(require.resolve("tslab/dist/converter"), "utf8");
		const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
		const asked = new Set([...code.matchAll(/\bts\.(\w+)/g)].map((match) => match[1]));
		expect(asked.size).toBeGreaterThan(30);
		expect([...asked].filter((name) => standIn[name] === undefined)).toEqual([]);
	});

	it("what a cell declares becomes properties of exports, and declarations for the next cell", () => {
		const { output, declOutput } = converted("const rate: number = 1;\nclass Net {}");
		expect(output).toContain("exports.rate = rate");
		expect(output).toContain("exports.Net = Net");
		expect(declOutput).toMatch(/declare const rate: number/);
		expect(declOutput).toMatch(/declare class Net/);
	});

	it("the variables of earlier cells are properties of exports, also in a shorthand", () => {
		const { output } = converted(
			"use(rate, { rate });",
			"declare const rate: number; declare function use(...a: any): void;",
		);
		expect(output).toContain("exports.use(exports.rate, { rate: exports.rate })");
	});

	it("the last expression has a name", () => {
		const { output, lastExpressionVar } = converted("1 + 1");
		expect(lastExpressionVar).toBe("tsLastExpr");
		expect(output).toContain("exports.tsLastExpr = 1 + 1");
	});

	it("what is imported can be assigned again: no getter is left", () => {
		const { output } = converted('import { inspect } from "node:util";\ninspect(1);');
		expect(output).toContain("exports.inspect = ");
		expect(output).not.toContain('Object.defineProperty(exports, "inspect"');
	});

	it("only the cell is emitted, with two source maps that lead to its text", () => {
		const code = "interface Point { x: number }\nconst point: Point = { x: 1 };\nthrow new Error();";
		const { output, maps } = converted(code);
		const [line, column] = [...output.split("\n").entries()].flatMap(([row, text]) =>
			text.includes("new Error") ? [row, text.indexOf("new Error")] : [],
		);
		let at: readonly [number, number] = [line, column];
		for (const map of maps) at = new Mappings((JSON.parse(map) as { mappings: string }).mappings).origin(...at) ?? at;
		expect(at).toEqual([2 + LINES_BEFORE_CELL, "throw ".length]);
	});

	it("a module that is not found leaves no timer behind: the next cell compiles", () => {
		expect(tslab.convert("", 'import { nothing } from "./not-there";').diagnostics).toHaveLength(1);
		expect(converted("1").lastExpressionVar).toBe("tsLastExpr");
	});

	it("completion and tooltips answer", () => {
		expect(tslab.complete("", "Math.hyp", 8)).toMatchObject({ start: 5, end: 8, candidates: ["hypot"] });
		expect(tslab.inspect("", "const rate = 1;\nrate", 16)).toContain("const rate: 1");
	});

	it("an open bracket is known to be incomplete", () => {
		expect(tslab.isComplete("f(").completed).toBe(false);
		expect(tslab.isComplete("f()").completed).toBe(true);
	});
});
