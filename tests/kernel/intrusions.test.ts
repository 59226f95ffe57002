/** The intrusions of tests/marks, in the sandbox in which marks are given: none does what it came for. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { intrusions } from "../marks/intrusions";
import { describeWithNeeds } from "../needs";
import { sandboxObstacle } from "../notebooks/staff";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";
import { TestKernel } from "./client";

describeWithNeeds("intruders", sandboxObstacle(), () => {
	let kernel: TestKernel;
	const servers: Server[] = [];
	let connections = 0;
	const folder = temporaryFolder("course");
	const listening = (at: number | string) =>
		new Promise<Server>((resolve) => {
			const server = createServer(() => connections++).listen(at, () => resolve(server));
			servers.push(server);
		});
	const judge = path.join(ROOT, "dist/src/course/judge/index.js");
	const before = existsSync(judge) ? readFileSync(judge, "utf8") : "";

	beforeAll(async () => {
		for (const name of ["gradebook.db", "anybody.txt"]) writeFileSync(path.join(folder, name), "as it was");
		kernel = await TestKernel.start({
			cwd: temporaryFolder("submission"),
			env: { GRADLAB_GRADING: "1", GRADLAB_HEAP_MB: "1024", SECRET_OF_THE_HOST: "yes" },
		});
	});
	afterAll(async () => {
		await kernel?.stop();
		for (const server of servers) server.close();
	});

	it("none of them does what it came for", async () => {
		const { port } = (await listening(0)).address() as { port: number };
		const socket = path.join(folder, "socket");
		await listening(socket);
		const done: string[] = [];
		for (const { name, code } of intrusions({ folder, port, socket })) {
			const { text, error } = await kernel.run(code);
			if (text?.includes("done") || error?.ename.endsWith("CheckError")) done.push(name);
		}
		expect(done).toEqual([]);
		expect(connections).toBe(0);
		expect((await kernel.run("1 + 1")).text).toBe("2");
	}, 300_000);

	it("everything outside is as it was, and nothing is left alive", async () => {
		await kernel.stop();
		for (const name of ["gradebook.db", "anybody.txt"])
			expect(readFileSync(path.join(folder, name), "utf8")).toBe("as it was");
		expect(readFileSync(judge, "utf8")).toBe(before);
		expect(existsSync(path.join(ROOT, "dist/.snapshots/mine.blob"))).toBe(false);
		const alive = readdirSync("/proc").filter((pid) => {
			try {
				return /sleep\0(98765|60)\0/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
			} catch {
				return false;
			}
		});
		expect(alive).toEqual([]);
	});
});
