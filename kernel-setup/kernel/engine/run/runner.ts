/** Runs compiled cells, one at a time. */
import type { Script } from "../compile/compiler";
import { LINES_BEFORE_CELL } from "../compile/tslab";
import type { Sources } from "../errors/sources";
import { type CellRun, type EnginePorts, Interrupted } from "../ports";
import { interrupt, KeyboardInterrupt } from "./interrupts";
import type { Run, Runs } from "./runs";

/** How the script of a cell finds what it is called with. */
const CELL_SCOPE = Symbol.for("gradlab.cell");
const scope = globalThis as unknown as Record<symbol, unknown>;

/** The value of the last expression, where there was one. */
export type Value = { value: unknown } | undefined;

export class Runner {
	/** Its properties are the cells' variables. A plain object: loops at the top level of a cell run at full speed. */
	private readonly variables: Record<string, unknown> = {};

	constructor(
		private readonly ports: EnginePorts,
		private readonly runs: Runs,
		private readonly sources: Sources,
	) {}

	/** Runs a script to its end. @throws whatever the cell throws, KeyboardInterrupt when it was interrupted. */
	async run(script: Script, id: number, label: string, text: string): Promise<Value> {
		const { runs, variables } = this;
		const { flags } = this.ports.interrupts;
		const run = runs.begin(id);
		if (script.code === undefined) {
			script.commit();
			return undefined;
		}
		const name = `gradlab-${label.replace(" ", "-")}`;
		const lines = script.code.split("\n").length;
		this.sources.register(name, { label, text, maps: script.maps, lineOffset: LINES_BEFORE_CELL, lines });
		scope[CELL_SCOPE] = [variables, this.ports.modules.requireForCell()];
		if (script.result !== undefined) delete variables[script.result];
		runs.active = run;
		// The host's word may come before the cell has begun, and it may come too late, for a cell that has ended.
		if (Atomics.load(flags, 0) === id) interrupt(runs, id);
		else Atomics.store(flags, 0, 0);
		try {
			if (!run.cancelled) runs.within(run, () => this.start(script, name, run));
			await run.ended;
			// A rejection that nobody handles is reported once the queue of promises is empty: wait for it.
			await this.ports.turn();
			if (run.failure !== undefined) throw run.failure.error;
		} finally {
			runs.active = null;
			Atomics.store(flags, 0, 0);
			// Also after an error: what ran before it is there, and later cells may use it.
			script.commit();
		}
		return this.takeValue(script.result);
	}

	/** An error that reached the top of the event loop: fails the running cell if it is that cell's. */
	failActive(run: CellRun | undefined, error: unknown): boolean {
		const { active } = this.runs;
		if (active === null || (run !== undefined && run !== active)) return false;
		active.cancelled = true;
		active.fail(error);
		return true;
	}

	private start({ code, asynchronous }: Script, name: string, run: Run): void {
		// On one line with the first of the script, so that lines count as the source map counts them.
		const head = `(${asynchronous ? "async " : ""}function (exports, require) {`;
		const tail = `\n})(...globalThis[Symbol.for("gradlab.cell")])`;
		let outcome: unknown;
		try {
			outcome = this.ports.runScript(head + code + tail, name);
		} catch (error) {
			return run.fail(error instanceof Interrupted ? new KeyboardInterrupt() : error);
		}
		if (outcome instanceof Promise)
			outcome.then(
				() => run.finish(),
				(error) => run.fail(error),
			);
		else run.finish();
	}

	private takeValue(name: string | undefined): Value {
		if (name === undefined || !(name in this.variables)) return undefined;
		const value = this.variables[name];
		delete this.variables[name];
		return { value };
	}
}
