/**
 * Three ways to stop a cell with the state kept: its loops end at their next checkpoint (compile/checkpoints.ts); a
 * waiting cell is cancelled, which ends its wait and mutes whatever of it would still come; and synchronous code without
 * checkpoints, in a library, ends where the home can end a script from outside.
 */
import { CHECKPOINTS } from "../compile/checkpoints";
import type { Interrupts } from "../ports";
import type { Runs } from "./runs";

export class KeyboardInterrupt extends Error {
	override name = "KeyboardInterrupt";
	constructor() {
		super("The cell was interrupted. What the cells computed so far is kept.");
		this.stack = undefined;
	}
}

/** Puts what the inserted checkpoints call into reach, and mutes what an interrupted cell left behind. Call once. */
export function installInterrupts({ flags, listen }: Interrupts, runs: Runs): void {
	const checkpoints = {
		flags,
		stop(): void {
			const run = runs.current();
			if (runs.isActive(run) && run?.id === flags[0]) throw new KeyboardInterrupt();
		},
		/** A promise of the same outcome, which never settles once the cell was interrupted. */
		wait(awaited: unknown): Promise<unknown> {
			const run = runs.current();
			return new Promise((resolve, reject) => {
				Promise.resolve(awaited).then(
					(value) => !run?.cancelled && resolve(value),
					(error) => !run?.cancelled && reject(error),
				);
			});
		},
	};
	Object.defineProperty(globalThis, CHECKPOINTS, { value: checkpoints });
	listen((cell) => interrupt(runs, cell));
	muteTimers(runs);
}

/** Interrupts a cell, if it is the one at work. */
export function interrupt({ active }: Runs, cell: number): void {
	if (active?.id !== cell) return;
	active.cancelled = true;
	active.fail(new KeyboardInterrupt());
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
