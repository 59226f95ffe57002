/**
 * Three ways to stop a cell with the state kept: its loops end at their next checkpoint (compile/checkpoints.ts); a
 * waiting cell is cancelled, which ends its wait and mutes whatever of it would still come; and code without checkpoints,
 * such as a recursion or a library, is ended by the home.
 */
import { CHECKPOINTS, INTERRUPTION } from "../compile/checkpoints";
import { Flag, type Interrupts } from "../ports";
import type { Intrinsics } from "./intrinsics";
import type { Run, Runs } from "./runs";

// Taken before any cell runs: a cell may replace it.
const { store } = Atomics;

export class KeyboardInterrupt extends Error {
	override name = "KeyboardInterrupt";
	constructor() {
		super("The cell was interrupted. What the cells computed so far is kept.");
		this.stack = undefined;
	}
}

/** Who calls the function that a cell became (run/runner.ts). */
export interface Starter {
	start(body: (...args: unknown[]) => unknown): unknown;
}

/** Puts what the inserted checkpoints call into reach, and mutes what an interrupted cell left behind. Call once. */
export function installInterrupts(
	{ flags, listen }: Interrupts,
	runs: Runs,
	starter: Starter,
	intrinsics: Intrinsics,
): void {
	const checkpoints = {
		flags,
		/** The code that asks belongs to a run that was interrupted: nothing of it may go on. */
		isOver: (): boolean => runs.current()?.cancelled === true,
		/** The first of two values; the second stands there to be computed after it. */
		first: (value: unknown, _second: unknown): unknown => value,
		/** Calls the function that a cell became. */
		start: (body: (...args: unknown[]) => unknown): unknown => starter.start(body),
		never: new Promise(() => undefined),
	};
	Object.defineProperty(globalThis, CHECKPOINTS, { value: Object.freeze(checkpoints) });
	Object.defineProperty(globalThis, INTERRUPTION, { get: () => new KeyboardInterrupt() });
	listen(
		(cell) => interrupt(runs, flags, cell),
		() => !intrinsics.isGuarding,
	);
	muteTimers(runs);
}

/** Interrupts a cell, if it is the one at work. */
export function interrupt({ active }: Runs, flags: Int32Array, cell: number): void {
	if (active?.id === cell) cancel(active, flags, new KeyboardInterrupt());
}

/** Ends a run: it fails, and whatever of it is still to come will not. */
export function cancel(run: Run, flags: Int32Array, error: unknown): void {
	store(flags, Flag.cancelled, 1);
	run.cancelled = true;
	run.fail(error);
}

type Callback = (...args: unknown[]) => void;

/** The callback of a timer does not run once its cell was interrupted. */
function muteTimers(runs: Runs): void {
	const scope = globalThis as unknown as Record<string, unknown>;
	for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
		const original = scope[name] as ((callback: Callback, ...rest: unknown[]) => unknown) | undefined;
		if (original === undefined) continue; // setImmediate is Node's
		const muted = (callback: Callback, ...rest: unknown[]) => {
			if (typeof callback !== "function") return original(callback, ...rest); // its own error
			const run = runs.current();
			const timer = original(
				(...args) => {
					if (!run?.cancelled) callback(...args);
					else if (name === "setInterval") clearInterval(timer as number);
				},
				...rest,
			);
			return timer;
		};
		Object.defineProperties(muted, Object.getOwnPropertyDescriptors(original));
		Object.defineProperty(scope, name, { value: muted, writable: true, configurable: true });
	}
}
