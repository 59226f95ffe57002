/** A cell from its request to its reply: counted, shown, run, remembered. */
import type { ErrorReport, ExecuteAnswer, MimeBundle, ObserveAnswer } from "../wire/engine-protocol";
import { isReport } from "../wire/from-engine";
import type { Content, Message } from "../wire/message";
import type { Cells } from "./cells";
import type { Engine } from "./engine";
import type { History } from "./history";
import { amongOthers } from "./obituary";
import type { Outbox } from "./outbox";
import { EngineDied, type Judge, type Trial } from "./ports";

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
		private readonly judge?: Judge,
	) {}

	/** Runs a cell; returns the requests that its failure aborts. */
	async run(request: Message): Promise<Message[]> {
		const { content } = request;
		const code = content.code as string;
		const silent = content.silent === true;
		const store = !silent && content.store_history !== false;
		if (store) this.count++;
		const trial = this.judge?.recognise(code);
		const cell = this.cells.begin(request, this.count, silent, trial !== undefined);
		if (!silent) this.outbox.publish("execute_input", { code, execution_count: cell.count }, request);
		const expressions = (content.user_expressions ?? {}) as Record<string, string>;
		const { id, count } = cell;
		const asked =
			trial === undefined
				? this.engine.ask<ExecuteAnswer>({ op: "execute", cell: id, count, code, expressions })
				: this.engine
						.ask<ObserveAnswer>({ op: "observe", cell: id, count, code: trial.code, plan: trial.plan })
						.then((seen) => judged(trial, seen));
		const settled = asked.then(async (answer) => {
			if (answer.error?.ename === "KeyboardInterrupt") await this.engine.settle();
			return answer;
		});
		const answer: Judged = await settled.catch((error) => {
			if (!(error instanceof EngineDied)) throw error;
			const isOwn = error.cell === undefined || error.cell === id;
			return { error: isOwn ? error.report : amongOthers(error.report) };
		});
		this.cells.end();
		const { result, shown } = answer;
		if (shown !== undefined && !silent) this.outbox.publish("display_data", { data: shown, metadata: {} }, request);
		if (result !== undefined && !silent)
			this.outbox.publish("execute_result", { execution_count: count, data: result, metadata: {} }, request);
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

/** The answer to a cell; what is shown of a locked one comes from the judge. */
type Judged = ExecuteAnswer & { result?: MimeBundle; shown?: MimeBundle };

const DISPLAY = Symbol.for("Jupyter.display");

function judged(trial: Trial, { error, imports, seen }: ObserveAnswer): Judged {
	if (error !== undefined) return { error: isReport(error) ? error : reportOf("The answer cannot be looked at.") };
	const verdict = trial.verdict(seen);
	const shown = (verdict as unknown as Record<symbol, () => MimeBundle>)[DISPLAY]();
	// A grader reads points off a result, and takes an error for none.
	if (verdict.earned === 0) return { shown, error: reportOf(verdict.toString()) };
	const result = { ...shown, "text/plain": String(verdict.earned) };
	return { result, imports: Array.isArray(imports) ? imports.map(String) : [] };
}

const reportOf = (evalue: string): ErrorReport => ({
	ename: "CheckError",
	evalue,
	traceback: [`\u001b[31mCheckError\u001b[0m: ${evalue}`],
});
