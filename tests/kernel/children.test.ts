/** What cells start ends with the kernel, however that ends. */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { TestKernel } from "./client";

/** Seconds that no other process sleeps: by them the children of a cell are known. */
let sleep = 100_000 + (process.pid % 10_000) * 10;

function sleepers(seconds: number): number {
	const list = execFileSync("ps", ["-eo", "stat,args"], { encoding: "utf8" }).split("\n");
	return list.filter((line) => !line.startsWith("Z") && line.endsWith(`sleep ${seconds}`)).length;
}

/** A child, one of a shell, and one that wants to outlive its parent. */
const START = `import { spawn } from "node:child_process";
	spawn("sleep", [String(SECONDS)]);
	spawn("sh", ["-c", "sleep SECONDS; true"], { stdio: "inherit" });
	spawn("sleep", [String(SECONDS)], { detached: true, stdio: "ignore" }).unref();
	await new Promise((done) => setTimeout(done, 300));`;

describe("child processes of cells", { skip: process.platform === "win32" }, () => {
	const ENDS: Record<string, (kernel: TestKernel) => Promise<unknown>> = {
		"a shutdown": (kernel) => kernel.stop(),
		"the shutdown of a restart": async (kernel) => {
			const reply = await kernel.request("shutdown_request", { restart: true }, "control");
			expect(reply).toEqual({ status: "ok", restart: true });
		},
		"a kill of the kernel": async (kernel) => kernel.process.kill("SIGKILL"),
		"a kill of the kernel while a cell loops": async (kernel) => {
			kernel.sendCell('console.log("begun"); while (true) {}');
			await kernel.until(() => kernel.iopub.some(({ content }) => content.text === "begun\n"), "the loop", 40);
			kernel.process.kill("SIGKILL");
		},
	};
	it.each(Object.entries(ENDS))("end with %s", async (_name, end) => {
		const seconds = ++sleep;
		const kernel = await TestKernel.start();
		expect((await kernel.run(START.replaceAll("SECONDS", String(seconds)))).reply.status).toBe("ok");
		expect(sleepers(seconds)).toBeGreaterThan(2);
		await end(kernel);
		await expect.poll(() => sleepers(seconds), { timeout: 40_000 }).toBe(0);
		await kernel.stop();
	});

	it("do not inherit what the engine itself was started with to save memory", async () => {
		const kernel = await TestKernel.start();
		const cell =
			'import { execFileSync } from "node:child_process"; execFileSync("env", { encoding: "utf8" }).length > 0';
		const inherited = '&& !/^MALLOC_ARENA_MAX=1$/m.test(execFileSync("env", { encoding: "utf8" }))';
		expect((await kernel.run(`${cell} ${inherited}`)).text).toBe("true");
		await kernel.stop();
	});

	it("end with their engine, whose end is told although they hold its output open", async () => {
		const seconds = ++sleep;
		const kernel = await TestKernel.start();
		const cell = START.replaceAll("SECONDS", String(seconds)).replace(/\n.*detached.*\n/, "\n");
		const { error } = await kernel.run(`${cell} process.exit(3)`, {}, 40);
		expect(error?.ename).toBe("EngineExit");
		await expect.poll(() => sleepers(seconds), { timeout: 40_000 }).toBe(0);
		await kernel.stop();
	});
});
