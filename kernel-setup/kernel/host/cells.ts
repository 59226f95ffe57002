/** The cells of a session, and the way from what their code shows to the right place in the notebook, also later. */
import type { CellMessage, CommMessage } from "../wire/engine-protocol";
import type { Message } from "../wire/message";
import { Allowance, AT_MOST_PRINTED } from "./limits";
import type { Outbox } from "./outbox";
import type { EngineDied } from "./ports";
import { StreamJoiner } from "./streams";

/** One execute request: the parent of everything that its code shows. */
export interface Cell {
	readonly id: number;
	readonly message: Message;
	readonly count: number;
	readonly silent: boolean;
	/** A locked cell while marks are given: nothing that the engine says becomes output of it. */
	readonly sealed: boolean;
	readonly allowance: Allowance;
}

/** Cells whose late output still finds its way home. */
const REMEMBERED_CELLS = 1000;

export class Cells {
	running: Cell | null = null;
	/** The request of a cell that waits for an answer to its prompt: whoever sent it was asked. */
	asked: Message | null = null;
	private latest: Cell | null = null;
	private sequence = 0;
	private readonly remembered = new Map<number, Cell>();
	private readonly streams: StreamJoiner<Cell>;

	/**
	 * @param refuseInput answers a prompt that nobody can answer
	 * @param isMarking a stranger's cells: what they show is measured, too
	 */
	constructor(
		private readonly outbox: Outbox,
		private readonly log: (line: string) => void,
		private readonly refuseInput: () => void,
		private readonly atMostPrinted = AT_MOST_PRINTED,
		private readonly isMarking = false,
	) {
		this.streams = new StreamJoiner((cell, name, text) => outbox.publish("stream", { name, text }, cell.message));
	}

	begin(message: Message, count: number, silent: boolean, sealed = false): Cell {
		const allowance = new Allowance(this.atMostPrinted, this.isMarking);
		const cell = { id: ++this.sequence, message, count, silent, sealed, allowance };
		this.remembered.set(cell.id, cell);
		this.remembered.delete(cell.id - REMEMBERED_CELLS);
		this.running = this.latest = cell;
		return cell;
	}

	/** One more turn, which may print as much again. However many there are, they take the place of one. */
	resume(cell: Cell): Cell {
		const again = { ...cell, allowance: new Allowance(this.atMostPrinted, this.isMarking) };
		this.remembered.set(again.id, again);
		this.running = this.latest = again;
		return again;
	}

	end(): void {
		this.running = null;
		this.asked = null;
		this.streams.flush();
	}

	/** The request of a cell, as long as it is remembered. */
	messageOf(cell: number | undefined): Message | undefined {
		return cell === undefined ? undefined : this.remembered.get(cell)?.message;
	}

	/** Sends printed text that is still waiting to be joined with more. */
	flush(): void {
		this.streams.flush();
	}

	/** What the engine says about a cell goes where that cell is. */
	deliver(message: Exclude<CellMessage, CommMessage>): void {
		const cell = this.remembered.get(message.cell) ?? this.running ?? this.latest;
		if (message.type === "stream") return this.print(cell, message.name, message.text);
		if (cell === null) return;
		this.streams.flush();
		if (cell.sealed) return;
		if (message.type === "input") return this.askForInput(cell, message.prompt, message.password);
		if (cell.silent) return;
		if (message.type === "error") return this.outbox.publish("error", message.error, cell.message);
		if (message.type === "publish") {
			const { data, transient } = message.content as { data?: unknown; transient?: unknown };
			if (this.mayShow(cell, { data, transient }, message.message === "update_display_data"))
				this.outbox.publish(message.message, message.content, cell.message);
		} else if (this.mayShow(cell, message.data, false)) {
			const content = { execution_count: cell.count, data: message.data, metadata: {} };
			this.outbox.publish("execute_result", content, cell.message);
		}
	}

	/** Whether a cell's code may say this to a front end: as it may display. */
	mayTell(cell: number, data: unknown, replaces: boolean): boolean {
		const teller = this.remembered.get(cell);
		return teller === undefined || this.mayShow(teller, data, replaces);
	}

	private mayShow(cell: Cell, data: unknown, replaces: boolean): boolean {
		const { allowed, notice } = cell.allowance.show(data, replaces);
		if (notice !== undefined) this.streams.add(cell, "stderr", notice);
		return allowed;
	}

	/** The state is gone: the cell that did it is told. One that runs tells of it by itself. */
	tellDeath({ report, cell: cause }: EngineDied): void {
		this.streams.flush();
		const cell = (cause === undefined ? undefined : this.remembered.get(cause)) ?? this.running ?? this.latest;
		if (cell === null || cell.silent) this.log(report.evalue);
		else if (cell !== this.running && !cell.sealed) this.outbox.publish("error", report, cell.message);
	}

	/** Text that came past the kernel belongs to the cell that runs, or ran last. */
	printRaw(name: "stdout" | "stderr", text: string): void {
		this.print(this.running ?? this.latest, name, text);
	}

	private print(cell: Cell | null, name: "stdout" | "stderr", text: string): void {
		if (cell === null) this.log(text.trimEnd());
		else if (!cell.silent && !cell.sealed) {
			const allowed = cell.allowance.print(text);
			if (allowed.text !== "") this.streams.add(cell, name, allowed.text);
			if (allowed.notice !== undefined) this.streams.add(cell, "stderr", allowed.notice);
		}
	}

	private askForInput(cell: Cell, prompt: string, password: boolean): void {
		if (cell.message.content.allow_stdin !== true) return this.refuseInput();
		this.asked = cell.message;
		this.outbox.askForInput(prompt, password, cell.message);
	}
}
