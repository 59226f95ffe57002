/** A thread of the engine that hears the host's word while the main thread is busy. */
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { INTERRUPT } from "../wire/engine-protocol";

const flag = workerData as Int32Array;
const fromHost = new Socket({ fd: INTERRUPT, readable: true, writable: false });

fromHost.on("data", () => {
	Atomics.store(flag, 0, 1);
	parentPort?.postMessage("interrupt");
});

// The host has gone, and the main thread may be in an endless loop: nobody else can end this process.
fromHost.on("end", () => process.kill(process.pid, "SIGKILL"));
