/**
 * The kernel as the protocol sees it: takes requests from shell and control, asks the engine, publishes output.
 * It never runs a learner's code, so it answers while a cell loops.
 */
import type { ErrorReport } from "../wire/engine-protocol";
import type { Message, RequestChannel } from "../wire/message";
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

export class Kernel {
	private readonly engine: Engine;
	private readonly shellQueue: Message[] = [];
	private readonly outbox: Outbox;
	private readonly cells: Cells;
	private readonly comms: Comms;
	private readonly execution: Execution;
	private readonly answers: Answers;
	private pumping = false;

	constructor(private readonly ports: KernelPorts) {
		this.outbox = new Outbox(ports.front);
		this.cells = new Cells(this.outbox, ports.log, () => this.engine.answerInput(null), ports.atMostPrinted);
		const debug = new Debugger(this.outbox);
		this.engine = new Engine(debug.watching(ports.startEngine), {
			message: (message) => (message.type === "comm" ? this.comms.pass(message) : this.cells.deliver(message)),
			raw: (name, text) => this.cells.printRaw(name, text),
			died: (error) => {
				this.cells.tellDeath(error);
				this.comms.closeAll();
			},
			notStarted: ({ evalue }) => ports.log(evalue),
		});
		this.comms = new Comms(this.engine, this.outbox, this.cells);
		const history = new History();
		this.execution = new Execution(this.engine, this.outbox, history, this.cells, () => this.takeQueuedCells());
		this.answers = new Answers(ports, this.engine, this.outbox, history, this.comms, debug, () => this.interrupt());
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
		if (cell !== null) this.engine.interrupt(cell.id, () => this.cells.running === cell);
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
		try {
			for (let next = this.shellQueue.shift(); next; next = this.shellQueue.shift()) await this.handle("shell", next);
		} finally {
			this.pumping = false;
		}
	}

	private async handle(channel: RequestChannel, request: Message): Promise<void> {
		this.outbox.status("busy", request);
		const type = request.header.msg_type;
		let aborted: Message[] = [];
		try {
			if (channel === "control" && ONLY_ON_SHELL.has(type)) throw new WrongChannel(type);
			if (type === "execute_request") aborted = await this.execution.run(request);
			else await this.answers.to(channel, type, request);
		} catch (error) {
			const report = error instanceof EngineDied ? error.report : internalError(error);
			this.ports.log(`${type} failed: ${report.evalue}`);
			if (type.endsWith("_request")) this.outbox.reply(channel, type, { status: "error", ...report }, request);
		}
		this.cells.flush();
		this.outbox.status("idle", request);
		for (const message of aborted) this.execution.abort(message);
		if (type === "shutdown_request") {
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

function internalError(error: unknown): ErrorReport {
	const evalue = error instanceof Error ? error.message : String(error);
	const ename = error instanceof WrongChannel ? error.name : "KernelError";
	return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}
