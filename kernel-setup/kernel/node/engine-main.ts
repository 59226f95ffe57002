/** The process that runs the cells. The host starts it, and talks to it over pipes. */
import { EventEmitter } from "node:events";
import fs from "node:fs";
import Module from "node:module";
import os from "node:os";
import path from "node:path";
import { StringDecoder } from "node:string_decoder";
import url from "node:url";
import type { EnginePorts } from "../engine/ports";
import { serve } from "../engine/serve";
import { keepContextsWhole } from "./contexts";
import { files, typings } from "./files";
import { forgetFrugal } from "./frugal";
import { inspectValue, showPromisesPlainly } from "./inspect";
import { installLoader } from "./loader";
import { listen, say, waitForInput } from "./pipes";
import { context, thrower } from "./run-context";
import { interrupts, runScript } from "./scripts";
import { loadTslab } from "./tslab-modules";

// Taken before any cell runs: a cell may replace them.
const { exit, nextTick, listenerCount } = process;
const { apply } = Reflect;
const turn = setImmediate;
const NativePromise = Promise;

/** All that is written to stdout and stderr, by console or otherwise. */
const redirectPrinting: EnginePorts["redirectPrinting"] = (print) => {
	for (const name of ["stdout", "stderr"] as const) {
		const decoder = new StringDecoder("utf8");
		const write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
			const text = typeof chunk === "string" ? chunk : decoder.write(chunk as Buffer);
			if (text !== "") print(name, text);
			const done = typeof encoding === "function" ? encoding : callback;
			if (typeof done === "function") nextTick(done as () => void);
			return true;
		};
		process[name].write = write as typeof process.stdout.write;
	}
	// Node's console keeps to itself what a stream throws; where a cell has replaced the stream, its errors are the cell's.
	Object.assign(console, { _ignoreErrors: false });
};

forgetFrugal();
showPromisesPlainly();
keepContextsWhole();
serve({
	files,
	typings,
	loadTslab,
	modules: installLoader(),
	runScript,
	context,
	interrupts,
	turn: () => new NativePromise((resolve) => turn(resolve)),
	onUncaught: (take) => {
		// Whoever listens as well has taken it upon herself, as in Node.
		for (const event of ["uncaughtException", "unhandledRejection"] as const)
			process.on(event as "uncaughtException", (error) => {
				if (apply(listenerCount, process, [event]) === 1) take(error, thrower());
			});
	},
	belongings: { process, fs, path, os, url, Module, Buffer, EventEmitter: EventEmitter.prototype },
	exit: () => exit(1),
	onLeaving: (take) => void process.on("exit", take),
	redirectPrinting,
	say,
	listen,
	waitForInput,
	inspect: inspectValue,
});
