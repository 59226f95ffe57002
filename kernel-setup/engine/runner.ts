/**
 * Runs compiled cells, one at a time, and stops them.
 *
 * Three ways a cell can be at work, three ways to stop it with the state kept: a synchronous script ends at a signal
 * (`breakOnSigint`, an ordinary exception here); a waiting one is cancelled, which ends its wait and mutes whatever of
 * it would still come; a loop after an `await` runs in no script and ends at its next checkpoint (checkpoints.ts).
 */
import path from "node:path";
import vm from "node:vm";
import { Worker } from "node:worker_threads";
import { installCheckpoints, interruptFlag, KeyboardInterrupt } from "./checkpoints";
import { LINES_BEFORE_CELL, type Script } from "./compiler";
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
const CONTAINED = Symbol.for("gradlab.contained");
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
		`(${script.asynchronous ? "async " : ""}function (exports, require) {\n${script.code}\n})(...globalThis[Symbol.for("gradlab.cell")])`,
		{ filename: file, lineOffset: -1, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
	);
	scope[CELL_SCOPE] = [variables, cellRequire()];
	if (script.result !== undefined) delete variables[script.result];
	active = run;
	try {
		currentRun.run(run, () => start(compiled, run));
		await run.ended;
		// A rejection that nobody handles is reported once the queue of promises is empty: wait for it.
		await new Promise((resolve) => setImmediate(resolve));
		if (run.failure !== undefined) throw run.failure.error;
	} finally {
		active = null;
		Atomics.store(interruptFlag, 0, 0);
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
		return run.fail(isSignal(error) ? new KeyboardInterrupt() : error);
	}
	if (outcome instanceof Promise) outcome.then(() => run.finish(), (error) => run.fail(error));
	else run.finish();
}

function isSignal(error: unknown): boolean {
	return (error as NodeJS.ErrnoException | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}

/** Interrupts the cell that is at work, if one is. */
function interruptActive(): void {
	if (active === null) return;
	active.cancelled = true;
	active.fail(new KeyboardInterrupt());
}

/** Makes cells interruptible, by a signal and by the host's word to the helper thread. Call once. */
export function listenForInterrupts(): void {
	installCheckpoints((run) => active !== null && run === active);
	process.on("SIGINT", interruptActive);
	const helper = new Worker(path.join(__dirname, "interrupt-thread.js"), { workerData: interruptFlag });
	helper.on("message", interruptActive);
	helper.unref();
	containTimers();
}

/** An error that reached the top of the event loop: fails the running cell if it is that cell's. */
export function failActive(run: CellRun | undefined, error: unknown): boolean {
	if (active === null || (run !== undefined && run !== active)) return false;
	active.cancelled = true;
	active.fail(error);
	return true;
}

const contained = new vm.Script('globalThis[Symbol.for("gradlab.contained")]()');

/** Calls a timer's callback so that a signal can end it, and not at all when its cell was interrupted. */
function callContained(callback: () => void): void {
	const run = currentRun.getStore();
	if (run?.cancelled) return;
	scope[CONTAINED] = callback;
	try {
		contained.runInThisContext({ breakOnSigint: true });
	} catch (error) {
		if (!isSignal(error)) throw error;
		interruptActive();
	}
}

/** Lets timers be interrupted like the rest of a cell. */
function containTimers(): void {
	for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
		const original = globalThis[name] as (callback: () => void, ...rest: unknown[]) => unknown;
		const wrapped = (callback: (...args: unknown[]) => void, ...rest: unknown[]) => {
			if (typeof callback !== "function") return original(callback, ...rest); // Node's own error
			const [delay, args] = name === "setImmediate" ? [[], rest] : [[rest[0]], rest.slice(1)];
			const timer = original(
				() => {
					if (name === "setInterval" && currentRun.getStore()?.cancelled) clearInterval(timer as NodeJS.Timeout);
					callContained(() => callback(...args));
				},
				...delay,
			);
			return timer;
		};
		Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
		Object.defineProperty(globalThis, name, { value: wrapped, writable: true, configurable: true });
	}
}
