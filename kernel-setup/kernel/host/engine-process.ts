/**
 * The engine as a child process: started, asked, interrupted, and replaced when it dies.
 * Its state is the learner's variables, so a death is always reported as the loss it is.
 */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import {
	type EngineRequest,
	type ErrorReport,
	FROM_HOST,
	type FromEngine,
	INTERRUPT,
	LineBuffer,
	TO_HOST,
	type ToEngine,
} from "../wire/engine-protocol";

/** How long a cell may take to stop before its process is ended. */
const INTERRUPT_PATIENCE_MS = 5000;
const OUT_OF_MEMORY = /JavaScript heap out of memory|invalid table size|Allocation failed/;

type Unnumbered<T> = T extends { id: number } ? Omit<T, "id"> : never;

/** Thrown to whoever waits for an answer when the engine dies first. */
export class EngineDied extends Error {
	constructor(readonly report: ErrorReport) {
		super(report.evalue);
	}
}

export interface EngineListener {
	/** Everything but answers: output, results, requests for input. */
	message(message: Exclude<FromEngine, { type: "answer" } | { type: "ready" }>): void;
	/** Text written to the process's own stdout or stderr, past the kernel (a child process, a native library). */
	raw(name: "stdout" | "stderr", text: string): void;
}

export class EngineProcess {
	private child!: ChildProcess;
	private readonly waiting = new Map<number, { resolve(content: unknown): void; reject(error: Error): void }>();
	private sequence = 0;
	private closing = false;
	private killedBy: "interrupt" | null = null;
	private stderrTail = "";
	private ready!: Promise<void>;
	private becomeReady!: () => void;

	constructor(private readonly listener: EngineListener) {
		this.start();
	}

	/** Answers when the engine does. @throws EngineDied when it ends before. */
	ask<T>(request: Unnumbered<EngineRequest>): Promise<T> {
		const id = ++this.sequence;
		return new Promise<T>((resolve, reject) => {
			this.waiting.set(id, { resolve: resolve as (content: unknown) => void, reject });
			this.write({ ...request, id } as ToEngine);
		});
	}

	answerInput(value: string | null): void {
		this.write({ op: "input", value });
	}

	/**
	 * Stops what is running: the engine's helper thread does it with the state kept (engine/runner.ts). Where that does
	 * not help, as the last resort, a new engine. `running` tells whether it is still necessary.
	 */
	async interrupt(cell: number, running: () => boolean): Promise<void> {
		const child = this.child;
		await this.ready;
		const stillStuck = () => running() && child === this.child;
		if (!stillStuck()) return;
		pipe(child, INTERRUPT).write(`${cell}\n`);
		setTimeout(() => {
			if (!stillStuck()) return;
			this.killedBy = "interrupt";
			child.kill("SIGKILL");
		}, INTERRUPT_PATIENCE_MS);
	}

	/** Ends the engine for good; resolves when its process is gone. */
	async close(): Promise<void> {
		this.closing = true;
		if (this.child.exitCode !== null || this.child.signalCode !== null) return;
		const gone = new Promise((resolve) => this.child.once("exit", resolve));
		this.child.kill("SIGKILL");
		await gone;
	}

	private start(): void {
		const heapMegabytes = process.env.GRADLAB_HEAP_MB ?? "2048";
		const child = spawn(
			process.execPath,
			[
				`--max-old-space-size=${heapMegabytes}`,
				// An import of an ES module is no accident here, and a grader takes any word on stderr for a failure.
				"--disable-warning=ExperimentalWarning",
				path.join(__dirname, "../engine/main.js"),
			],
			{ stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"] },
		);
		this.child = child;
		this.stderrTail = "";
		this.ready = new Promise((resolve) => {
			this.becomeReady = resolve;
		});
		const lines = new LineBuffer((line) => this.receive(JSON.parse(line) as FromEngine));
		(child.stdio[TO_HOST] as Readable).on("data", (chunk: Buffer) => lines.push(chunk));
		// A pipe of a dead engine must not take the host down with it.
		for (const fd of [FROM_HOST, INTERRUPT]) pipe(child, fd).on("error", () => undefined);
		for (const name of ["stdout", "stderr"] as const) this.forward(child, name);
		child.on("close", (code, signal) => this.ended(code, signal));
	}

	private forward(child: ChildProcess, name: "stdout" | "stderr"): void {
		const decoder = new StringDecoder("utf8");
		child[name]?.on("data", (chunk: Buffer) => {
			const text = decoder.write(chunk);
			if (name === "stderr") {
				this.stderrTail = (this.stderrTail + text).slice(-8192);
				// V8's own obituary (heap statistics, native frames) says nothing to a learner.
				if (/<--- Last few GCs --->|FATAL ERROR:|----- (Native|JavaScript) stack trace -----/.test(this.stderrTail))
					return;
			}
			if (text !== "") this.listener.raw(name, text);
		});
	}

	private receive(message: FromEngine): void {
		if (message.type === "ready") return this.becomeReady();
		if (message.type !== "answer") return this.listener.message(message);
		this.waiting.get(message.id)?.resolve(message.content);
		this.waiting.delete(message.id);
	}

	private ended(code: number | null, signal: NodeJS.Signals | null): void {
		if (this.closing) return;
		const error = new EngineDied(obituary(code, signal, this.stderrTail, this.killedBy));
		this.killedBy = null;
		const waiting = [...this.waiting.values()];
		this.waiting.clear();
		this.start();
		for (const { reject } of waiting) reject(error);
	}

	private write(message: ToEngine): void {
		pipe(this.child, FROM_HOST).write(`${JSON.stringify(message)}\n`);
	}
}

/** The pipe to a file descriptor of the child; Node's types know only the first five. */
function pipe(child: ChildProcess, fd: number): Writable {
	return (child.stdio as readonly unknown[])[fd] as Writable;
}

/** What happened, what is lost, what to do. */
function obituary(
	code: number | null,
	signal: NodeJS.Signals | null,
	stderrTail: string,
	killedBy: "interrupt" | null,
): ErrorReport {
	let [ename, why] = ["EngineExit", `The cell ended the TypeScript process (exit code ${code}).`];
	if (killedBy === "interrupt") {
		[ename, why] = ["KeyboardInterrupt", "The cell could not be stopped in any gentler way, so its process was ended."];
	} else if (OUT_OF_MEMORY.test(stderrTail)) {
		[ename, why] = ["OutOfMemory", "The cell needed more memory than the kernel has, and its process was ended."];
	} else if (signal !== null) {
		[ename, why] = ["EngineCrash", `The TypeScript process crashed (${signal}).`];
	}
	const evalue = `${why} The state is lost: every variable and import of earlier cells is gone. A fresh process is ready; run the cells above again.`;
	return { ename, evalue, traceback: [`\u001b[31m${ename}\u001b[0m: ${evalue}`] };
}
