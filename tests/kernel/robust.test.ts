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

	it.each([
		["execute_request", [null, 7, [], "x", {}, { code: null }, { code: 7 }, { code: {} }, { code: "1", silent: 0 }]],
		[
			"execute_request",
			[[1], "x", 7, { a: 1 }, { a: null }].map((user_expressions) => ({ code: "1", user_expressions })),
		],
		[
			"complete_request",
			[null, {}, { code: 5, cursor_pos: 1 }, ...["1", -1, 0.5].map((p) => ({ code: "1", cursor_pos: p }))],
		],
		["inspect_request", [[], { code: [], cursor_pos: 0 }, { code: "x", cursor_pos: 1, detail_level: 2 }]],
		["is_complete_request", [null, { code: null }, {}]],
		["history_request", [7, { hist_access_type: "all" }, { hist_access_type: "tail", n: "1" }, { pattern: 5 }]],
		["comm_info_request", ["x", { target_name: 5 }]],
		["shutdown_request", [null, [], { restart: "yes" }]],
	])("a %s with fields of other types is an error and nothing else: no part of it is taken for something", async (type, contents) => {
		for (const content of contents) {
			const reply = await kernel.request(type, content, type === "shutdown_request" ? "control" : "shell");
			expect(reply, JSON.stringify(content)).toMatchObject({ status: "error", ename: "MalformedMessage" });
			expect(reply.evalue).toMatch(/its content is not an object|has to be/);
		}
		expect((await kernel.run("6 * 7")).text).toBe("42");
	});

	it("what may be left out may be null: the cursor is then at the end", async () => {
		for (const content of [{ cursor_pos: null }, {}])
			expect(await kernel.request("complete_request", { code: "Math.imu", ...content })).toMatchObject({
				matches: ["imul"],
				cursor_end: 8,
			});
		const nulls = { silent: null, store_history: null, user_expressions: null, allow_stdin: null, stop_on_error: null };
		expect(await kernel.request("execute_request", { code: "1", ...nulls })).toMatchObject({ status: "ok" });
	});

	it("an expression may have any name", async () => {
		const user_expressions = JSON.parse('{ "__proto__": "1 + 2", "toString": "3" }');
		const { reply } = await kernel.run("0", { user_expressions });
		const values = Object.entries(reply.user_expressions as object).map(([name, { data }]) => [
			name,
			data["text/plain"],
		]);
		expect(values).toEqual([
			["__proto__", "3"],
			["toString", "3"],
		]);
	});

	it("a prompt is answered by whoever was asked, with a string; everything else is dropped and logged", async () => {
		kernel.answerInput = () => null;
		const id = kernel.sendCell('prompt("who? ")', { allow_stdin: true });
		const dropped = () => kernel.log.split("dropped a message on stdin").length - 1;
		const before = dropped();
		const other = new zmq.Dealer({ routingId: "somebody else", linger: 0 });
		other.connect(kernel.address(kernel.ports.stdin_port));
		const answer = (value: string) => signed(kernel, [header("input_reply"), "{}", "{}", `{ "value": ${value} }`]);
		// Until the cell asks, nobody was asked: whoever comes too early is dropped as well.
		await kernel.until(() => kernel.asked === 1, "the question", 40);
		await other.send(answer('"theirs"'));
		await expect.poll(dropped, { timeout: 40_000 }).toBe(before + 1);
		for (const value of ["{}", "null", "7", "[]"]) await kernel.stdin.send(answer(value));
		await kernel.stdin.send(signed(kernel, [header("input_reply"), "{}", "{}", "7"]));
		await expect.poll(dropped, { timeout: 40_000 }).toBe(before + 6);
		expect(kernel.log).toContain("somebody else was asked");
		await kernel.stdin.send(answer('"mine"'));
		expect((await kernel.outcome(id)).text).toBe("'mine'");
		other.close();
	});

	it("code that is unfinished is incomplete, and what no further line can mend is invalid", async () => {
		const UNFINISHED = [
			"const s = `abc",
			"`abc\ndef",
			"`abc\n\n",
			"f(`x",
			"`a${1}",
			"`",
			'"abc\\',
			"export",
			"1 +\n",
			"await",
		];
		const INVALID = ['"abc', "const = 5", "a)", "}", "/abc", "`a` }", "export export export 5", "1 +\n\n"];
		const COMPLETE = ["`abc`", "export const a = 1", "const a = `\n`;"];
		const statusOf = async (code: string) => (await kernel.request("is_complete_request", { code })).status;
		for (const code of UNFINISHED) expect(await statusOf(code), code).toBe("incomplete");
		for (const code of INVALID) expect(await statusOf(code), code).toBe("invalid");
		for (const code of COMPLETE) expect(await statusOf(code), code).toBe("complete");
	});

	it("what the compiler cannot take in is answered in the form that was asked for", async () => {
		const code = "{".repeat(3000);
		const complete = await kernel.request("is_complete_request", { code });
		expect(["unknown", "incomplete"]).toContain(complete.status);
		expect(Object.keys(complete).filter((field) => field !== "indent")).toEqual(["status"]);
		const inspected = await kernel.request("inspect_request", { code, cursor_pos: 3000 });
		expect(Object.keys(inspected).sort()).toEqual(["data", "found", "metadata", "status"]);
		const completed = await kernel.request("complete_request", { code, cursor_pos: 3000 });
		expect(Object.keys(completed).sort()).toEqual(["cursor_end", "cursor_start", "matches", "metadata", "status"]);
	});

	it("an error or a question of any length is cut to what one reads, and says so", async () => {
		const LONG = [
			'throw new Error("z".repeat(5e7))',
			'throw "z".repeat(5e7)',
			'throw Object.assign(new Error("x"), { name: "z".repeat(5e7) })',
			'throw new Error("x", { cause: new Error("z".repeat(5e7)) })',
			'throw new AggregateError(Array.from({ length: 300 }, () => new Error("z".repeat(1e5))))',
			`const z: number = "${"z".repeat(1e6)}"`,
		];
		for (const code of LONG) {
			const { error } = await kernel.run(code);
			const text = JSON.stringify(error);
			expect(text.length, code.slice(0, 80)).toBeLessThan(500_000);
			expect(text).toMatch(/(…|\.\.\.) \d+ more (characters|lines)/);
		}
		kernel.answerInput = (question) => String(question.length);
		const { text } = await kernel.run('prompt("p".repeat(3e7))', { allow_stdin: true });
		expect(Number(text?.slice(1, -1))).toBeLessThan(21_000);
	});

	it("SIGUSR1 opens no debugger, neither on the kernel nor on the process of the cells", {
		skip: process.platform === "win32",
	}, async () => {
		kernel.process.kill("SIGUSR1");
		const wait = "await new Promise((done) => setTimeout(done, 1000));";
		const { text } = await kernel.run(`process.kill(process.pid, "SIGUSR1"); ${wait} require("node:inspector").url()`);
		expect(text).toBeUndefined();
		expect(kernel.log).not.toMatch(/debugger|inspector/i);
		expect((await kernel.run("6 * 7")).text).toBe("42");
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

describe("what a cell has replaced", () => {
	it("values are shown as before, and what a stream of the cell's own throws is an error of the cell that prints", async () => {
		const kernel = await TestKernel.start();
		await kernel.run("require('util').inspect = () => { throw 1 }");
		expect((await kernel.run("1 + 1")).text).toBe("2");
		expect((await kernel.run("[1, 2]")).text).toBe("[ 1, 2 ]");
		await kernel.run("process.stdout.write = () => { throw new Error('mine') }");
		expect((await kernel.run('console.log("hé")')).error?.evalue).toBe("mine");
		expect((await kernel.run("1 + 1")).text).toBe("2");
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

	it("two at once: replies and questions go to who asked, an answer counts from there alone, and both see all output", async () => {
		const [first, asked] = [await TestKernel.start(), [] as string[]];
		const second = await first.another();
		const answering = (name: string, answer: string | null) => () => {
			asked.push(name);
			return answer;
		};
		first.answerInput = answering("first", "1");
		second.answerInput = answering("second", null);

		const ids = [first, second].map((client, k) => client.sendCell(`console.log("from ${k}"); ${k} + 40`));
		expect((await first.outcome(ids[0])).text).toBe("40");
		expect((await second.outcome(ids[1])).text).toBe("41");
		expect([first.hasReply(ids[1]), second.hasReply(ids[0])]).toEqual([false, false]);
		const seen = (client: TestKernel, id: string) => client.publishedFor(id).map(({ header }) => header.msg_type);
		for (const id of ids) {
			await first.until(() => seen(first, id).length === seen(second, id).length, "what the other one caused", 40);
			expect(seen(first, id)).toEqual(["status", "execute_input", "stream", "execute_result", "status"]);
			expect(seen(second, id)).toEqual(seen(first, id));
		}

		const question = second.sendCell('prompt("who?")', { allow_stdin: true });
		await second.until(() => asked.length > 0, "the question", 40);
		await first.stdin.send(signed(first, [header("input_reply"), "{}", "{}", '{ "value": "not asked" }']));
		// Behind a request of the same client on another socket, so that the answer of nobody has come.
		expect(await first.request("kernel_info_request", {}, "control")).toMatchObject({ status: "ok" });
		await second.stdin.send(signed(second, [header("input_reply"), "{}", "{}", '{ "value": "second" }']));
		expect((await second.outcome(question)).text).toBe("'second'");
		expect(asked).toEqual(["second"]);
		expect((await first.run('prompt("and you?")', { allow_stdin: true })).text).toBe("'1'");

		const loop = first.sendCell('console.log("begun"); while (true) {}');
		await second.until(() => seen(second, loop).includes("stream"), "the loop", 40);
		expect(await second.request("interrupt_request", {}, "control")).toMatchObject({ status: "ok" });
		expect((await first.outcome(loop)).reply.ename).toBe("KeyboardInterrupt");
		second.leave();
		expect((await first.run("6 * 7")).text).toBe("42");
		await first.stop();
	});

	it("a cell on control is refused, and does not run", async () => {
		const kernel = await TestKernel.start();
		const reply = await kernel.request("execute_request", { code: "globalThis.ran = true" }, "control");
		expect(reply).toMatchObject({ status: "error", ename: "WrongChannel" });
		expect((await kernel.run('"ran" in globalThis')).text).toBe("false");
		await kernel.stop();
	});
});
