/**
 * What the kernel takes for granted of tslab and of TypeScript, beyond what either promises. When one of the two is
 * updated, the claim that fails says what to mend, in kernel-setup/kernel/engine/compile.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { type Earlier, NOTHING_EARLIER } from "../../kernel-setup/kernel/engine/compile/cell-program";
import { internals } from "../../kernel-setup/kernel/engine/compile/internals";
import { Tslab } from "../../kernel-setup/kernel/engine/compile/tslab";
import { files, typings } from "../../kernel-setup/kernel/node/files";
import { loadTslab } from "../../kernel-setup/kernel/node/tslab-modules";
import { LINES_BEFORE_CELL } from "../../kernel-setup/kernel/wire/engine-protocol";
import { Mappings } from "../../kernel-setup/kernel/wire/mappings";

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

const afterCells = (declarations: Record<string, string>): Earlier => {
	const values = new Set(Object.keys(declarations));
	return { declarations: new Map(Object.entries(declarations)), values, augmentations: "" };
};
const converted = (code: string, declarations: Record<string, string> = {}) => {
	const { emitted, complaints } = tslab.convert(afterCells(declarations), code);
	expect(complaints).toEqual([]);
	return emitted as NonNullable<typeof emitted>;
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
			["getContainerNode", internals.getContainerNode],
			["isInComment", internals.isInComment],
			["resolvePath", internals.resolvePath],
			["SignatureHelp", internals.SignatureHelp?.getSignatureHelpItems],
			["matchFiles", internals.matchFiles],
			["getRelativePathFromDirectory", internals.getRelativePathFromDirectory],
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

	it("what a cell declares becomes properties of boxes, and declarations for the next cell", () => {
		const { code: output, declarations, steps } = converted("const rate: number = 1;\nclass Net {}");
		expect(output).toContain("$cell_rate.rate = 1");
		expect(output).toContain("$cell_Net.Net = class Net");
		expect(steps).toEqual([["rate"], ["Net"]]);
		expect(declarations).toMatch(/declare const rate: number/);
		expect(declarations).toMatch(/declare class Net/);
	});

	it("the variables of earlier cells are properties of boxes, also in a shorthand", () => {
		const { code: output } = converted("use(rate, { rate });", {
			rate: "declare const rate: number;",
			use: "declare function use(...a: any): void;",
		});
		expect(output).toContain("(0, $cell_use.use)($cell_rate.rate, { rate: $cell_rate.rate })");
	});

	it("the last expression is the value", () => {
		const { code: output, hasValue } = converted("1 + 1");
		expect(hasValue).toBe(true);
		expect(output).toContain("$cell.value = 1 + 1");
	});

	it("only the cell is emitted, with a source map that leads to its text", () => {
		const code = "interface Point { x: number }\nconst point: Point = { x: 1 };\nthrow new Error();";
		const { code: output, map } = converted(code);
		const [line, column] = [...output.split("\n").entries()].flatMap(([row, text]) =>
			text.includes("new Error") ? [row, text.indexOf("new Error")] : [],
		);
		const mappings = new Mappings((JSON.parse(map) as { mappings: string }).mappings);
		expect(mappings.origin(line, column)).toEqual([2 + LINES_BEFORE_CELL, "throw ".length]);
	});

	it("a module that is not found leaves no timer behind: the next cell compiles", () => {
		expect(tslab.convert(NOTHING_EARLIER, 'import { nothing } from "./not-there";').complaints).toHaveLength(1);
		expect(converted("1").hasValue).toBe(true);
	});

	it("a cell that is being written can be looked at, with the names of earlier cells in its scope", () => {
		const { program, file, begin } = tslab.view(afterCells({ rate: "declare const rate: 3;" }), "rat");
		expect(file.text.slice(begin)).toBe("rat");
		const names = program.getTypeChecker().getSymbolsInScope(file, ts.SymbolFlags.BlockScopedVariable);
		expect(names.map(({ name }) => name)).toContain("rate");
	});

	it("an open bracket is known to be incomplete", () => {
		expect(tslab.isComplete("f(").completed).toBe(false);
		expect(tslab.isComplete("f()").completed).toBe(true);
	});
});
