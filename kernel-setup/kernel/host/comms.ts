/** Comms: two-way channels between what a front end shows and the code of cells. The host keeps the list and passes on. */
import type { CommAnswer, CommMessage } from "../wire/engine-protocol";
import type { Message } from "../wire/message";
import type { Cell, Cells } from "./cells";
import type { Engine } from "./engine";
import type { Outbox } from "./outbox";
import { EngineDied } from "./ports";

interface Open {
	target: string;
	/** The request of the cell whose code answers: what that code shows is shown there. */
	owner: Message | undefined;
	/** The turns of that code. */
	turns: Cell | undefined;
}

const EVENTS = { comm_open: "open", comm_msg: "message", comm_close: "close" } as const;
type CommType = keyof typeof EVENTS;

export class Comms {
	private readonly open = new Map<string, Open>();

	constructor(
		private readonly engine: Engine,
		private readonly outbox: Outbox,
		private readonly cells: Cells,
	) {}

	/** For a comm_info_request, of one target or of all. */
	info(target: unknown): Record<string, { target_name: string }> {
		const named = [...this.open].filter(([, comm]) => typeof target !== "string" || comm.target === target);
		return Object.fromEntries(named.map(([id, comm]) => [id, { target_name: comm.target }]));
	}

	/** What a front end says. It is a turn of the learner's code, and can be interrupted like a cell. */
	async take(type: CommType, request: Message): Promise<void> {
		const {
			comm_id: id,
			target_name: target,
			data,
		} = request.content as { comm_id: string; target_name: string; data: unknown };
		if (type === "comm_open") this.open.set(id, { target, owner: undefined, turns: undefined });
		const comm = this.open.get(id);
		if (comm === undefined) return;
		if (type === "comm_close") this.open.delete(id);
		const { turns } = comm;
		const cell = turns === undefined ? this.cells.begin(comm.owner ?? request, 0, false) : this.cells.resume(turns);
		if (type !== "comm_open") comm.turns = cell;
		try {
			const question = {
				op: "comm",
				cell: cell.id,
				event: EVENTS[type],
				comm: id,
				target: comm.target,
				data: data ?? {},
			} as const;
			const { owner } = await this.engine.ask<CommAnswer>(question);
			comm.owner ??= this.cells.messageOf(owner);
		} catch (error) {
			if (!(error instanceof EngineDied)) throw error;
			this.outbox.publish("error", error.report, cell.message);
		} finally {
			this.cells.end();
		}
	}

	/** What the learner's code says. */
	pass({ message, content, cell }: CommMessage): void {
		const { comm_id: id, target_name: target, data } = content;
		const isOpening = message === "comm_open";
		if (!isOpening && !this.open.has(id)) return;
		const mayTell = this.cells.mayTell(cell, data, !isOpening);
		// A front end that does not hear of the end would wait for more.
		if (!mayTell && message !== "comm_close") return;
		const owner = this.cells.messageOf(cell);
		if (isOpening) this.open.set(id, { target: target ?? "", owner, turns: undefined });
		if (message === "comm_close") this.open.delete(id);
		this.outbox.publish(message, mayTell ? content : { ...content, data: {} }, owner ?? null);
	}

	/** The code that answered is gone with its engine. */
	closeAll(): void {
		for (const [comm_id, { owner }] of this.open)
			this.outbox.publish("comm_close", { comm_id, data: {} }, owner ?? null);
		this.open.clear();
	}
}
