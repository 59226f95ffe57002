/**
 * The engine's ends of the pipes. What it says is written synchronously: a print in a tight loop is out before the loop
 * goes on, and nothing is lost when the process dies in the next line.
 */
import { readSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import type { EnginePorts } from "../engine/ports";
import type { InputAnswer, ToEngine } from "../wire/engine-protocol";
import { FROM_HOST, LineBuffer, TO_HOST } from "./lines";

const clock = new Int32Array(new SharedArrayBuffer(4));
/** Blocks the thread. */
function pause(milliseconds: number): void {
	Atomics.wait(clock, 0, 0, milliseconds);
}

/** What a call on a pipe returns; undefined when the pipe is full, or empty. */
function orNothing(call: () => number): number | undefined {
	try {
		return call();
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "EPIPE") process.exit(0); // the host has gone
		if (code !== "EAGAIN") throw error;
		return undefined;
	}
}

/** Returns when all of it is out, however slowly the other end reads. */
export function writeWhole(descriptor: number, text: string): void {
	const bytes = Buffer.from(text);
	for (let written = 0; written < bytes.length; ) {
		const now = orNothing(() => writeSync(descriptor, bytes, written));
		if (now === undefined) pause(1);
		else written += now;
	}
}

export const say: EnginePorts["say"] = (message) => writeWhole(TO_HOST, `${JSON.stringify(message)}\n`);

const answers: InputAnswer[] = [];
let takeRequest: Parameters<EnginePorts["listen"]>[0];
const lines = new LineBuffer((line) => {
	const message = JSON.parse(line) as ToEngine;
	if (message.op === "input") answers.push(message);
	else setImmediate(takeRequest, message);
});

export const listen: EnginePorts["listen"] = (take) => {
	takeRequest = take;
	const socket = new Socket({ fd: FROM_HOST, readable: true, writable: false });
	socket.on("data", (chunk: Buffer) => lines.push(chunk));
	socket.on("end", () => process.exit(0));
};

export const waitForInput: EnginePorts["waitForInput"] = () => {
	const chunk = Buffer.alloc(64 * 1024);
	for (answers.length = 0; answers.length === 0; ) {
		const read = orNothing(() => readSync(FROM_HOST, chunk));
		if (read === undefined) pause(10);
		else lines.push(Buffer.from(chunk.subarray(0, read)));
	}
	return (answers.shift() as InputAnswer).value;
};
