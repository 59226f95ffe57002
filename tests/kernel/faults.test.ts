/** What happens when …: each row of the table in docs/kernel.md, run. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../places";
import { plain, TestKernel } from "./client";
import { INTERRUPTED, MISTAKES, SLOW, tables } from "./faults";

const IMPORT = 'import { basename } from "node:path";';

let kernel: TestKernel;
beforeAll(async () => {
	kernel = await TestKernel.start({ env: { GRADLAB_HEAP_MB: "256" } });
	await kernel.run(`${IMPORT} let kept = 41;`);
});
afterAll(() => kernel.stop());

describe("what happens when", () => {
	it.each(MISTAKES)("$code: $seen; what is left is $left", async ({ code, seen, left }) => {
		const { error, stderr } = await kernel.run(code, {}, 60);
		expect(`${error?.ename}: ${error?.evalue}\n${plain(error?.traceback ?? [])}\n${stderr}`).toContain(seen);
		expect((await kernel.run('basename("/a/b")')).text).toBe("'b'");
		const { text, error: missing } = await kernel.run("kept + 1");
		if (left === "everything") return expect(text).toBe("42");
		expect(missing?.evalue).toContain("Cannot find name 'kept'");
		await kernel.run("let kept = 41;");
	});

	it.each(INTERRUPTED)("$code is interrupted; what is left is $left", async ({ code, left }) => {
		if ((await kernel.run("fib(1)")).error !== undefined) await kernel.run(SLOW);
		let asked = false;
		kernel.answerInput = () => {
			asked = true;
			return null;
		};
		const id = kernel.sendCell(`console.log("begun"); ${code}`, { allow_stdin: true });
		const begun = () => kernel.publishedFor(id).some(({ content }) => content.text === "begun\n");
		await kernel.until(() => begun() && (asked || !code.startsWith("prompt")), "the cell to begin", 40);
		// Time for it to get stuck, if it is quick; where it is not, it ends all the same.
		await new Promise((resolve) => setTimeout(resolve, 50));
		await kernel.request("interrupt_request", {}, "control");
		const { reply } = await kernel.outcome(id, 40);
		expect(reply.ename).toBe("KeyboardInterrupt");
		expect(reply.evalue).toContain(left === "everything" ? "is kept" : "The state is lost");
		const next = await kernel.run(
			'await new Promise((done) => setTimeout(done, 1)); console.log("later"); basename("/a/b")',
		);
		expect([next.stdout, next.text]).toEqual(["later\n", "'b'"]);
		expect((await kernel.run("kept + 1")).text).toBe(left === "everything" ? "42" : undefined);
	});

	it("the tables in docs/kernel.md are these, row for row", () => {
		const text = readFileSync(path.join(ROOT, "docs/kernel.md"), "utf8");
		for (const table of tables()) expect(text).toContain(table);
	});
});
