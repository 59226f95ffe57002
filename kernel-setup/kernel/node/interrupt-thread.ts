/** A thread of the engine that hears the host's word while the main thread is busy. */
import type { Session } from "node:inspector";
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { endFamily } from "./family";
import { END, Flag } from "./interrupt-flags";
import { INSPECTOR, INTERRUPT, LineBuffer } from "./lines";

const flags = workerData as Int32Array;
/** How long a cell has to reach a checkpoint before it is ended from here. */
const PATIENCE_MS = 100;
/** How long what was ended has to come to rest, before something else of the cell may be what keeps the main thread busy. */
const AGAIN_MS = 500;
const fromHost = new Socket({ fd: INTERRUPT, readable: true, writable: false });

/** Code without checkpoints: a recursion, a regular expression, a package. */
function endWhileStuck(cell: number): void {
	if (Atomics.load(flags, Flag.interrupt) !== cell) return;
	// Where a signal would end the script, and with it nothing else, the cell goes on to its end as after any exception.
	if (Atomics.load(flags, Flag.inScript) === 1) process.kill(process.pid, "SIGINT");
	else end(cell);
	setTimeout(endWhileStuck, AGAIN_MS, cell);
}

let session: Session | undefined;

/** The main thread ends what it is at, once V8 looks up from it (termination.ts). */
function end(cell: number): void {
	if (session !== undefined) return; // asked already
	const { Session } = require("node:inspector") as typeof import("node:inspector");
	session = new Session();
	session.connectToMainThread();
	session.post("Runtime.evaluate", { expression: `${END}(${cell})` }, () => {
		// A process that ends would wait for it, and say so.
		session?.disconnect();
		session = undefined;
	});
}

const lines = new LineBuffer((line) => {
	const cell = Number(line);
	Atomics.store(flags, Flag.interrupt, cell);
	parentPort?.postMessage(cell);
	setTimeout(endWhileStuck, PATIENCE_MS, cell);
});
fromHost.on("data", (chunk: Buffer) => lines.push(chunk));

/** The debugger's way to the main thread. Loaded when somebody debugs. */
const toInspector = new Socket({ fd: INSPECTOR, readable: true, writable: true });
let relay: ((line: string) => void) | undefined;
const asked = new LineBuffer((line) => {
	relay ??= (require("./inspector-relay") as typeof import("./inspector-relay")).relayTo(toInspector);
	relay(line);
});
toInspector.on("data", (chunk: Buffer) => asked.push(chunk));
toInspector.on("error", () => undefined);

// The host has gone, and the main thread may be in an endless loop: nobody else can end this process.
fromHost.on("end", () => endFamily(process.pid));
