/**
 * The kernel as the protocol sees it: takes requests from shell and control, asks the engine, publishes output.
 * It never runs a learner's code, so it answers while a cell loops.
 */
import type { ErrorReport, ExecuteAnswer } from "../wire/engine-protocol";
import type { Content, Message, RequestChannel } from "../wire/message";
import { Cells } from "./cells";
import { Engine } from "./engine";
import { History } from "./history";
import { kernelInfo } from "./info";
import { Outbox } from "./outbox";
import { type About, EngineDied, type Front, type StartEngine } from "./ports";

/** After an error: how long cells that were sent together with the failed one may still take to arrive. */
const ABORT_GATHERING_MS = 15;

/** On control, which answers while a cell runs, these would overtake the cells before them. */
const ONLY_ON_SHELL = new Set([
	"execute_request",
	"complete_request",
	"inspect_request",
	"is_complete_request",
	"history_request",
	"comm_info_request",
]);

class WrongChannel extends Error {
	override name = "WrongChannel";

	constructor(type: string) {
		super(`${type} came on control, and belongs on shell: send it there.`);
	}
}

export interface KernelPorts {
	front: Front;
	startEngine: StartEngine;
	about: About;
	log(line: string): void;
	/** After a shutdown_request was answered. */
	exit(): void;
}

export class Kernel {
	private readonly engine: Engine;
	private readonly history = new History();
	private readonly shellQueue: Message[] = [];
	private readonly outbox: Outbox;
	private readonly cells: Cells;
	private pumping = false;
	private executionCount = 0;

	constructor(private readonly ports: KernelPorts) {
		this.outbox = new Outbox(ports.front);
		this.cells = new Cells(this.outbox, ports.log, () => this.engine.answerInput(null));
		this.engine = new Engine(ports.startEngine, {
			message: (message) => this.cells.deliver(message),
			raw: (name, text) => this.cells.printRaw(name, text),
		});
	}

	/** Serves until shutdown. */
	serve(): void {
		this.outbox.status("starting", null);
		this.ports.front.receive((channel, message) => {
			if (channel === "stdin") return this.takeInput(message);
			if (channel === "control") return void this.handle("control", message);
			this.shellQueue.push(message);
			void this.pump();
		});
	}

	interrupt(): void {
		const cell = this.cells.running;
		if (cell !== null) void this.engine.interrupt(cell.id, () => this.cells.running === cell);
	}

	close(): Promise<void> {
		return this.engine.close();
	}

	private takeInput({ header, content }: Message): void {
		if (header.msg_type !== "input_reply" || !this.cells.awaitingInput) return;
		this.cells.awaitingInput = false;
		this.engine.answerInput(String(content.value ?? ""));
	}

	/** Shell requests run one after the other, in the order in which they came. */
	private async pump(): Promise<void> {
		if (this.pumping) return;
		this.pumping = true;
		for (let next = this.shellQueue.shift(); next; next = this.shellQueue.shift()) await this.handle("shell", next);
		this.pumping = false;
	}

	private async handle(channel: RequestChannel, request: Message): Promise<void> {
		this.outbox.status("busy", request);
		const type = request.header.msg_type;
		let aborted: Message[] = [];
		try {
			if (channel === "control" && ONLY_ON_SHELL.has(type)) throw new WrongChannel(type);
			if (type === "execute_request") aborted = await this.execute(request);
			else await this.answer(channel, type, request);
		} catch (error) {
			const report = error instanceof EngineDied ? error.report : internalError(error);
			this.ports.log(`${type} failed: ${report.evalue}`);
			if (type.endsWith("_request")) this.outbox.reply(channel, type, { status: "error", ...report }, request);
		}
		this.cells.flush();
		this.outbox.status("idle", request);
		for (const message of aborted) this.abort(message);
		if (type === "shutdown_request") {
			await this.ports.front.flush();
			this.ports.exit();
		}
	}

	private async answer(channel: RequestChannel, type: string, request: Message): Promise<void> {
		const { content } = request;
		const ok = (answer: Content) => this.outbox.reply(channel, type, { status: "ok", ...answer }, request);
		const code = String(content.code ?? "");
		const position = toUtf16(code, Number(content.cursor_pos ?? 0));
		switch (type) {
			case "kernel_info_request":
				return ok(kernelInfo(this.ports.about));
			case "history_request":
				return ok({ history: this.history.select(content) });
			case "is_complete_request":
				// is_complete has a status of its own in place of "ok".
				return this.outbox.reply(channel, type, await this.engine.ask({ op: "is_complete", code }), request);
			case "complete_request": {
				const { start, end, matches } = await this.engine.ask<{ start: number; end: number; matches: string[] }>({
					op: "complete",
					code,
					position,
				});
				return ok({
					matches,
					cursor_start: toCodePoints(code, start),
					cursor_end: toCodePoints(code, end),
					metadata: {},
				});
			}
			case "inspect_request":
				return ok({ metadata: {}, ...(await this.engine.ask<Content>({ op: "inspect", code, position })) });
			case "comm_info_request":
				return ok({ comms: {} });
			case "connect_request":
				return ok({ ...this.ports.front.ports });
			case "comm_open":
				// No comm targets are registered here; the protocol asks to close what cannot be opened.
				this.outbox.publish("comm_close", { comm_id: content.comm_id, data: {} }, request);
				return;
			case "comm_msg":
			case "comm_close":
				return;
			case "interrupt_request":
				this.interrupt();
				return ok({});
			case "shutdown_request":
				await this.engine.close();
				return ok({ restart: content.restart === true });
			default:
				this.ports.log(`unknown message type ${type}`);
				if (type.endsWith("_request")) {
					const report = { ename: "UnknownRequest", evalue: `this kernel does not know ${type}`, traceback: [] };
					this.outbox.reply(channel, type, { status: "error", ...report }, request);
				}
		}
	}

	/** Runs a cell; returns the requests that its failure aborts. */
	private async execute(request: Message): Promise<Message[]> {
		const { content } = request;
		const code = String(content.code ?? "");
		const silent = content.silent === true;
		const store = !silent && content.store_history !== false;
		if (store) this.executionCount++;
		const cell = this.cells.begin(request, this.executionCount, silent);
		if (!silent) this.outbox.publish("execute_input", { code, execution_count: cell.count }, request);
		const expressions = (content.user_expressions ?? {}) as Record<string, string>;
		const answer = await this.engine
			.ask<ExecuteAnswer>({
				op: "execute",
				cell: cell.id,
				count: cell.count,
				code,
				expressions,
			})
			.catch((error) => {
				if (error instanceof EngineDied) return { error: error.report } as ExecuteAnswer;
				throw error;
			});
		this.cells.end();
		if (store) this.history.add(cell.count, code, answer.text ?? null);

		const reply = (fields: Content) =>
			this.outbox.reply("shell", "execute_request", { execution_count: cell.count, ...fields }, request);
		if (answer.error === undefined) {
			reply({ status: "ok", payload: [], user_expressions: answer.expressions ?? {} });
			return [];
		}
		if (!silent) this.outbox.publish("error", { ...answer.error }, request);
		// Gather before replying: what a client sends after it has seen the reply is not aborted.
		const aborted = content.stop_on_error === false || silent ? [] : await this.takeQueuedCells();
		reply({ status: "error", ...answer.error });
		return aborted;
	}

	private async takeQueuedCells(): Promise<Message[]> {
		await new Promise((resolve) => setTimeout(resolve, ABORT_GATHERING_MS));
		const isCell = (message: Message) => message.header.msg_type === "execute_request";
		const cells = this.shellQueue.filter(isCell);
		const others = this.shellQueue.filter((message) => !isCell(message));
		this.shellQueue.splice(0, this.shellQueue.length, ...others);
		return cells;
	}

	private abort(request: Message): void {
		this.outbox.status("busy", request);
		this.outbox.reply("shell", "execute_request", { status: "aborted", execution_count: this.executionCount }, request);
		this.outbox.status("idle", request);
	}
}

function internalError(error: unknown): ErrorReport {
	const evalue = error instanceof Error ? error.message : String(error);
	const ename = error instanceof WrongChannel ? error.name : "KernelError";
	return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

/** The protocol counts cursor positions in Unicode code points, JavaScript in UTF-16 units. */
function toUtf16(code: string, codePoints: number): number {
	return [...code].slice(0, codePoints).join("").length;
}

function toCodePoints(code: string, utf16: number): number {
	return [...code.slice(0, utf16)].length;
}
