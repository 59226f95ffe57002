/** `npx gradlab doctor`, on this clone as it is and where something is lacking. */
import { execFile } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../places";

function doctor(env: NodeJS.ProcessEnv = {}): Promise<{ status: number; said: string }> {
	const command = path.join(ROOT, "kernel-setup/gradlab.mjs");
	return new Promise((resolve) => {
		execFile(process.execPath, [command, "doctor"], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
			resolve({ status: error === null ? 0 : Number(error.code), said: stdout + stderr }),
		);
	});
}

describe("the doctor", () => {
	it("finds every part in order, and the kernel answers", async () => {
		const { status, said } = await doctor();
		expect(said).toMatch(/^ok {7}Node: \d+\.\d+\.\d+$/m);
		for (const part of [
			"npm packages",
			"the library",
			"Python",
			"Python's venv module",
			"zeromq",
			"JupyterLab in .venv",
			"kernelspec",
			"renderer",
		])
			expect(said).toMatch(new RegExp(`^ok {7}${part}: .+`, "m"));
		expect(said).toMatch(/^ok {7}kernel: answers: 1 \+ 1 is 2, after [\d.]+ s$/m);
		expect(said).toMatch(/\nEverything is in order\.\n$/);
		expect(status).toBe(0);
	});

	it("says what is lacking and what to do, goes on, counts, and fails", async () => {
		const { status, said } = await doctor({ PYTHON: "/nowhere/python3", GRADLAB_KERNELS: "nonsense" });
		expect(said).toMatch(
			/^PROBLEM {2}Python: .*PYTHON names .*: \/nowhere\/python3 is not there\. .*\n {9}Name a Python/m,
		);
		expect(said).toMatch(
			/^PROBLEM {2}the library: .*GRADLAB_KERNELS=nonsense: there are no such kernels.*\n {9}Unset/m,
		);
		// What has the same cause is not told as a problem of its own.
		expect(said).toMatch(/^skipped {2}Python's venv module: not looked at before Python is in order$/m);
		expect(said).toMatch(/^skipped {2}kernel: not looked at before the library is in order$/m);
		expect(said).toMatch(/^ok {7}JupyterLab in \.venv: /m);
		expect(said).toMatch(/\n2 problems found\.\n$/);
		expect(status).toBe(1);
	});
});
