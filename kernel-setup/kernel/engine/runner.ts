/**
 * Runs compiled cells, one at a time, and stops them.
 *
 * Three ways to stop a cell with the state kept: its loops end at their next checkpoint (checkpoints.ts); a waiting
 * cell is cancelled, which ends its wait and mutes whatever of it would still come; and synchronous code without
 * checkpoints, in a library, ends at a signal (`breakOnSigint`, an ordinary exception here).
 */
import path from "node:path";
import vm from "node:vm";
import { Worker } from "node:worker_threads";
import { installCheckpoints, KeyboardInterrupt, markedAsScript } from "./checkpoints";
import { LINES_BEFORE_CELL, type Script } from "./compiler";
import { Flag, flags } from "./interrupt-flags";
import { cellRequire } from "./modules";
import { type CellRun, currentRun, setLatestRun } from "./output";
import { registerSource } from "./source-maps";

class Run implements CellRun {
	cancelled = false;
	/** The first error, if any: thrown by the cell, or by something that it left behind while it ran. */
	failure: { error: unknown } | undefined;
	finish!: () => void;
	/** Resolves when the cell has ended, one way or another. */
	readonly ended = new Promise<void>((resolve) => {
		this.finish = resolve;
	});

	constructor(readonly id: number) {}

	fail(error: unknown): void {
		this.failure ??= { error };
		this.finish();
	}
}

/** The object whose properties are the cells' variables. A plain one: loops at the top level of a cell run at full speed. */
const variables: Record<string, unknown> = {};
const CELL_SCOPE = Symbol.for("gradlab.cell");
const scope = globalThis as unknown as Record<symbol, unknown>;

let active: Run | null = null;

/** The value of the last expression, where there was one. */
export type Value = { value: unknown } | undefined;

/** Runs a script to its end. @throws whatever the cell throws, KeyboardInterrupt when it was interrupted. */
export async function runScript(script: Script, id: number, label: string, text: string): Promise<Value> {
	const run = new Run(id);
	setLatestRun(run);
	if (script.code === undefined) {
		script.commit();
		return undefined;
	}
	const file = `gradlab-${label.replace(" ", "-")}`;
	const lines = script.code.split("\n").length;
	registerSource(file, { label, text, maps: script.maps, lineOffset: LINES_BEFORE_CELL, lines });
	const compiled = new vm.Script(
		markedAsScript(
			`(${script.asynchronous ? "async " : ""}function (exports, require) {\n${script.code}\n})(...globalThis[Symbol.for("gradlab.cell")])`,
		),
		{ filename: file, lineOffset: -1, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
	);
	scope[CELL_SCOPE] = [variables, cellRequire()];
	if (script.result !== undefined) delete variables[script.result];
	active = run;
	// The host's word may come before the cell has begun, and it may come too late, for a cell that has ended.
	if (Atomics.load(flags, Flag.interrupt) === id) interrupt(id);
	else Atomics.store(flags, Flag.interrupt, 0);
	try {
		if (!run.cancelled) currentRun.run(run, () => start(compiled, run));
		await run.ended;
		// A rejection that nobody handles is reported once the queue of promises is empty: wait for it.
		await new Promise((resolve) => setImmediate(resolve));
		if (run.failure !== undefined) throw run.failure.error;
	} finally {
		active = null;
		Atomics.store(flags, Flag.interrupt, 0);
		// Also after an error: what ran before it is there, and later cells may use it.
		script.commit();
	}
	return takeValue(script.result);
}

function takeValue(name: string | undefined): Value {
	if (name === undefined || !(name in variables)) return undefined;
	const value = variables[name];
	delete variables[name];
	return { value };
}

function start(compiled: vm.Script, run: Run): void {
	let outcome: unknown;
	try {
		outcome = compiled.runInThisContext({ breakOnSigint: true });
	} catch (error) {
		Atomics.store(flags, Flag.inScript, 0);
		return run.fail(isSignal(error) ? new KeyboardInterrupt() : error);
	}
	if (outcome instanceof Promise)
		outcome.then(
			() => run.finish(),
			(error) => run.fail(error),
		);
	else run.finish();
}

function isSignal(error: unknown): boolean {
	return (error as NodeJS.ErrnoException | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}

/** Interrupts a cell, if it is the one at work. */
function interrupt(cell: number): void {
	if (active?.id !== cell) return;
	active.cancelled = true;
	active.fail(new KeyboardInterrupt());
}

/** Makes cells interruptible, by a signal and by the host's word to the helper thread. Call once. */
export function listenForInterrupts(): void {
	installCheckpoints((run) => active !== null && run === active);
	// Only cell scripts end at a signal. One that comes from elsewhere (Ctrl+C in a terminal) is the host's business.
	process.on("SIGINT", () => undefined);
	const helper = new Worker(path.join(__dirname, "interrupt-thread.js"), { workerData: flags });
	helper.on("message", interrupt);
	helper.unref();
	muteTimersOfCancelledRuns();
}

/** An error that reached the top of the event loop: fails the running cell if it is that cell's. */
export function failActive(run: CellRun | undefined, error: unknown): boolean {
	if (active === null || (run !== undefined && run !== active)) return false;
	active.cancelled = true;
	active.fail(error);
	return true;
}

/** The callback of a timer does not run once its cell was interrupted. */
function muteTimersOfCancelledRuns(): void {
	for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
		const original = globalThis[name] as (callback: (...args: unknown[]) => void, ...rest: unknown[]) => unknown;
		const muted = (callback: (...args: unknown[]) => void, ...rest: unknown[]) => {
			if (typeof callback !== "function") return original(callback, ...rest); // Node's own error
			const run = currentRun.getStore();
			const timer = original(
				(...args) => {
					if (!run?.cancelled) callback(...args);
					else if (name === "setInterval") clearInterval(timer as NodeJS.Timeout);
				},
				...rest,
			);
			return timer;
		};
		Object.defineProperties(muted, Object.getOwnPropertyDescriptors(original));
		Object.defineProperty(globalThis, name, { value: muted, writable: true, configurable: true });
	}
}
