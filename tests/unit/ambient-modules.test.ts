/** Node's declarations are read when a cell names them: what is not read costs nothing, what is read is exact. */
import { describe, expect, it } from "vitest";
import { CellCompiler } from "../../kernel-setup/kernel/engine/compile/compiler";
import { Tslab } from "../../kernel-setup/kernel/engine/compile/tslab";
import { files, typings } from "../../kernel-setup/kernel/node/files";
import { loadTslab } from "../../kernel-setup/kernel/node/tslab-modules";

const read: string[] = [];
const readFile = (file: string, encoding?: string) => {
	read.push(file.replace(/^.*\/@types\//, ""));
	return files.system.readFile(file, encoding);
};
const compiler = new CellCompiler(
	new Tslab({ files: { ...files, system: { ...files.system, readFile } }, typings, loadTslab }),
);
/** What is wrong with a cell, and which of Node's declarations were read for it. */
const compile = (code: string) => {
	read.length = 0;
	const compiled = compiler.compile(code);
	const complaints = "complaints" in compiled ? compiled.complaints.map(({ message }) => message) : [];
	if ("script" in compiled) compiled.script.commit();
	return { complaints, read: read.filter((file) => /^node\/.*\.d\.ts$/.test(file)) };
};

describe("the declarations of Node's modules", () => {
	it("are not read again for a cell that names none of them, nor for one with a mistyped name", () => {
		compile("1 + 1");
		expect(compile("console.log([1].map((x) => x + 1))")).toEqual({ complaints: [], read: [] });
		const { complaints, read } = compile("const rate = 1; rste + 1");
		expect(complaints).toEqual([expect.stringContaining("Cannot find name 'rste'")]);
		expect(read).toEqual([]);
	});

	it("are read once, those that the cell needs, and tell what tsc tells", () => {
		const cell = 'import { cpus } from "node:os"; cpus()[0].speeed; cpus()[0].model.length;';
		const first = compile(cell);
		expect(first.complaints).toEqual([expect.stringContaining("Property 'speeed' does not exist on type 'CpuInfo'")]);
		expect(first.read).toEqual(["node/os.d.ts"]);
		expect(compile(cell).read).toEqual([]);
	});

	it("lead to one another, name their types as tsc does, and are there for globals that need them", () => {
		expect(compile('import fs from "fs"; const wrong: number = fs.statSync(".");').complaints).toEqual([
			"Type 'Stats' is not assignable to type 'number'.",
		]);
		expect(compile("const none: number = process.stdout.columns.length;").complaints).toEqual([
			"Property 'length' does not exist on type 'number'.",
		]);
		expect(compile('const later: number = import("node:http2");').complaints[0]).toMatch(
			/typeof import\("node:http2"\)/,
		);
		expect(compile('import { Nobody } from "node:tls";').complaints[0]).toMatch(/no exported member 'Nobody'/);
	});

	it("can be added to", () => {
		const added = 'declare module "fs" { interface Stats { grade: number } }\nexport {};';
		expect(compile(added).complaints).toEqual([]);
		expect(compile('import { statSync } from "fs"; const g: string = statSync(".").grade;').complaints).toEqual([
			"Type 'number' is not assignable to type 'string'.",
		]);
	});
});
