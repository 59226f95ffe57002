/** The engine as a child process, and how it ended. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Death, EngineEvents, RunningEngine } from "../host/ports";
import { fromEngine } from "../wire/from-engine";
import { fromInspector } from "../wire/inspector-protocol";
import { ENGINE_FLAGS, makeSnapshotLater, snapshotFile } from "./engine-snapshot";
import { endFamily } from "./family";
import { FRUGAL } from "./frugal";
import { IS_SANDBOXED } from "./grading";
import { FROM_HOST, INSPECTOR, INTERRUPT, LineBuffer, TO_HOST } from "./lines";
import { inSandbox, SANDBOX_ENVIRONMENT } from "./sandbox";
import { watch } from "./watch";

/** How long the pipes of an engine that has ended may stay open. */
const PIPES_PATIENCE_MS = 1000;

/** A stranger is not given a quarter of a gigabyte for one message. */
const LONGEST = IS_SANDBOXED ? 32 * 1024 * 1024 : undefined;

const OUT_OF_MEMORY = /JavaScript heap out of memory|invalid table size|Allocation failed/;
/** V8's own obituary (heap statistics, native frames) says nothing to a learner. */
const OBITUARY = /<--- Last few GCs --->|FATAL ERROR:|----- (Native|JavaScript) stack trace -----/;

/** GRADLAB_INSPECT=1: a debugger may attach to the engine, at an address of this machine that stands in the log. */
const INSPECTED = Boolean(process.env.GRADLAB_INSPECT);
/** What Node says of that. */
const ABOUT_DEBUGGER = /^(Debugger |For help, see: |Starting inspector |Waiting for the debugger )/;

/** Somebody has ended it, and nothing is wrong with its snapshot, which is that of all kernels. */
const FROM_OUTSIDE = new Set(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"]);

export function startChild(events: EngineEvents, log: (line: string) => void): RunningEngine {
	const snapshot = snapshotFile();
	if (snapshot === undefined || !existsSync(snapshot)) {
		const ready = () => snapshot !== undefined && makeSnapshotLater(snapshot, log);
		return start([], { ...events, ready, failed: () => false }, log);
	}
	// One that is of no use is thrown away, and the engine starts without.
	let engine = start(["--snapshot-blob", snapshot], { ...events, ready: () => undefined, failed }, log);
	function failed({ how, said }: Death): boolean {
		if (FROM_OUTSIDE.has(how)) return false;
		log(`the engine does not start from its snapshot (${how}): ${said.trim()}`);
		rmSync(snapshot as string, { force: true });
		engine = start([], { ...events, ready: () => undefined, failed: () => false }, log);
		return true;
	}
	return {
		send: (message) => engine.send(message),
		interrupt: (cell) => engine.interrupt(cell),
		inspect: (message) => engine.inspect?.(message),
		kill: () => engine.kill(),
	};
}

interface ChildEvents extends EngineEvents {
	ready(): void;
	/** It ended before it was ready; returns whether that is dealt with. */
	failed(death: Death): boolean;
}

function start(how: readonly string[], events: ChildEvents, log: (line: string) => void): RunningEngine {
	const debugging = INSPECTED ? ["--inspect=127.0.0.1:0"] : [];
	const command = [process.execPath, ...how, ...ENGINE_FLAGS, ...debugging, path.join(__dirname, "engine-main.js")];
	const [program, ...args] = IS_SANDBOXED ? inSandbox(command) : command;
	const child = spawn(program, args, {
		stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", "pipe"],
		env: IS_SANDBOXED ? SANDBOX_ENVIRONMENT : { ...FRUGAL, ...process.env },
		// The leader of a process group: what cells start ends with it.
		detached: process.platform !== "win32",
	});
	let tooMuch: string | undefined;
	const unwatch =
		IS_SANDBOXED && child.pid !== undefined
			? watch(child.pid, (what) => {
					tooMuch = what;
					child.kill("SIGKILL");
				})
			: () => undefined;
	let isReady = false;
	let garbage = 0;
	const drop = (what: string) => {
		if (garbage++ === 0)
			log(`dropped what is no message from the engine's pipe, and will not mention it again: ${what}`);
	};
	const dropLine = (line: string) => drop(JSON.stringify(line.slice(0, 200)));
	const dropEndless = () => drop("a line without an end");
	const take = (line: string) => {
		const message = line === "" ? undefined : fromEngine(line);
		if (message?.type === "ready" && !isReady) {
			isReady = true;
			events.ready();
		}
		if (message !== undefined) events.message(message);
		else if (line !== "") dropLine(line);
	};
	const lines = new LineBuffer(take, dropEndless, LONGEST);
	pipe(child, TO_HOST).on("data", (chunk: Buffer) => lines.push(chunk));
	const inspected = new LineBuffer(
		(line) => {
			const message = fromInspector(line);
			if (message === undefined) dropLine(line);
			else events.inspected(message);
		},
		dropEndless,
		LONGEST,
	);
	pipe(child, INSPECTOR).on("data", (chunk: Buffer) => inspected.push(chunk));
	// A pipe of a dead engine must not take the host down with it.
	for (const fd of [FROM_HOST, INTERRUPT, INSPECTOR]) pipe(child, fd).on("error", () => undefined);
	// An engine that cannot hear or cannot speak is of no more use; its end is then told like any other.
	for (const fd of [FROM_HOST, TO_HOST]) pipe(child, fd).on("close", () => child.kill("SIGKILL"));

	let stderrTail = "";
	for (const name of ["stdout", "stderr"] as const) {
		const decoder = new StringDecoder("utf8");
		child[name]?.on("data", (chunk: Buffer) => {
			const text = decoder.write(chunk);
			if (name === "stderr" && ABOUT_DEBUGGER.test(text)) return INSPECTED ? log(text.trimEnd()) : undefined;
			if (name === "stderr") stderrTail = (stderrTail + text).slice(-8192);
			// What a start from a snapshot complains of stands in the log, and there is another start.
			if (!isReady && how.length > 0) return;
			if (text !== "" && !(name === "stderr" && OBITUARY.test(stderrTail))) events.raw(name, text);
		});
	}
	let killed = false;
	const tell = once((found: Death) => {
		const death = tooMuch === undefined ? found : { ...found, ename: "TooMuch", why: `The cell took ${tooMuch}.` };
		if (!killed && (isReady || !events.failed(death))) events.ended(death);
	});
	child.on("error", (error) => {
		tell({ ename: "EngineStart", why: "The TypeScript process cannot be started.", how: error.message, said: "" });
	});
	child.on("exit", (code, signal) => {
		unwatch();
		if (child.pid !== undefined) endFamily(child.pid);
		const buried = () => tell(deathOf(code, signal, stderrTail));
		child.once("close", buried);
		// All that it said has come when its pipes are closed; but a child of a cell may hold them open for ever.
		setTimeout(buried, PIPES_PATIENCE_MS);
	});
	return {
		send: (message) => void pipe(child, FROM_HOST).write(`${JSON.stringify(message)}\n`),
		interrupt: (cell) => void pipe(child, INTERRUPT).write(`${cell}\n`),
		inspect: (message) => void pipe(child, INSPECTOR).write(`${JSON.stringify(message)}\n`),
		async kill() {
			killed = true;
			if (child.exitCode !== null || child.signalCode !== null) return;
			const gone = new Promise((resolve) => child.once("exit", resolve));
			if (child.pid !== undefined) endFamily(child.pid);
			await gone;
		},
	};
}

/** The pipe to a file descriptor of the child; Node's types know only the first five. */
function pipe(child: ChildProcess, fd: number): Duplex {
	return (child.stdio as readonly unknown[])[fd] as Duplex;
}

/** The first call counts. */
function once<T>(f: (value: T) => void): (value: T) => void {
	let called = false;
	return (value) => {
		if (!called) f(value);
		called = true;
	};
}

/** How a shell, and a sandbox, tell of a signal. */
const AFTER_SIGNAL = 128;
const signalOf = (code: number | null) =>
	Object.entries(constants.signals).find(([, number]) => IS_SANDBOXED && code === AFTER_SIGNAL + number)?.[0];

function deathOf(code: number | null, own: NodeJS.Signals | null, said: string): Death {
	const signal = own ?? signalOf(code) ?? null;
	const how = signal ?? `exit code ${code}`;
	if (OUT_OF_MEMORY.test(said)) {
		const why = "The cell needed more memory than the kernel has, and its process was ended.";
		return { ename: "OutOfMemory", why, how, said };
	}
	if (signal !== null) return { ename: "EngineCrash", why: `The TypeScript process crashed (${how}).`, how, said };
	return { ename: "EngineExit", why: `The cell ended the TypeScript process (${how}).`, how, said };
}
