import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary";
import { plain, TestKernel } from "./client";

const folder = temporaryFolder("errors");

describe("errors point at the learner's line, without frames of the kernel's own", () => {
	let kernel: TestKernel;
	beforeAll(async () => {
		kernel = await TestKernel.start({ cwd: folder, env: { GRADLAB_HEAP_MB: "256" } });
	});
	afterAll(() => kernel.stop());

	async function failing(code: string) {
		const { reply, error } = await kernel.run(code);
		expect(reply.status).toBe("error");
		expect(reply).toMatchObject({ ename: error?.ename, evalue: error?.evalue, traceback: error?.traceback });
		const traceback = plain(error?.traceback ?? []);
		expect(traceback).not.toMatch(/kernel-setup|node:|tslab|globalThis/);
		return { ename: error?.ename, evalue: error?.evalue ?? "", traceback };
	}

	it("a throw: name, message, the line with a caret, and the calls", async () => {
		const { ename, evalue, traceback } = await failing(
			"interface Unused { a: number }\nfunction f(n: number): never {\n  throw new RangeError(`no ${n}`);\n}\n\nf(3)",
		);
		expect([ename, evalue]).toEqual(["RangeError", "no 3"]);
		expect(traceback).toMatch(/in cell \d+, line 3, column 9\n {2}3 \| {3}throw new RangeError/);
		expect(traceback).toMatch(/at f \(cell \d+:3:9\)\n\s+at cell \d+:6:1$/);
	});

	it("a throw in a file of the learner's own: its line, quoted", async () => {
		writeFileSync(
			path.join(folder, "my-part.ts"),
			"export function part() {\n\treturn JSON.parse('null').length;\n}\n",
		);
		const { traceback } = await failing('import { part } from "./my-part";\npart()');
		expect(traceback).toMatch(/in my-part\.ts, line 2, column 27\n {2}2 \| \treturn JSON\.parse/);
	});

	it("a type error in a file of the learner's own: its line, quoted", async () => {
		writeFileSync(path.join(folder, "my-types.ts"), 'export const three = 3;\nexport const n: number = "three";\n');
		const { ename, traceback } = await failing('import { n } from "./my-types";\nn');
		expect(ename).toBe("TypeCheckError");
		expect(traceback).toMatch(
			/in my-types\.ts, line 2, column 14\n {2}2 \| export const n: number = "three";\n {4}\| {14}\^$/,
		);
	});

	it("an answer to an exercise that throws is told where, in a cell and in a file", async () => {
		const inCell = await kernel.run(
			'import { check } from "gradlab/course";\nconst f = (W1, W2) => {\n\treturn W1.product(W2);\n};\ncheck("02.1", f)',
		);
		expect(inCell.text).toMatch(
			/^✗ 02\.1 Not yet\. Your answer throws: W1\.product is not a function \(cell \d+, line 3\)$/,
		);
		writeFileSync(
			path.join(folder, "my-gates.ts"),
			"\nexport const tanhGate = { forward: (x) => x.nothing.more, backward: (g) => [g] };\n",
		);
		const inFile = await kernel.run('import { tanhGate } from "./my-gates"; check("09.5", tanhGate)');
		expect(inFile.text).toMatch(/Your answer throws: .*'more'.* \(my-gates\.ts, line 2\)$/);
	});

	it("a shape error in an answer is told at the answer's own line, not the library's", async () => {
		const { text } = await kernel.run(
			'import { matmul, transpose } from "gradlab";\ncheck("06.4", (u, W, b, x) =>\n\tmatmul(u, x))',
		);
		expect(text).toMatch(
			/Your answer throws: matmul\(A, B\): A has 1 columns? but B has 3 rows.*\(cell \d+, line 3\)$/,
		);
	});

	it("a type error: nothing of the cell runs", async () => {
		const { ename, traceback } = await failing('console.log("ran");\nconst n: number = "three";');
		expect(ename).toBe("TypeCheckError");
		expect(traceback).toMatch(
			/Type 'string' is not assignable to type 'number'\. \(TS2322\)\nin cell \d+, line 2, column 7\n {2}2 \| const n: number = "three";\n {4}\| {7}\^$/,
		);
		expect((await kernel.run("1")).stdout).toBe("");
	});

	it("a syntax error", async () => {
		const { ename, traceback } = await failing("const a = 1;\nconst b = (2 + ;");
		expect(ename).toBe("SyntaxError");
		expect(traceback).toMatch(/Expression expected\. \(TS1109\)\nin cell \d+, line 2, column 16/);
	});

	it("a syntax error at the very end points into the cell", async () => {
		expect((await failing("Math.max(1,")).traceback).toMatch(/line 1, column 12/);
	});

	it("an unhandled rejection while the cell runs", async () => {
		expect(await failing('void Promise.reject(new Error("nobody caught this")); 5')).toMatchObject({
			ename: "Error",
			evalue: "nobody caught this",
		});
	});

	it("a throw in a timer while the cell runs ends the cell at once", async () => {
		const { evalue, traceback } = await failing(
			'setTimeout(() => {\n  throw new Error("in a timer");\n}, 10);\nawait new Promise((done) => setTimeout(done, 60_000));',
		);
		expect(evalue).toBe("in a timer");
		expect(traceback).toMatch(/line 2, column 9/);
	});

	it("what is thrown after the cell has ended is shown under the cell that caused it", async () => {
		const id = kernel.sendCell('setTimeout(() => { throw new Error("too late") }, 200); 1');
		expect((await kernel.outcome(id)).reply.status).toBe("ok");
		const next = await kernel.run("await new Promise((done) => setTimeout(done, 600)); 2");
		expect([next.reply.status, next.text]).toEqual(["ok", "2"]);
		expect((await kernel.outcome(id)).error).toMatchObject({ ename: "Error", evalue: "too late" });
	});

	it("something thrown that is no error", async () => {
		expect(await failing('throw "just a string"')).toMatchObject({ ename: "Thrown", evalue: "'just a string'" });
	});

	it("an error in a module beside the notebook points into that file", async () => {
		writeFileSync(
			path.join(folder, "helper.ts"),
			"export function half(n: number): number {\n  if (n % 2) throw new Error(`${n} is odd`);\n  return n / 2;\n}\n",
		);
		const { traceback } = await failing('import { half } from "./helper";\nhalf(3)');
		expect(traceback).toMatch(/at half \(helper\.ts:2:20\)\n\s+at cell \d+:2:\d+$/);
	});

	it("an error of the library names the operands, and points at the cell", async () => {
		const { ename, evalue, traceback } = await failing(
			'import { input, matmul, matrix, parameter } from "gradlab";\nconst W = parameter("W", matrix([[1, 2]]));\nmatmul(W, input("x", 5));',
		);
		expect(ename).toBe("ShapeError");
		expect(evalue).toContain("matmul(W, x): W has 2 columns but x has 5 rows (W is 1×2, x is 5×1).");
		expect(traceback).toMatch(/in cell \d+, line 3, column \d+\n {2}3 \| matmul/);
	});

	it("a type error is underlined from its first to its last character", async () => {
		const { evalue, traceback } = await failing("const total = Math.summ(1, 2);");
		expect(evalue).toMatch(/^Property 'summ' does not exist on type 'Math'\. \(TS2339, cell \d+, line 1, column 20\)$/);
		expect(traceback).toMatch(/\n {2}1 \| const total = Math\.summ\(1, 2\);\n {4}\| {20}\^{4}$/);
	});

	it("the columns of calls, getters and constructors are those that Node gives", async () => {
		await kernel.run(
			"const box = { get bad(): number { throw new Error('g') } }; let fail: any = (n: number) => { throw new Error(`${n}`) }; class Bad { constructor() { fail(1) } }",
		);
		for (const [code, column] of [
			["  fail(1);", 3],
			["1 +   fail(1);", 7],
			["[1].map(fail);", 5],
			["({ fail }).fail(2);", 12],
			["  new Bad();", 3],
			["1 + box.bad;", 9],
			["  fail`x`;", 7],
			["  fail?.(1);", 9],
		] as const) {
			const { traceback } = await failing(code);
			expect([code, /at cell \d+:1:(\d+)$/.exec(traceback)?.[1]]).toEqual([code, String(column)]);
		}
	});

	it("what a program reads as the stack of an error has the cell's own lines, and nothing of the kernel", async () => {
		const stack = async (code: string) =>
			(await kernel.run(`console.log(${code})`)).stdout.replace(/cell \d+/g, "cell");
		await kernel.run(
			"interface Gone { a: 1 }\n\nfunction make() {\n\treturn new Error('made') }\nlet five: any = 5;\nasync function late() { await null; throw make() }",
		);
		expect(await stack("make().stack")).toBe("Error: made\n    at make (cell:4:9)\n    at cell:1:13\n");
		expect(await stack("await late().catch((e) => e.stack)")).toMatch(
			/^Error: made\n {4}at make \(cell:4:9\)\n {4}at late \(cell:6:43\)\n {4}at async cell:1:13\n$/,
		);
		expect(await stack("(() => { try { five() } catch (e: any) { return e.stack } })()")).toMatch(
			/^TypeError: five is not a function\n {4}at cell:1:28\n/,
		);
		expect(await stack("(() => { try { Buffer.from(five) } catch (e: any) { return e.stack } })()")).toMatch(
			/^TypeError \[ERR_INVALID_ARG_TYPE\]: The first/,
		);
		expect((await kernel.run("throw make()")).error?.traceback.join("\n")).toContain("return new Error");
		const own =
			"const kept = Error.prepareStackTrace; Error.prepareStackTrace = (_error, frames) => typeof frames[0].getLineNumber();";
		expect((await kernel.run(`${own} const n: any = new Error().stack; Error.prepareStackTrace = kept; n`)).text).toBe(
			"'number'",
		);
	});

	it("what is not a function is called by the learner's name for it", async () => {
		const { evalue } = await failing("let nothing: any = 5; nothing(1);");
		expect(evalue).toBe("nothing is not a function");
	});

	it("whoever uses what a failed cell should have defined is told which cell", async () => {
		await kernel.run("let weight = 1; function double() { return weight * 2 } interface Shape { a: 1 }");
		const first = await kernel.run('let weight: number = "two"; interface Shape { b: 2 }');
		expect(first.error?.ename).toBe("TypeCheckError");
		const told = /: cell \d+ did not run: its error is above/;
		expect((await failing("weight + 1")).evalue).toMatch(told);
		expect((await failing("let s: Shape;")).evalue).toMatch(told);
		expect(await failing("double()")).toMatchObject({ ename: "ReferenceError", evalue: expect.stringMatching(told) });
		await kernel.run(
			'let before = 5; if (before > 4) throw new Error("stop"); let after = 6; import { join as later } from "node:path";',
		);
		expect((await kernel.run("before")).text).toBe("5");
		expect((await kernel.run('later("a", "b")')).text).toBe("'a/b'");
		expect((await failing("after")).evalue).toMatch(/: cell \d+ did not run to its end: its error is above/);
		await kernel.run("let weight = 4; let after = 7");
		expect((await kernel.run("[double(), after]")).text).toBe("[ 8, 7 ]");
	});

	it.each([
		['hint("02.1")', 'hint is not imported: import { hint } from "gradlab";'],
		[
			'import { matrix } from "gradlab"; matrix([[1]]) * matrix([[2]])',
			"Matrices and nodes have functions: times(a, b)",
		],
		["[1, 2] + [3]", "a.map((x) => x + 2)"],
		["async function f() { return [1] } f().length", "write await in front of it"],
		["const f = (k: number) => { k * 2 }; const n: number = f(1);", "Between braces only what stands after return"],
	])("%s: a hint says what may have been meant", async (code, hint) => {
		expect((await failing(code)).traceback).toContain(hint);
	});

	it("every error of an AggregateError, the whole chain of causes with frames, and properties", async () => {
		const { evalue, traceback } = await failing(
			'function low() { throw new RangeError("low") }\ntry { low() } catch (cause) {\n\tconst one = new Error("one", { cause });\n\tthrow Object.assign(new AggregateError([one, "two"], "many"), { code: "E7" });\n}',
		);
		expect(evalue).toBe("many");
		expect(traceback).toMatch(/^AggregateError: many\nin cell \d+, line 4, column \d+\n/);
		expect(traceback).toMatch(/\n {4}code: 'E7'\n1 of 2: Error: one\nin cell \d+, line 3, column 14\n/);
		expect(traceback).toMatch(
			/\ncaused by RangeError: low\n[\s\S]*at low \(cell \d+:1:24\)\n\s+at cell \d+:2:7\n2 of 2: Thrown: 'two'$/,
		);
		expect((await failing('import fs from "fs"; fs.readFileSync("/not/there")')).traceback).toMatch(
			/\n {4}code: 'ENOENT'/,
		);
	});

	it("what throws when it is asked its name is told, and the next cell runs", async () => {
		await failing("throw new Proxy({}, { get() { throw 1 }, has() { throw 2 }, getPrototypeOf() { throw 3 } })");
		expect(await failing("throw { toString() { throw 1 } }")).toMatchObject({ ename: "Thrown" });
		expect((await kernel.run("1 + 1")).text).toBe("2");
	});

	it("an Error as a value, and what console prints of one, have the learner's places and no frames of the kernel's", async () => {
		const { text } = await kernel.run("const made = Object.assign(new Error('made'), { code: 1 });\nmade");
		expect(text).toMatch(/^Error: made\n {4}at cell (\d+):1:28 \{\n {2}code: 1\n\}$/);
		const { stderr } = await kernel.run('function where() {\n\tconsole.trace("here");\n}\nwhere()');
		expect(stderr).toMatch(/^Trace: here\n {4}at where \(cell \d+:2:10\)\n {4}at cell \d+:4:1\n$/);
		expect((await kernel.run("[new Error('inside')]")).text).toMatch(
			/^\[\n {2}Error: inside\n {6}at cell \d+:1:2\n\]$/,
		);
	});

	it.each([
		["5000 brackets in brackets", `${"(".repeat(5000)}1${")".repeat(5000)}`],
		["a sum of 20000 terms", `let x = 1;\n${Array(20_000).fill("x").join(" + ")}`],
	])("%s are too deep for the compiler: that is said at once, and the next cell runs", async (_what, code) => {
		await kernel.run("const still = 3");
		const { reply } = await kernel.run(code, {}, 40);
		expect(reply).toMatchObject({ status: "error", ename: "TooDeep" });
		expect(reply.evalue).toMatch(/^This cell nests too deeply for the compiler( \(line 2\))?: more than 500 terms/);
		expect((await kernel.run("still + 1")).text).toBe("4");
	});

	it("a sum of 450 terms is computed, and a list of 20000", async () => {
		expect((await kernel.run(Array(450).fill("1").join(" + "))).text).toBe("450");
		expect((await kernel.run(`[${Array(20_000).fill("1").join(", ")}].length`)).text).toBe("20000");
	});

	it("what ran before the error is kept", async () => {
		await kernel.run('const kept = 41;\nthrow new Error("stop");');
		expect((await kernel.run("kept + 1")).text).toBe("42");
	});

	it.each([
		["process.exit(3)", "EngineExit", "exit code 3"],
		['process.kill(process.pid, "SIGSEGV"); while (true) {}', "EngineCrash", "SIGSEGV"],
		["const all: number[][] = []; while (true) all.push(new Array(100_000).fill(1.5))", "OutOfMemory", "more memory"],
	])("%s: the loss of the state is said, and the next cell runs", async (code, ename, why) => {
		await kernel.run("const before = 1;");
		const { error, reply, stderr } = await kernel.run(code);
		expect(reply.status).toBe("error");
		expect(error?.ename).toBe(ename);
		expect(error?.evalue).toContain(why);
		expect(error?.evalue).toContain("The state is lost");
		expect(stderr).toBe("");
		expect((await kernel.run("before")).error?.evalue).toContain("Cannot find name 'before'");
		expect((await kernel.run("1 + 1")).text).toBe("2");
	});
});
