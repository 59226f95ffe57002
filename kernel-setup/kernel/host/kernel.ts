/**
 * The kernel as the protocol sees it: takes requests from shell and control, asks the engine, publishes output.
 * It never runs a learner's code, so it answers while a cell loops.
 */
import type { ErrorReport } from "../wire/engine-protocol";
import type { Message, RequestChannel } from "../wire/message";
import { faultIn } from "../wire/requests";
import { Answers } from "./answers";
import { Cells } from "./cells";
import { Comms } from "./comms";
import { Debugger } from "./debug/debugger";
import { Engine } from "./engine";
import { Execution } from "./execution";
import { History } from "./history";
import { Outbox } from "./outbox";
import { EngineDied, type KernelPorts } from "./ports";

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

/** A message that is not what its type promises. */
class MalformedMessage extends Error {
	override name = "MalformedMessage";

	constructor(type: string, fault: string) {
		super(`${type}: ${fault}.`);
	}
}

class ShuttingDown extends Error {
	override name = "ShuttingDown";

	constructor(type: string) {
		super(`${type} came too late: the kernel is shutting down.`);
	}
}

export class Kernel {
	private readonly engine: Engine;
	private readonly shellQueue: Message[] = [];
	private readonly outbox: Outbox;
	private readonly cells: Cells;
	private readonly comms: Comms;
	private readonly execution: Execution;
	private readonly answers: Answers;
	private pumping: Promise<void> | undefined;
	private isClosing = false;

	constructor(private readonly ports: KernelPorts) {
		this.outbox = new Outbox(ports.front);
		this.cells = new Cells(
			this.outbox,
			ports.log,
			() => this.engine.answerInput(null),
			ports.atMostPrinted,
			ports.judge !== undefined,
		);
		const debug = new Debugger(this.outbox);
		this.engine = new Engine(debug.watching(ports.startEngine), {
			message: (message) => {
				if (message.type !== "comm") this.cells.deliver(message);
				// Where marks are given nobody watches, and a comm could redirect the output of other cells.
				else if (ports.judge === undefined) this.comms.pass(message);
			},
			raw: (name, text) => this.cells.printRaw(name, text),
			died: (error) => {
				this.cells.tellDeath(error);
				this.comms.closeAll();
			},
			notStarted: ({ evalue }) => ports.log(evalue),
		});
		this.comms = new Comms(this.engine, this.outbox, this.cells);
		const history = new History();
		this.execution = new Execution(
			this.engine,
			this.outbox,
			history,
			this.cells,
			() => this.takeQueuedCells(),
			ports.judge,
		);
		this.answers = new Answers(ports, this.engine, this.outbox, history, this.comms, debug, {
			interrupt: () => this.interrupt(),
			shutDown: (channel) => this.shutDown(channel),
		});
	}

	/** Serves until shutdown. */
	serve(): void {
		this.outbox.status("starting", null);
		this.ports.front.receive((channel, message) => {
			if (channel === "stdin") return this.takeInput(message);
			if (channel === "control") return void this.handle("control", message);
			this.shellQueue.push(message);
			this.pumping ??= this.pump();
		});
	}

	interrupt(): void {
		const cell = this.cells.running;
		if (cell !== null) this.engine.interrupt(cell.id, () => this.cells.running === cell);
	}

	/** Ends the engine, and tells everybody who still waits. */
	async close(): Promise<void> {
		this.isClosing = true;
		await this.engine.close();
		await this.pumping;
		await this.ports.front.flush();
	}

	/** The cell that runs is told, and whatever waits behind it: nobody waits for an answer that will not come. */
	private async shutDown(channel: RequestChannel): Promise<void> {
		this.isClosing = true;
		await this.engine.close();
		// On shell the request stands in the queue itself, and those behind it are answered before it is.
		await (channel === "control" ? this.pumping : this.pump());
	}

	private takeInput(message: Message): void {
		const drop = (why: string) => this.ports.log(`dropped a message on stdin: ${why}`);
		const type = message.header.msg_type;
		if (type !== "input_reply") return drop(`${type} does not belong there`);
		const fault = faultOf(message);
		if (fault !== undefined) return drop(`${type}: ${fault}`);
		const { asked } = this.cells;
		if (asked === null) return drop(`${type}: nobody has asked`);
		if (!isSameSender(message, asked)) return drop(`${type}: somebody else was asked`);
		this.cells.asked = null;
		this.engine.answerInput(message.content.value as string);
	}

	/** Shell requests run one after the other, in the order in which they came. */
	private async pump(): Promise<void> {
		try {
			for (let next = this.shellQueue.shift(); next; next = this.shellQueue.shift()) await this.handle("shell", next);
		} finally {
			// In the same step that has seen the queue empty: what comes a moment later starts a pump of its own.
			this.pumping = undefined;
		}
	}

	private async handle(channel: RequestChannel, request: Message): Promise<void> {
		const type = request.header.msg_type;
		if (this.isClosing && type === "execute_request") return this.execution.abort(request);
		this.outbox.status("busy", request);
		let aborted: Message[] = [];
		let isLast = false;
		try {
			if (this.isClosing) throw new ShuttingDown(type);
			const fault = faultOf(request);
			if (fault !== undefined) throw new MalformedMessage(type, fault);
			isLast = type === "shutdown_request";
			if (channel === "control" && ONLY_ON_SHELL.has(type)) throw new WrongChannel(type);
			if (type === "execute_request") aborted = await this.execution.run(request);
			else await this.answers.to(channel, type, request);
		} catch (error) {
			const report = error instanceof EngineDied ? error.report : internalError(error);
			this.ports.log(`${type} failed: ${report.evalue}`);
			const counted = type === "execute_request" ? { execution_count: this.execution.count } : {};
			const reply = { status: "error", ...counted, ...report };
			if (type.endsWith("_request")) this.outbox.reply(channel, type, reply, request);
		}
		this.cells.flush();
		this.outbox.status("idle", request);
		for (const message of aborted) this.execution.abort(message);
		if (isLast) {
			await this.ports.front.flush();
			this.ports.exit();
		}
	}

	private async takeQueuedCells(): Promise<Message[]> {
		await new Promise((resolve) => setTimeout(resolve, ABORT_GATHERING_MS));
		const isCell = (message: Message) => message.header.msg_type === "execute_request";
		const cells = this.shellQueue.filter(isCell);
		const others = this.shellQueue.filter((message) => !isCell(message));
		this.shellQueue.splice(0, this.shellQueue.length, ...others);
		return cells;
	}
}

const faultOf = ({ fault, header, content }: Message): string | undefined => fault ?? faultIn(header.msg_type, content);

/** By the identities that the carrier gave them. */
function isSameSender({ identities: ours }: Message, { identities: theirs }: Message): boolean {
	const same = (one: Uint8Array, other: Uint8Array) =>
		one.length === other.length && one.every((byte, k) => byte === other[k]);
	return ours.length === theirs.length && ours.every((frame, k) => same(frame, theirs[k]));
}

const NAMED = [WrongChannel, MalformedMessage, ShuttingDown];

function internalError(error: unknown): ErrorReport {
	const evalue = error instanceof Error ? error.message : String(error);
	const ename = NAMED.some((kind) => error instanceof kind) ? (error as Error).name : "KernelError";
	return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}
