/**
 * What the engine says, written synchronously: a print in a tight loop is out before the loop goes on, and nothing is
 * lost when the process dies in the next line.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { type FromEngine, TO_HOST } from "../wire/engine-protocol";

/** One run of a cell, as the code that runs in it sees itself. */
export interface CellRun {
	/** The host's number for the execute request. */
	readonly id: number;
	/** Set when the run was interrupted: whatever of it is still to come must not run. */
	cancelled: boolean;
}

/** The run that the present code belongs to, followed through timers, promises and events. */
export const currentRun = new AsyncLocalStorage<CellRun>();
let latestRun: CellRun | null = null;

export function setLatestRun(run: CellRun): void {
	latestRun = run;
}

/** Whose output this is; 0 when no cell has run yet. */
export function owner(): number {
	return (currentRun.getStore() ?? latestRun)?.id ?? 0;
}

const clock = new Int32Array(new SharedArrayBuffer(4));
/** Blocks the thread: the pipe is full, and the host is about to empty it. */
export function pause(milliseconds: number): void {
	Atomics.wait(clock, 0, 0, milliseconds);
}

export function say(message: FromEngine): void {
	const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
	for (let written = 0; written < bytes.length; ) {
		try {
			written += writeSync(TO_HOST, bytes, written);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === "EPIPE") process.exit(0); // the host has gone
			if (code !== "EAGAIN") throw error;
			pause(1);
		}
	}
}

/** Sends what is printed to the cell that printed it. */
export function redirectPrinting(): void {
	for (const name of ["stdout", "stderr"] as const) {
		const decoder = new StringDecoder("utf8");
		const write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
			const text = typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk));
			if (text !== "") say({ type: "stream", cell: owner(), name, text });
			const done = typeof encoding === "function" ? encoding : callback;
			if (typeof done === "function") process.nextTick(done as () => void);
			return true;
		};
		process[name].write = write as typeof process.stdout.write;
	}
}
