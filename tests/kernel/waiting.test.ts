import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plain, TestKernel } from "./client";

describe("await is the language's own", () => {
	let kernel: TestKernel;
	beforeAll(async () => {
		kernel = await TestKernel.start();
	});
	afterAll(() => kernel.stop());

	/** What was printed under a cell, also after its end. */
	const printedUnder = (id: string) =>
		kernel
			.publishedFor(id)
			.filter(({ header }) => header.msg_type === "stream")
			.map(({ content }) => content.text)
			.join("");

	it.each([
		[
			"1 a 2 b 3",
			`(async () => { console.log(1); await null; console.log(2); await null; console.log(3) })();
			(async () => { await null; console.log("a"); await null; console.log("b") })();`,
		],
		[
			"promises, thenables, queueMicrotask, nextTick and timers",
			`const log = (...of) => console.log(...of); await null;
			Promise.resolve().then(() => log("then 1")).then(() => log("then 2")).finally(() => log("finally"));
			queueMicrotask(() => log("microtask"));
			process.nextTick(() => log("tick"));
			setTimeout(() => log("timer"), 0);
			const thenable = { then(f) { log("thenable"); f(7) } };
			(async () => { log(await thenable); try { await Promise.reject(8) } catch (e) { log(e) } finally { log(await 9) } })();
			(async () => { for await (const x of [1, Promise.resolve(2)]) log("of", x); return Promise.resolve(3) })().then(log);
			async function* g() { yield 1; yield Promise.resolve(2); await null; return 3 }
			(async () => { for await (const x of g()) log("g", x) })();
			const all = Promise.all([1, thenable]).then(log); await all; await new Promise((done) => setTimeout(done, 20)); log("end");`,
		],
	])("the order of microtasks is Node's: %s", async (_what, program) => {
		const cell = `{ ${program} }`;
		const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", cell], { encoding: "utf8" });
		expect(stdout.length).toBeGreaterThan(5);
		expect((await kernel.run(`// @ts-nocheck\n${cell}`)).stdout).toBe(stdout);
	});

	it("what goes on after an await has its callers in the stack of its error", async () => {
		const { error } = await kernel.run(
			"async function inner() {\n\tawait null;\n\tthrow new Error('late')\n}\nasync function outer() { for (let k = 0; k < 1; k++) await inner() }\nawait outer();",
		);
		const traceback = plain(error?.traceback ?? []);
		expect(traceback).toMatch(/at inner \(cell \d+:3:8\)\n +at outer \(cell \d+:5:\d+\)\n +at cell \d+:6:1/);
	});

	it("a loop that awaits takes at most twice the time of Node's", async () => {
		await kernel.run(`
			async function one(k: number) { return k }
			async function inCell(n: number) { let sum = 0; for (let k = 0; k < n; k++) sum += await one(k); return sum }
			const native = new Function("return async function (n) { const one = async (k) => k; let sum = 0; for (let k = 0; k < n; k++) sum += await one(k); return sum }")();
			async function time(f: (n: number) => Promise<number>) { const before = process.cpuUsage(); await f(200_000); return process.cpuUsage(before).user }`);
		const measured =
			"let a = Infinity, b = Infinity; for (let k = 0; k < 7; k++) { a = Math.min(a, await time(native)); b = Math.min(b, await time(inCell)) } b / a";
		expect(Number((await kernel.run(measured)).text)).toBeLessThan(2);
		// Also once something has run beside other cells.
		await kernel.run("await new Promise((done) => setTimeout(done, 5)); const ticking = setInterval(() => {}, 10)");
		await kernel.run("await one(1); clearInterval(ticking)");
		expect(Number((await kernel.run(measured)).text)).toBeLessThan(2);
	});

	it("what cells left behind prints under them, however it is woken, while others run and wait", async () => {
		const left = kernel.sendCell(`
			import { readFile } from "node:fs";
			let stop = false;
			const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
			(async () => { for (let k = 0; !stop; k++) { await pause(5); console.log("first") } })();
			let ring = () => {}; new Promise<void>((done) => { ring = done }).then(() => console.log("rung"));`);
		await kernel.outcome(left);
		const second = kernel.sendCell(
			'const reading = setInterval(() => readFile("/", () => console.log("second")), 5); await pause(50); console.log("second itself")',
		);
		await kernel.outcome(second);
		const third = kernel.sendCell(
			'for (let k = 0; k < 10; k++) { await pause(10); await null; console.log("third") } stop = true; clearInterval(reading)',
		);
		await kernel.outcome(third);
		expect(printedUnder(left).match(/first/g)?.length).toBeGreaterThan(5);
		expect(printedUnder(second).match(/second$/gm)?.length).toBeGreaterThan(5);
		for (const [id, own] of [
			[left, /^(first\n)+$/],
			[second, /^(second( itself)?\n)+$/],
			[third, /^(third\n){10}$/],
		] as const)
			expect(printedUnder(id)).toMatch(own);
		await kernel.run("ring(); await null");
	});

	it("what a microtask throws is its cell's also while another cell's timer runs", async () => {
		await kernel.run("const beside = setInterval(() => {}, 10)");
		const { error } = await kernel.run("queueMicrotask(() => { throw new Error('micro') }); await pause(20)");
		expect(error?.evalue).toBe("micro");
		await kernel.run("clearInterval(beside)");
	});

	it("a cell's own handlers of errors that nobody caught count, as in Node", async () => {
		const { stdout, error } = await kernel.run(`
			const mine = (why: unknown) => console.log("mine", String(why));
			process.on("unhandledRejection", mine).on("uncaughtException", mine);
			Promise.reject(new Error("one")); setTimeout(() => { throw new Error("two") }, 1);
			await new Promise((done) => setTimeout(done, 30));
			process.off("unhandledRejection", mine).off("uncaughtException", mine); console.log("end")`);
		expect([stdout, error]).toEqual(["mine Error: one\nmine Error: two\nend\n", undefined]);
		const after = await kernel.run(
			"Promise.reject(new Error('three')); await new Promise((done) => setTimeout(done, 30))",
		);
		expect(after.error?.evalue).toBe("three");
	});
});
