/** What must not end the kernel, and who must be answered all the same. */
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as zmq from "zeromq";
import { Random } from "../../src/index";
import { TestKernel } from "./client";

type Socket = "shell" | "control" | "stdin";

/** Frames that carry the right signature, whatever their parts are. */
function signed(kernel: TestKernel, parts: string[]): string[] {
	const hmac = createHmac("sha256", kernel.key);
	for (const part of parts) hmac.update(part);
	return ["<IDS|MSG>", hmac.digest("hex"), ...parts];
}

const header = (msg_type: unknown, msg_id: unknown = randomUUID()) =>
	JSON.stringify({ msg_id, msg_type, session: "s", username: "u", date: "", version: "5.4" });

const NO_HEADERS = ["null", "5", "[]", '"execute_request"', "{}", header(7), header("execute_request", null), "{", ""];

describe("messages that are none", () => {
	let kernel: TestKernel;
	beforeAll(async () => {
		kernel = await TestKernel.start();
	});
	afterAll(() => kernel.stop());

	describe.each(["shell", "control", "stdin"] as const)("on %s", (socket: Socket) => {
		it.each(
			NO_HEADERS,
		)("a signed message with the header %s is dropped and logged, and the kernel goes on", async (bad) => {
			const before = kernel.log.split("dropped a message").length;
			await kernel[socket].send(signed(kernel, [bad, "{}", "{}", "{}"]));
			expect((await kernel.request("kernel_info_request", {})).status).toBe("ok");
			await expect.poll(() => kernel.log.split("dropped a message").length).toBe(before + 1);
		});
	});

	/** GRADLAB_MESSAGES=100000 sends so many. */
	const MESSAGES = Number(process.env.GRADLAB_MESSAGES ?? 2000);
	it(`${MESSAGES} messages with parts exchanged for other JSON: every request is answered, in bounded memory`, async () => {
		const random = new Random(11);
		const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform(0, list.length))];
		const VALUES = ["null", "0", "-1", "1e999", "[]", '"x"', "{}", "true", '"\\ud800"', "[[]]", '{"__proto__":1}'];
		const FIELDS = ["code", "cursor_pos", "silent", "user_expressions", "hist_access_type", "n", "pattern", "comm_id"];
		const object = () => {
			const fields = FIELDS.filter(() => random.uniform(0, 1) < 0.3);
			return `{${fields.map((field) => `"${field}":${pick(VALUES)}`).join()}}`;
		};
		const ANSWERED = {
			shell: [
				"execute_request",
				"complete_request",
				"inspect_request",
				"is_complete_request",
				"history_request",
				"comm_info_request",
				"kernel_info_request",
				"connect_request",
				"unheard_of_request",
			],
			control: ["kernel_info_request", "connect_request", "execute_request", "history_request"],
		};
		const OTHERS = ["comm_open", "comm_msg", "comm_close", "input_reply", "nonsense", "__proto__", "toString"];
		const expected: string[] = [];
		for (let k = 0; k < MESSAGES; k++) {
			const channel = pick(["shell", "control"] as const);
			const isAnswered = random.uniform(0, 1) < 0.5;
			if (isAnswered) {
				const id = `mutated-${k}`;
				const type = pick(ANSWERED[channel]);
				await kernel[channel].send(signed(kernel, [header(type, id), pick(["{}", object()]), "{}", object()]));
				expected.push(id);
			} else {
				const head = random.uniform(0, 1) < 0.5 ? pick([...NO_HEADERS, ...VALUES]) : header(pick(OTHERS));
				const parts = [head, pick(VALUES), pick(VALUES), pick([...VALUES, object()])];
				await kernel[pick([channel, "stdin"] as const)].send(signed(kernel, parts));
			}
			// No more than a client can have under way: what is measured is the kernel, not a queue.
			if (k % 500 !== 499) continue;
			await kernel.until(() => expected.every((id) => kernel.hasReply(id)), "the replies", 120);
			expected.length = 0;
		}
		await kernel.until(() => expected.every((id) => kernel.hasReply(id)), "the replies", 120);
		expect((await kernel.run("6 * 7")).text).toBe("42");
		if (process.platform !== "linux") return;
		const memory = readFileSync(`/proc/${kernel.process.pid}/smaps_rollup`, "utf8");
		expect(Number(/^Pss:\s+(\d+)/m.exec(memory)?.[1])).toBeLessThan(400_000);
	}, 600_000);
});

describe("strangers", () => {
	it("bytes that are no ZeroMQ, and messages without a delimiter, cost the kernel nothing, on any port", async () => {
		const kernel = await TestKernel.start();
		const random = new Random(3);
		const noise = Buffer.from(Array.from({ length: 5000 }, () => Math.floor(random.uniform(0, 256))));
		const BYTES = [
			Buffer.from([1, 0, 1, 0, 120]), // a frame of ZMTP 1
			Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
			Buffer.from("160301020001000001fc0303", "hex"), // TLS
			noise,
		];
		for (const port of Object.values(kernel.ports)) {
			for (const bytes of BYTES)
				await new Promise<void>((resolve) => {
					const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
					socket.on("close", () => resolve()).on("error", () => undefined);
					socket.setTimeout(500, () => socket.destroy());
				});
			const dealer = new zmq.Dealer({ linger: 0 });
			dealer.connect(kernel.address(port));
			await dealer.send(["ping"]);
			expect((await kernel.run("1 + 1")).text).toBe("2");
			dealer.close();
		}
		await kernel.heartbeat.send("beat");
		expect(String((await kernel.heartbeat.receive())[0])).toBe("beat");
		await kernel.stop();
	});
});

describe("clients", () => {
	it("one that comes back with the identity it had is answered, five times of five", async () => {
		const kernel = await TestKernel.start();
		const port = (await kernel.request("connect_request", {})).shell_port as number;
		for (let visit = 0; visit < 5; visit++) {
			const socket = new zmq.Dealer({ routingId: "the same", linger: 0, receiveTimeout: 40_000 });
			socket.connect(kernel.address(port));
			await socket.send(signed(kernel, [header("kernel_info_request"), "{}", "{}", "{}"]));
			const frames = await socket.receive();
			expect(JSON.parse(String(frames[2])).msg_type).toBe("kernel_info_reply");
			// Left as it is: the connection before is still open when the next one comes.
			if (visit % 2 === 0) socket.close();
		}
		await kernel.stop();
	});

	it("one that connects by ipc is served", { skip: process.platform === "win32" }, async () => {
		const kernel = await TestKernel.start({ transport: "ipc" });
		expect((await kernel.run("6 * 7")).text).toBe("42");
		await kernel.stop();
	});

	it("a cell on control is refused, and does not run", async () => {
		const kernel = await TestKernel.start();
		const reply = await kernel.request("execute_request", { code: "globalThis.ran = true" }, "control");
		expect(reply).toMatchObject({ status: "error", ename: "WrongChannel" });
		expect((await kernel.run('"ran" in globalThis')).text).toBe("false");
		await kernel.stop();
	});
});
