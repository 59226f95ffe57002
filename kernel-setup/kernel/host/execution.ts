/** A cell from its request to its reply: counted, shown, run, remembered. */
import type { ExecuteAnswer } from "../wire/engine-protocol";
import type { Content, Message } from "../wire/message";
import type { Cells } from "./cells";
import type { Engine } from "./engine";
import type { History } from "./history";
import { amongOthers } from "./obituary";
import type { Outbox } from "./outbox";
import { EngineDied } from "./ports";

export class Execution {
	/** How many cells were counted so far. */
	count = 0;

	/** @param takeQueued takes the cells that wait behind this one out of their queue */
	constructor(
		private readonly engine: Engine,
		private readonly outbox: Outbox,
		private readonly history: History,
		private readonly cells: Cells,
		private readonly takeQueued: () => Promise<Message[]>,
	) {}

	/** Runs a cell; returns the requests that its failure aborts. */
	async run(request: Message): Promise<Message[]> {
		const { content } = request;
		const code = content.code as string;
		const silent = content.silent === true;
		const store = !silent && content.store_history !== false;
		if (store) this.count++;
		const cell = this.cells.begin(request, this.count, silent);
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
				if (!(error instanceof EngineDied)) throw error;
				const isOwn = error.cell === undefined || error.cell === cell.id;
				return { error: isOwn ? error.report : amongOthers(error.report) } as ExecuteAnswer;
			});
		this.cells.end();
		if (store) this.history.add(cell.count, code, answer.text ?? null);

		const reply = (fields: Content) =>
			this.outbox.reply("shell", "execute_request", { execution_count: cell.count, ...fields }, request);
		if (answer.error === undefined) {
			this.engine.remember(answer.imports ?? []);
			reply({ status: "ok", payload: [], user_expressions: answer.expressions ?? {} });
			return [];
		}
		if (!silent) this.outbox.publish("error", { ...answer.error }, request);
		// Gather before replying: what a client sends after it has seen the reply is not aborted.
		const aborted = content.stop_on_error === false || silent ? [] : await this.takeQueued();
		reply({ status: "error", ...answer.error });
		return aborted;
	}

	/** A cell behind one that failed does not run. */
	abort(request: Message): void {
		this.outbox.status("busy", request);
		this.outbox.reply("shell", "execute_request", { status: "aborted", execution_count: this.count }, request);
		this.outbox.status("idle", request);
	}
}
