/** Runs compiled cells, one at a time. */

import { LINES_BEFORE_CELL } from "../../wire/engine-protocol";
import { CHECKPOINTS } from "../compile/checkpoints";
import type { Script } from "../compile/compiler";
import type { Sources } from "../errors/sources";
import { type CellModules, type CellRun, type EnginePorts, Flag, Interrupted } from "../ports";
import { debuggersView } from "./debugging";
import { cancel, interrupt, KeyboardInterrupt } from "./interrupts";
import type { Intrinsics } from "./intrinsics";
import type { Run, Runs } from "./runs";
import { CellScope, Variables } from "./variables";

// Taken before any cell runs: a cell may replace them.
const { load, store } = Atomics;

/** The value of the last expression, where there was one. */
export type Value = { value: unknown } | undefined;

interface Scope {
	cell: CellScope;
	module: { exports: object };
	modules: CellModules;
}

export class Runner {
	private readonly variables = new Variables();

	constructor(
		private readonly ports: EnginePorts,
		private readonly runs: Runs,
		private readonly sources: Sources,
		private readonly intrinsics: Intrinsics,
	) {}

	/** What the script that is about to start is called with. */
	private scope: Scope | undefined;

	/** Calls the function that a cell became. */
	start(body: (...args: unknown[]) => unknown): unknown {
		const { cell, module, modules } = this.scope as Scope;
		return body(cell, modules.require, module.exports, module, modules.file, modules.folder);
	}

	/** For the debugger. */
	view() {
		return debuggersView(this.variables, this.ports.inspect);
	}

	/** Runs a script to its end. @throws whatever the cell throws, KeyboardInterrupt when it was interrupted. */
	async run(
		script: Script,
		id: number,
		label: string,
		text: string,
		withdraw: (names: string[]) => void,
	): Promise<Value> {
		const { runs } = this;
		const { flags } = this.ports.interrupts;
		const run = runs.begin(id);
		const { name, cell, scope } = this.intrinsics.guard(() => this.prepare(script, label, text));
		this.scope = scope;
		runs.active = run;
		// The host's word may come before the cell has begun, and it may come too late, for a cell that has ended.
		if (load(flags, Flag.interrupt) === id) interrupt(runs, flags, id);
		else store(flags, Flag.interrupt, 0);
		try {
			if (!run.cancelled) runs.within(run, () => this.begin(script, name, run));
			await run.ended;
			// A rejection that nobody handles is reported once the queue of promises is empty: wait for it.
			await this.ports.turn();
			// What it left to timers and the like may have been ended meanwhile.
			if (load(flags, Flag.interrupt) === id) interrupt(runs, flags, id);
			if (run.failure !== undefined) throw run.failure.error;
		} finally {
			runs.active = null;
			if (run.cancelled) this.ports.modules.abandon();
			store(flags, Flag.interrupt, 0);
			this.intrinsics.guard(() => {
				// Also after an error: what ran before it is there, and later cells may use it.
				script.commit();
				// What it did not come to define is not what it was before, either.
				if (run.failure !== undefined) withdraw(script.steps.slice(cell.at).flat());
			});
		}
		return script.hasValue ? { value: cell.value } : undefined;
	}

	/** Calls a function as a run of its own. Whatever it returns is waited for. @throws whatever it throws */
	async call(id: number, f: () => unknown): Promise<void> {
		const { runs } = this;
		const { flags } = this.ports.interrupts;
		const run = runs.begin(id);
		runs.active = run;
		if (load(flags, Flag.interrupt) === id) interrupt(runs, flags, id);
		else store(flags, Flag.interrupt, 0);
		try {
			if (!run.cancelled)
				runs
					.within(run, async () => f())
					.then(
						() => run.finish(),
						(error) => run.fail(error),
					);
			await run.ended;
			if (run.failure !== undefined) throw run.failure.error;
		} finally {
			runs.active = null;
			store(flags, Flag.interrupt, 0);
		}
	}

	/** Modules that were edited since names were imported from them: specifier → names. */
	outdated({ uses, steps }: Script): Map<string, string[]> {
		return this.variables.outdated(this.ports.modules.forCell(), uses, steps.flat());
	}

	/** Whoever uses these names from now on is told why they have no value. */
	withdraw(names: readonly string[], why: string): void {
		this.variables.withdraw(names, (name) => new ReferenceError(`${name}: ${why}`));
	}

	/** An error that reached the top of the event loop: fails the running cell if it is that cell's. */
	failActive(run: CellRun | undefined, error: unknown): boolean {
		const { active } = this.runs;
		if (active === null || (run !== undefined && run !== active)) return false;
		cancel(active, this.ports.interrupts.flags, error);
		return true;
	}

	private prepare(script: Script, label: string, text: string) {
		const name = `gradlab-${label.replace(" ", "-")}`;
		const lines = script.code.split("\n").length;
		this.sources.register(name, { label, text, maps: [script.map], lineOffset: LINES_BEFORE_CELL, lines });
		const modules = this.ports.modules.forCell();
		const cell = new CellScope(this.variables, modules);
		const module = { exports: {} };
		return { name, cell, scope: { cell, module, modules } };
	}

	private async begin({ code, asynchronous }: Script, name: string, run: Run): Promise<void> {
		// On one line with the first of the script, so that lines count as the source map counts them.
		const head = `${CHECKPOINTS}.start(${asynchronous ? "async " : ""}function ($cell, require, exports, module, __filename, __dirname) {`;
		const tail = "\n})";
		try {
			const outcome = this.ports.runScript(head + code + tail, name);
			if (asynchronous) await outcome;
			run.finish();
		} catch (error) {
			run.fail(error instanceof Interrupted ? new KeyboardInterrupt() : error);
		}
	}
}
