/** A cell that prints without end is cut off, and the kernel stays small. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as zmq from "zeromq";
import { Allowance } from "../../kernel-setup/kernel/host/limits";
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

	it("so are displays, results and what comms say by their size, where an update counts by itself", async () => {
		const cells = [
			`const mega = "x".repeat(1_000_000); const place = display.html(mega);
			for (let k = 0; k < 30; k++) place.update(k + mega);
			for (let k = 0; k < 30; k++) display.json({ [k]: [mega] });
			display("small"); place.update({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": mega.repeat(30) }) });`,
			'({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": mega.repeat(30) }) })',
			'const comm = comms.open<{}>("some.target"); for (let k = 0; k < 30; k++) comm.send({ mega }); comm.send({ all: mega.repeat(30) }); comm.close();',
			'comms.open<{}>("some.target", { all: mega.repeat(30) }).send({ n: 1 })',
		];
		const seen = [];
		for (const code of cells) {
			const { published, reply, stderr } = await kernel.run(code);
			const count = (type: string) => published.filter(({ header }) => header.msg_type === type).length;
			const shown = ["display_data", "update_display_data", "execute_result", "comm_open", "comm_msg", "comm_close"];
			seen.push(shown.flatMap((type) => (count(type) > 0 ? [`${type} ${count(type)}`] : [])).join(", "));
			expect([reply.evalue ?? reply.status, stderr]).toEqual([
				"ok",
				"[This cell has displayed more than 20 MB: the rest is not shown.]\n",
			]);
		}
		expect(seen).toEqual(["display_data 20, update_display_data 30", "", "comm_open 1, comm_msg 30, comm_close 1", ""]);
	}, 120_000);

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

it("a cell that displays more than 20,000 times is told so once; an update counts as well", () => {
	const allowance = new Allowance(1000);
	const shown = Array.from({ length: 20_003 }, (_, k) => allowance.show({}, k % 2 === 0));
	expect(shown.filter(({ allowed }) => allowed)).toHaveLength(20_000);
	expect(shown.flatMap(({ notice = [] }) => notice)).toEqual([
		"[This cell has displayed something 20000 times: the rest is not shown.]\n",
	]);
});
