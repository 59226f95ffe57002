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
		for (const part of ["Python", "zeromq", "JupyterLab in .venv", "kernelspec", "renderer"])
			expect(said).toMatch(new RegExp(`^ok {7}${part}: .+`, "m"));
		expect(said).toMatch(/^ok {7}kernel: answers: 1 \+ 1 is 2, after [\d.]+ s$/m);
		expect(said).toMatch(/\nEverything is in order\.\n$/);
		expect(status).toBe(0);
	});

	it("says what is lacking and what to do, goes on, counts, and fails", async () => {
		const { status, said } = await doctor({ PYTHON: "/nowhere/python3" });
		expect(said).toMatch(/^PROBLEM {2}Python: gradlab needs Python 3\.\d+ or newer .* none was found\.\n {9}Install/m);
		expect(said).toMatch(/^ok {7}kernel: answers/m);
		expect(said).toMatch(/\n2 problems found\.\n$/); // Python, and its venv module
		expect(status).toBe(1);
	});
});
