/** What helps who works on the kernel: GRADLAB_TRACE and GRADLAB_INSPECT. */
import { afterEach, describe, expect, it } from "vitest";
import { TestKernel } from "./client";

let kernel: TestKernel;
afterEach(() => kernel.stop());

describe("GRADLAB_TRACE=1", () => {
	it("logs every message in words, with who says it to whom, and no password", async () => {
		kernel = await TestKernel.start({ env: { GRADLAB_TRACE: "1" } });
		kernel.answerInput = () => "secret";
		const outcome = await kernel.run('const typed = prompt("who?", { password: true }); typed.length', {
			allow_stdin: true,
		});
		expect([outcome.text, outcome.stderr]).toEqual(["6", ""]);
		const lines = kernel.log.split("\n");
		for (const words of [
			'from front end  execute_request {"code":"const typed',
			'to engine       execute {"op":"execute","cell":1,"count":1,"code":"const typed',
			'to front end    input_request {"prompt":"who?","password":true}',
			'from front end  input_reply {"value":"…"}',
			'to engine       input {"value":"…"}',
			'from engine     result {"type":"result","cell":1',
			'to front end    execute_reply {"execution_count":1,"status":"ok"',
		])
			expect(lines.filter((line) => line.includes(words))).toHaveLength(1);
		expect(lines.find((line) => line.includes("execute_request"))).toMatch(/^\[gradlab kernel\] +\d+\.\d{3} s {2}from/);
		expect(kernel.log).not.toContain("secret");
	});

	it("without it nothing is logged", async () => {
		kernel = await TestKernel.start();
		await kernel.run("1");
		expect(kernel.log).toBe("");
	});
});

describe("GRADLAB_INSPECT=1", () => {
	it("a debugger finds the engine at the address in the log; cells show nothing of it", async () => {
		kernel = await TestKernel.start({ env: { GRADLAB_INSPECT: "1" } });
		const { stderr } = await kernel.run("1");
		expect(stderr).toBe("");
		const [, address] = /Debugger listening on ws:\/\/(127\.0\.0\.1:\d+)\//.exec(kernel.log) ?? [];
		const [target] = (await (await fetch(`http://${address}/json/list`)).json()) as Record<string, string>[];
		expect(target).toMatchObject({ type: "node", title: expect.stringMatching(/engine-main\.js$/) });
	});
});
