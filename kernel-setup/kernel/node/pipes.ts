/**
 * The engine's ends of the pipes. What it says is written synchronously: a print in a tight loop is out before the loop
 * goes on, and nothing is lost when the process dies in the next line.
 */
import fs from "node:fs";
import { Socket } from "node:net";
import type { EnginePorts } from "../engine/ports";
import type { InputAnswer, ToEngine } from "../wire/engine-protocol";
import { endFamily } from "./family";
import { FROM_HOST, INTERRUPT, LineBuffer, TO_HOST } from "./lines";

// Taken before any cell runs: a cell may replace them.
const { readSync, writeSync } = fs;
const { pid } = process;
const { parse, stringify } = JSON;
const { wait } = Atomics;
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const later = setImmediate;
const bytesOf = Buffer.from.bind(Buffer) as (of: string | Uint8Array) => Buffer;
const OBJECTS = [Object.prototype, Array.prototype];

const clock = new Int32Array(new SharedArrayBuffer(4));
/** Blocks the thread. */
function pause(milliseconds: number): void {
	wait(clock, 0, 0, milliseconds);
}

/** What a call on a pipe returns; undefined when the pipe is full, or empty. */
function orNothing(call: () => number): number | undefined {
	try {
		return call();
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "EPIPE") endFamily(pid); // the host has gone
		if (code !== "EAGAIN") throw error;
		return undefined;
	}
}

/** Returns when all of it is out, however slowly the other end reads. */
export function writeWhole(descriptor: number, text: string): void {
	const bytes = bytesOf(text);
	for (let written = 0; written < bytes.length; ) {
		const now = orNothing(() => writeSync(descriptor, bytes, written));
		if (now === undefined) pause(1);
		else written += now;
	}
}

/** As JSON, also where a cell has put a `toJSON` on every object. */
function written(message: object): string {
	for (let k = 0; k < OBJECTS.length; k++) {
		const own = getOwnPropertyDescriptor(OBJECTS[k], "toJSON");
		if (own === undefined || !deleteProperty(OBJECTS[k], "toJSON")) continue;
		try {
			return written(message);
		} finally {
			defineProperty(OBJECTS[k], "toJSON", own);
		}
	}
	return stringify(message);
}

// The line break before it ends whatever a cell may have written to the pipe.
export const say: EnginePorts["say"] = (message) => writeWhole(TO_HOST, `\n${written(message)}\n`);

const answers: InputAnswer[] = [];
let [takeRequest, guarded]: Partial<Parameters<EnginePorts["listen"]>> = [];
const lines = new LineBuffer((line) => {
	const message = parse(line) as ToEngine;
	if (message.op === "input") answers.push(message);
	else later(() => takeRequest?.(message));
});

const hear = (chunk: Buffer) => (guarded === undefined ? lines.push(chunk) : guarded(() => lines.push(chunk)));

export const listen: EnginePorts["listen"] = (take, guard) => {
	[takeRequest, guarded] = [take, guard];
	const socket = withOwnMethods(new Socket({ fd: FROM_HOST, readable: true, writable: false }));
	socket.on("data", hear);
	socket.on("end", () => endFamily(pid));
	keepOpen();
};

/** It is heard also when a cell has replaced what all streams have in common, `emit` for instance. */
function withOwnMethods<T extends object>(object: T): T {
	for (let from = getPrototypeOf(object); from !== null && from !== Object.prototype; from = getPrototypeOf(from)) {
		for (const key of ownKeys(from)) {
			const property = getOwnPropertyDescriptor(from, key) as PropertyDescriptor;
			const isMethod = typeof property.value === "function" || property.get !== undefined;
			if (isMethod && !Object.hasOwn(object, key)) defineProperty(object, key, { ...property, enumerable: false });
		}
	}
	return object;
}

/** A cell that closes every descriptor does not close these; a file of its own would else get their numbers, and the messages. */
function keepOpen(): void {
	for (const name of ["close", "closeSync"] as const) {
		const original = fs[name] as (...args: unknown[]) => void;
		const careful = (fd: unknown, ...rest: unknown[]) => {
			if (fd === FROM_HOST || fd === TO_HOST || fd === INTERRUPT)
				throw new Error(`EBADF: descriptor ${fd} is the kernel's own, and stays open`);
			return original(fd, ...rest);
		};
		Object.assign(fs, { [name]: careful });
	}
}

export const waitForInput: EnginePorts["waitForInput"] = (giveUp) => {
	const chunk = Buffer.alloc(64 * 1024);
	for (answers.length = 0; answers.length === 0; ) {
		const read = orNothing(() => readSync(FROM_HOST, chunk));
		if (read === undefined) {
			giveUp();
			pause(10);
		} else hear(bytesOf(chunk.subarray(0, read)));
	}
	return (answers.shift() as InputAnswer).value;
};
