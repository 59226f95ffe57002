/** A thread of the engine that hears the host's word while the main thread is busy. */
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { endFamily } from "./family";
import { Flag } from "./interrupt-flags";
import { INSPECTOR, INTERRUPT, LineBuffer } from "./lines";

const flags = workerData as Int32Array;
/** How long a cell has to reach a checkpoint before a signal is tried. */
const PATIENCE_MS = 100;
const fromHost = new Socket({ fd: INTERRUPT, readable: true, writable: false });

const lines = new LineBuffer((line) => {
	const cell = Number(line);
	Atomics.store(flags, Flag.interrupt, cell);
	parentPort?.postMessage(cell);
	setTimeout(() => {
		// A script without checkpoints, in the library or a package. Elsewhere the signal would end the process.
		const stuck = Atomics.load(flags, Flag.interrupt) === cell && Atomics.load(flags, Flag.inScript) === 1;
		if (stuck) process.kill(process.pid, "SIGINT");
	}, PATIENCE_MS);
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
