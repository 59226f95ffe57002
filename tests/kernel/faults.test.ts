/** What happens when …: each row of the table in docs/kernel.md, run. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../places";
import { plain, TestKernel } from "./client";
import { MISTAKES, tables } from "./faults";

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

	it("the tables in docs/kernel.md are these, row for row", () => {
		const text = readFileSync(path.join(ROOT, "docs/kernel.md"), "utf8");
		for (const table of tables().split("\n\n@@\n\n")) expect(text).toContain(table);
	});
});
