/** The host without a socket or a process: the same code that Node and a browser run. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Kernel } from "../../kernel-setup/kernel/host/kernel";
import type { EngineEvents, Front, RunningEngine } from "../../kernel-setup/kernel/host/ports";
import type { ToEngine } from "../../kernel-setup/kernel/wire/engine-protocol";
import type { Channel, Content, Message, Outgoing } from "../../kernel-setup/kernel/wire/message";

interface FakeEngine {
	events: EngineEvents;
	heard: ToEngine[];
	interrupted: number[];
	killed: boolean;
}

const DEATH = { ename: "EngineExit", why: "It ended.", how: "exit code 3", said: "" };

/** @param startless how many engines die before they are ready */
function start(startless = 0) {
	const sent: { channel: Channel; message: Outgoing }[] = [];
	const engines: FakeEngine[] = [];
	let take: Parameters<Front["receive"]>[0] = () => undefined;
	const front: Front = {
		receive: (taker) => {
			take = taker;
		},
		send: (channel, message) => void sent.push({ channel, message }),
		flush: async () => undefined,
		ports: { shell_port: 1 },
	};
	const startEngine = (events: EngineEvents): RunningEngine => {
		const engine: FakeEngine = { events, heard: [], interrupted: [], killed: false };
		engines.push(engine);
		if (engines.length > startless) queueMicrotask(() => events.message({ type: "ready" }));
		else queueMicrotask(() => events.ended({ ...DEATH, why: "It ended.", said: "no such file" }));
		return {
			send: (message) => void engine.heard.push(message),
			interrupt: (cell) => void engine.interrupted.push(cell),
			kill: async () => {
				engine.killed = true;
			},
		};
	};
	const exit = vi.fn();
	const about = { version: "1", typescript: "6", runtime: "nowhere", engine: "none", debugger: false };
	new Kernel({ front, startEngine, about, log: () => undefined, exit }).serve();
	let sequence = 0;
	const request = (msg_type: string, content: Content, channel: "shell" | "control" | "stdin" = "shell"): Message => {
		const header = { msg_id: String(++sequence), session: "", username: "", date: "", version: "5.4", msg_type };
		const message = { identities: [], header, parent_header: {}, metadata: {}, content, buffers: [] };
		take(channel, message);
		return message;
	};
	const answersTo = (parent: Message) =>
		sent.filter(({ message }) => message.parent === parent).map(({ message }) => message);
	const replyTo = (parent: Message) => answersTo(parent).find(({ type }) => type.endsWith("_reply"))?.content;
	return { engines, exit, request, answersTo, replyTo };
}

const settle = () => vi.advanceTimersByTimeAsync(100);

/** The first cell that it heard of has imported "a"; then it ends. */
async function importThenDie({ heard, events }: FakeEngine): Promise<void> {
	const { id } = heard[0] as { id: number };
	events.message({ type: "answer", id, content: { imports: ['import "a"'] } });
	await settle();
	events.ended(DEATH);
}

describe("the host, in any home", () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it("answers for the home that it runs in", async () => {
		const { request, replyTo } = start();
		const info = request("kernel_info_request", {});
		const ports = request("connect_request", {});
		await settle();
		expect(replyTo(info)).toMatchObject({ status: "ok", banner: expect.stringContaining("on nowhere") });
		expect(replyTo(ports)).toEqual({ status: "ok", shell_port: 1 });
	});

	it("a cell goes to the engine, and what the engine says comes back under the cell", async () => {
		const { engines, request, answersTo, replyTo } = start();
		const cell = request("execute_request", { code: "1 + 1" });
		await settle();
		const [asked] = engines[0].heard as (ToEngine & { op: "execute" })[];
		expect(asked).toMatchObject({ op: "execute", code: "1 + 1", count: 1 });
		engines[0].events.message({ type: "result", cell: asked.cell, data: { "text/plain": "2" } });
		engines[0].events.message({ type: "answer", id: asked.id, content: { text: "2" } });
		await settle();
		expect(replyTo(cell)).toMatchObject({ status: "ok", execution_count: 1 });
		expect(answersTo(cell).map(({ type }) => type)).toEqual([
			"status",
			"execute_input",
			"execute_result",
			"execute_reply",
			"status",
		]);
	});

	it("an engine that dies is replaced, and its cell says what is lost", async () => {
		const { engines, request, replyTo } = start();
		const cell = request("execute_request", { code: "process.exit(3)" });
		await settle();
		engines[0].events.ended(DEATH);
		await settle();
		expect(replyTo(cell)).toMatchObject({ status: "error", ename: "EngineExit" });
		expect(replyTo(cell)?.evalue).toMatch(/^It ended\. The state is lost/);
		expect(engines).toHaveLength(2);
	});

	it("a death between cells is told under the last one, or under the one whose code ended the engine", async () => {
		const { engines, request, answersTo } = start();
		const cells = [request("execute_request", { code: "1" }), request("execute_request", { code: "2" })];
		for (const n of [0, 1]) {
			await settle();
			const { id } = engines[0].heard[n] as { id: number };
			engines[0].events.message({ type: "answer", id, content: {} });
		}
		await settle();
		engines[0].events.message({ type: "leaving", cell: 1 });
		engines[0].events.ended(DEATH);
		await settle();
		engines[1].events.ended(DEATH);
		expect(cells.map((cell) => answersTo(cell).filter(({ type }) => type === "error").length)).toEqual([1, 1]);
	});

	it("the imports of the cells that ran are given to the next engine before anything else, and failures are told", async () => {
		const { engines, request, answersTo } = start();
		const cell = request("execute_request", { code: 'import "a"' });
		await settle();
		await importThenDie(engines[0]);
		request("execute_request", { code: "next" });
		await settle();
		expect(engines[1].heard).toMatchObject([{ op: "restore", imports: ['import "a"'] }]);
		const restore = engines[1].heard[0] as { id: number };
		engines[1].events.message({ type: "answer", id: restore.id, content: { failed: ['import "a" – it is gone'] } });
		await settle();
		expect(engines[1].heard[1]).toMatchObject({ op: "execute", code: "next" });
		const [told] = answersTo(cell).filter(({ type }) => type === "error");
		expect(told.content.evalue).toContain("their imports are loaded again");
	});

	it("an import that ends each new engine is given up, and the cell runs", async () => {
		const { engines, request } = start();
		request("execute_request", { code: 'import "a"' });
		await settle();
		await importThenDie(engines[0]);
		request("execute_request", { code: "next" });
		await settle();
		engines[1].events.ended(DEATH);
		await settle();
		expect(engines[2].heard).toMatchObject([{ op: "execute", code: "next" }]);
	});

	it("engines that die before they are ready are not started for ever, and the reply shows what they wrote", async () => {
		const { engines, request, replyTo } = start(4);
		const first = request("execute_request", { code: "1" });
		await settle();
		expect(engines).toHaveLength(3);
		expect(replyTo(first)).toMatchObject({ status: "error", ename: "EngineStart" });
		expect(replyTo(first)?.evalue).toContain("no such file");
		const second = request("execute_request", { code: "1" });
		await settle();
		expect(replyTo(second)?.ename).toBe("EngineStart");
		expect(engines).toHaveLength(4);
		request("execute_request", { code: "again" });
		await settle();
		expect(engines[4].heard).toMatchObject([{ op: "execute", code: "again" }]);
	});

	it("a cell that is interrupted while its engine starts does not run", async () => {
		const { engines, request, replyTo } = start();
		const cell = request("execute_request", { code: "1" });
		request("interrupt_request", {}, "control");
		await settle();
		expect(replyTo(cell)?.evalue).toBe("The cell was interrupted before it began.");
		expect(engines[0].heard).toEqual([]);
	});

	it("a cell that does not stop for an interrupt loses its engine after five seconds, and not before", async () => {
		const { engines, request, replyTo } = start();
		await settle();
		const cell = request("execute_request", { code: "stuck" });
		await settle();
		request("interrupt_request", {}, "control");
		await vi.advanceTimersByTimeAsync(4900);
		expect(engines[0]).toMatchObject({ interrupted: [1], killed: false });
		await vi.advanceTimersByTimeAsync(200);
		expect(engines[0].killed).toBe(true);
		expect(replyTo(cell)).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
	});

	it("a shutdown ends the engine, is answered, and starts no other", async () => {
		const { engines, request, replyTo, exit } = start();
		const shutdown = request("shutdown_request", { restart: false }, "control");
		await settle();
		expect(replyTo(shutdown)).toEqual({ status: "ok", restart: false });
		expect(exit).toHaveBeenCalledOnce();
		expect(engines.map(({ killed }) => killed)).toEqual([true]);
	});
});
