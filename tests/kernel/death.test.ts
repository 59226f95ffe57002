/** The engine's end, as a learner sees it: at once, under the cell that caused it; and what goes on after it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Outcome, TestKernel } from "./client";

let kernel: TestKernel;
beforeAll(async () => {
	kernel = await TestKernel.start({ env: { GRADLAB_HEAP_MB: "256" } });
});
afterAll(() => kernel.stop());

/** Runs a cell that goes well and ends the engine later; returns the error that came without a request. */
async function told(code: string): Promise<Outcome["error"]> {
	const id = kernel.sendCell(code);
	expect((await kernel.outcome(id)).reply.status).toBe("ok");
	const errors = () => kernel.publishedFor(id).filter((message) => message.header.msg_type === "error");
	await kernel.until(() => errors().length > 0, "word of the engine's end", 40);
	expect(errors()).toHaveLength(1);
	return errors()[0].content as unknown as Outcome["error"];
}

describe("an engine that ends between cells", () => {
	it.each([
		["setTimeout(() => process.exit(3), 200); 1", "EngineExit", "exit code 3"],
		['setTimeout(() => process.kill(process.pid, "SIGKILL"), 200); 1', "EngineCrash", "SIGKILL"],
		["setTimeout(() => process.abort(), 200); 1", "EngineCrash", "SIGABRT"],
		[
			"setTimeout(() => { const all: number[][] = []; while (true) all.push(new Array(100_000).fill(1.5)); }, 200); 1",
			"OutOfMemory",
			"more memory",
		],
	])("%s: it is told under that cell without a question, and the next cell runs", async (code, ename, why) => {
		await kernel.run("const before = 1;");
		const error = await told(code);
		expect(error).toMatchObject({ ename, evalue: expect.stringContaining(why) });
		expect(error?.evalue).toContain("The state is lost: every variable of earlier cells is gone");
		expect((await kernel.run("1 + 1")).text).toBe("2");
		expect((await kernel.run("before")).error?.evalue).toContain("Cannot find name 'before'");
	});

	it("the cell whose timer ends it is told, not the one that runs meanwhile, which is told that it was not it", async () => {
		const first = kernel.sendCell("setTimeout(() => process.exit(4), 300); 1");
		const second = kernel.sendCell("await new Promise(() => undefined)");
		const { error } = await kernel.outcome(second);
		expect(error?.evalue).toMatch(/^An earlier cell ended the process while this one ran\./);
		expect((await kernel.outcome(first)).error?.evalue).toContain("exit code 4");
	});
});

describe("a fresh engine", () => {
	it("has the imports of the cells before, values and types, and says so", async () => {
		await kernel.run('import { basename } from "node:path"; import type { Matrix } from "gradlab";');
		await kernel.run('import * as os from "node:os"; import { matrix } from "gradlab";');
		const { error } = await kernel.run("process.exit(3)");
		expect(error?.evalue).toContain("their imports are loaded again");
		const { text } = await kernel.run(
			'const m: Matrix = matrix([[1]]); [basename("/a/b"), typeof os.cpus, m.rows].join()',
		);
		expect(text).toBe("'b,function,1'");
	});
});

describe("an engine that cannot start", () => {
	it("is tried three times, and the reply of a cell says what it wrote; the front end still gets its answers", async () => {
		const lame = await TestKernel.start({ env: { GRADLAB_HEAP_MB: "much" } });
		const { error } = await lame.run("1 + 1");
		expect(error).toMatchObject({ ename: "EngineStart", evalue: expect.stringContaining("--max-old-space-size=much") });
		expect((await lame.run("1 + 1")).error?.ename).toBe("EngineStart");
		expect((await lame.request("kernel_info_request", {})).status).toBe("ok");
		await lame.stop();
	});
});
