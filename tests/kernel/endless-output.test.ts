/** A cell that prints without end is cut off, and the kernel stays small. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as zmq from "zeromq";
import { TestKernel } from "./client";

let kernel: TestKernel;
beforeAll(async () => {
	kernel = await TestKernel.start({ env: { GRADLAB_OUTPUT_MB: "2" } });
});
afterAll(() => kernel.stop());

const pss = () => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${kernel.process.pid}/smaps_rollup`, "utf8"))?.[1]);

describe("a cell that prints without end", () => {
	it("is cut off at the limit, with a sentence that says so, and can be interrupted", async () => {
		const id = kernel.sendCell('while (true) console.log("x".repeat(1000))');
		const shown = (name: string) =>
			kernel
				.publishedFor(id)
				.filter(({ content }) => content.name === name)
				.map(({ content }) => String(content.text))
				.join("");
		await kernel.until(() => shown("stderr") !== "", "the sentence", 40);
		await kernel.request("interrupt_request", {}, "control");
		const { reply } = await kernel.outcome(id, 40);
		expect(reply.ename).toBe("KeyboardInterrupt");
		expect(shown("stdout")).toHaveLength(2 * 1024 * 1024);
		expect(shown("stderr")).toContain("This cell has printed more than 2 MB: the rest is not shown.");
		expect(shown("stderr").match(/more than 2 MB/g)).toHaveLength(1);
	});

	it("costs the next cell nothing of its own allowance", async () => {
		expect((await kernel.run('console.log("x".repeat(1_000_000))')).stdout).toHaveLength(1_000_001);
	});

	it("200 MB for a client that never reads: the host stays below 300 MB", {
		skip: process.platform !== "linux",
	}, async () => {
		const deaf = new zmq.Subscriber({ receiveHighWaterMark: 1, linger: 0 });
		deaf.subscribe();
		deaf.connect(kernel.address(kernel.ports.iopub_port));
		for (let cell = 0; cell < 4; cell++) {
			const { reply } = await kernel.run('for (let k = 0; k < 50; k++) console.log("y".repeat(1_000_000))', {}, 60);
			expect(reply.status).toBe("ok");
		}
		expect(pss()).toBeLessThan(300_000);
		deaf.close();
	});
});
