import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CellCompiler } from "../../kernel-setup/kernel/engine/compile/compiler";
import { cellOptions } from "../../kernel-setup/kernel/engine/compile/options";
import { readTsconfig } from "../../kernel-setup/kernel/engine/compile/tsconfig";
import { Tslab } from "../../kernel-setup/kernel/engine/compile/tslab";
import { files, typings } from "../../kernel-setup/kernel/node/files";
import { loadTslab } from "../../kernel-setup/kernel/node/tslab-modules";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";
import { plain, TestKernel } from "./client";

const folder = realpathSync(temporaryFolder("tsconfig"));
function write(file: string, text: string | object): void {
	const at = path.join(folder, file);
	mkdirSync(path.dirname(at), { recursive: true });
	writeFileSync(at, typeof text === "string" ? text : JSON.stringify(text, null, "\t"));
}

describe("a tsconfig.json above the notebook", () => {
	const config = {
		extends: "./base.json",
		compilerOptions: {
			strict: true,
			jsx: "react-jsx",
			jsxImportSource: "tiny",
			experimentalDecorators: true,
			paths: { "@lib/*": ["./lib/*"], "@one": ["./lib/one.ts"] },
			strictt: true,
		},
	};
	let kernel: TestKernel;
	beforeAll(async () => {
		write("kernel/tsconfig.json", config);
		write("kernel/base.json", '{ "compilerOptions": {\n\t"noUncheckedIndexedAccess": true, "target": "es2099" } }');
		write("kernel/lib/deep/four.ts", "export const four: number = 4;");
		write("kernel/lib/one.ts", 'import { four } from "@lib/deep/four"; export const one: number = four - 3;');
		write("kernel/node_modules/tiny/package.json", {
			name: "tiny",
			exports: { "./jsx-runtime": { types: "./runtime.d.ts", default: "./runtime.js" } },
		});
		write(
			"kernel/node_modules/tiny/runtime.js",
			"exports.jsx = exports.jsxs = (type, props) => typeof type === 'function' ? type(props) : `<${type}>${[props.children].flat().join('')}</${type}>`;\n" +
				"exports.Fragment = ({ children }) => [children].flat().join('');\n",
		);
		write(
			"kernel/node_modules/tiny/runtime.d.ts",
			"export namespace JSX { interface IntrinsicElements { b: { id?: string; children?: any } } type Element = string; interface ElementChildrenAttribute { children: {} } }\n" +
				"export function jsx(type: any, props: any): string; export const jsxs: typeof jsx; export function Fragment(props: { children?: any }): string;\n",
		);
		write("kernel/notebooks/bold.tsx", "export function Bold({ n }: { n: number }) {\n\treturn <b>n = {n}</b>;\n}\n");
		kernel = await TestKernel.start({ cwd: path.join(folder, "kernel/notebooks") });
	});
	afterAll(() => kernel.stop());

	async function value(code: string): Promise<string | undefined> {
		const { text, error } = await kernel.run(code);
		expect(error && plain(error.traceback)).toBeUndefined();
		return text;
	}
	const complaint = async (code: string) => (await kernel.run(code)).error?.evalue;

	it("what is wrong with it is said once, with file and line, under the first cell, which runs", async () => {
		const { stderr, text } = await kernel.run("1 + 1");
		expect(text).toBe("2");
		expect(stderr).toMatch(
			/^\.\.\/tsconfig\.json, line 16, column 3: Unknown compiler option 'strictt'\. Did you mean 'strict'\? \(TS5025\)$/m,
		);
		expect(stderr).toMatch(
			/^\.\.\/base\.json, line 2, column 46: Argument for '--target' option must be: .*\(TS6046\)$/m,
		);
		expect((await kernel.run("1")).stderr).toBe("");
	});

	it("its strictness is that of the cells, that of the file it extends too", async () => {
		expect(await complaint("function f(x) { return x }")).toMatch(/TS7006, cell \d+, line 1, column 12/);
		expect(await complaint("const all: number[] = [1]; const n: number = all[0];")).toMatch(/TS2322/);
		expect(await complaint("try { JSON.parse('{') } catch (e) { e.message }")).toMatch(/TS18046/);
	});

	it("JSX in cells, and in modules, checked and run", async () => {
		expect(await value('const bold = <b id="x">hi <b>there</b></b>; bold')).toBe("'<b>hi <b>there</b></b>'");
		expect(
			await value(
				'import { Bold } from "./bold"; const Own = ({ k }: { k: string }) => <><Bold n={3} />{k}</>; <Own k="z" />',
			),
		).toBe("'<b>n = 3</b>z'");
		expect(await complaint("1;\n<Own k={3} />")).toMatch(/TS2322, cell \d+, line 2, column 6/);
		expect(await value("const after = (x: number) => x + 1; after(1)")).toBe("2");
		const thrown = await kernel.run("const Bad = () => {\n\tthrow new Error('in JSX') };\n<b>{Bad()}</b>");
		expect(plain(thrown.error?.traceback ?? [])).toMatch(/at Bad \(cell \d+:2:8\)\n\s+at cell \d+:3:5/);
		expect(await kernel.request("is_complete_request", { code: "<b>1</b>" })).toMatchObject({ status: "complete" });
	});

	it("its paths lead where they say, in cells, in modules, and when the cell runs", async () => {
		expect(await value('import { four } from "@lib/deep/four"; import { one } from "@one"; [four, one]')).toBe(
			"[ 4, 1 ]",
		);
		expect(await value('(await import("@lib/" + "deep/four")).four + require("@one").one')).toBe("5");
	});

	it("decorators are the legacy ones where it says so", async () => {
		const decorators =
			"function log(target: any, key: string, d: PropertyDescriptor) { const f = d.value; d.value = function () { return key + f.call(this) } }\n" +
			"function mark(c: any) { c.marked = true; return c }";
		expect(
			await value(
				`${decorators}\n@mark class D { static marked?: boolean; @log m() { return 1 } own() { return D } } [D.marked, new D().m(), new D().own() === D]`,
			),
		).toBe("[ true, 'm1', true ]");
		expect(await value("new D().m()")).toBe("'m1'");
	});

	it("an edit of it holds from the next cell on", async () => {
		const { strict: _, ...others } = config.compilerOptions;
		write("kernel/tsconfig.json", {
			compilerOptions: { ...others, strictt: undefined, paths: { "@lib/*": ["./lib/*"], "#lib": ["./lib/one"] } },
		});
		expect(await value('import { one as again } from "#lib"; function f(x) { return x } f(again)')).toBe("1");
		expect(await complaint('import { one as gone } from "@one"; gone')).toMatch(/TS2307/);
		write("kernel/tsconfig.json", '{ "compilerOptions": { "strict": tru } }');
		expect((await kernel.run("1")).stderr).toMatch(/^\.\.\/tsconfig\.json, line 1, column 34: /m);
	});
});

describe("strictness is tsc's", () => {
	const notebook = path.join(folder, "strict");
	const system = { ...files.system, getCurrentDirectory: () => notebook };
	write("strict/tsconfig.json", {});
	const tslab = new Tslab({ files: { ...files, system }, typings, loadTslab });

	const CELL = `
function implicit(x) { return x.y }
let nothing = null; nothing = 3; const text: string = nothing;
const list = []; list.push(1); const first: number = [1][0] && list[0];
const maybe = ["a"].find((each) => each === "b"); maybe.length;
class Fields { field: number; constructor() {} run() {} }
class Derived extends Fields { run() {} }
function some(n: number) { if (n > 1) return 1 }
function self() { return this }
try { some(1) } catch (error) { error.message }
const indexed: Record<string, number> = {}; indexed.anything.toFixed(); const at: number = indexed["k"];
const exact: { a?: number } = { a: undefined };
switch (some(1)) { case 1: some(2); case 2: some(3) }
function unused(parameter: number) { return; some(4) }
const callback: (x: string | number) => void = (x: string) => {};
Math.max.call(undefined, "1");
enum Kind { A }
Math.nothing;
`;

	it.each([
		{ strict: true },
		{ strict: false },
		{ strict: true, noImplicitAny: false },
		{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noImplicitReturns: true },
		{ strict: false, strictNullChecks: true, noImplicitOverride: true, noFallthroughCasesInSwitch: true },
		{ strict: false, noImplicitAny: true, noImplicitThis: true, allowUnreachableCode: false },
		{
			strict: true,
			noPropertyAccessFromIndexSignature: true,
			noUnusedParameters: true,
			useUnknownInCatchVariables: false,
		},
		{ strict: true, erasableSyntaxOnly: true, strictPropertyInitialization: false, lib: ["es5"], target: "es2022" },
	])("%j", (compilerOptions) => {
		write("strict/tsconfig.json", { compilerOptions });
		tslab.reconfigure();
		const compiled = new CellCompiler(tslab).compile(CELL);
		const complaints = "complaints" in compiled ? compiled.complaints : [];

		write("strict/cell.ts", `${CELL}export {}`);
		const config = ts.getParsedCommandLineOfConfigFile(
			path.join(notebook, "tsconfig.json"),
			{},
			{
				...ts.sys,
				onUnRecoverableConfigFileDiagnostic: () => undefined,
			},
		) as ts.ParsedCommandLine;
		const { module, moduleResolution, types, typeRoots, lib } = cellOptions(typings);
		const options = { lib, ...config.options, module, moduleResolution, types, typeRoots, skipLibCheck: true };
		const program = ts.createProgram([path.join(notebook, "cell.ts")], { ...options, noEmit: true });
		const expected = program.getSemanticDiagnostics(program.getSourceFile(path.join(notebook, "cell.ts")));
		const found = expected.map(({ code, start = 0, file }) => {
			const { line, character } = (file as ts.SourceFile).getLineAndCharacterOfPosition(start);
			return [code, line + 1, character + 1];
		});
		expect(found.length).toBeGreaterThan(0);
		expect(complaints.map(({ code, line, column }) => [code, line, column])).toEqual(found);
	});
});

describe("which tsconfig.json speaks for a notebook", () => {
	const of = (at: string) => readTsconfig(path.join(folder, at), files).options.removeComments;
	// Any option tells where the options come from.
	const mine = { compilerOptions: { removeComments: true } };

	it.each([
		[
			"the one beside it, whatever it includes",
			"beside",
			{ "beside/tsconfig.json": { ...mine, include: ["src"] } },
			true,
		],
		["one above it that includes everything", "all/deep/nb", { "all/tsconfig.json": mine }, true],
		[
			"one above it that names its folder",
			"named/nb",
			{ "named/tsconfig.json": { ...mine, include: ["src", "nb"] } },
			true,
		],
		[
			"not one above it for other folders",
			"other/nb",
			{ "other/tsconfig.json": { ...mine, include: ["src"] } },
			undefined,
		],
		["not one above it that leaves it out", "out/nb", { "out/tsconfig.json": { ...mine, exclude: ["nb"] } }, undefined],
		["not one above it for some files", "some/nb", { "some/tsconfig.json": { ...mine, files: ["a.ts"] } }, undefined],
		[
			"the next one above, past one for other folders",
			"past/src/nb",
			{ "past/src/tsconfig.json": { include: ["lib"] }, "past/tsconfig.json": mine },
			true,
		],
	] as const)("%s", (_claim, at, configs, expected) => {
		for (const [file, text] of Object.entries(configs)) write(file, text);
		expect(of(at)).toBe(expected);
	});

	it("the project's own is about its sources: lessons and learners' copies are as in any folder", () => {
		for (const name of ["notebooks", "workbook", "workbook/course"])
			expect(readTsconfig(path.join(ROOT, name), files)).toMatchObject({ options: {}, complaints: [] });
		expect(readTsconfig(path.join(ROOT, "src"), files).options.strict).toBe(true);
	});
});
