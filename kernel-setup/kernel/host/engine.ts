/**
 * The engine, as the kernel uses it: asked, interrupted, and replaced when it dies.
 * Its state is the learner's variables: the loss is told at once, and the next engine gets the imports again.
 */
import type { EngineRequest, FromEngine, RestoreAnswer } from "../wire/engine-protocol";
import { lost, notBegun, notStarted, STUCK, shutDown } from "./obituary";
import type { Death, EngineDied, EngineListener, RunningEngine, StartEngine } from "./ports";

/** How long a cell may take to stop before its engine is ended. */
const INTERRUPT_PATIENCE_MS = 5000;
/** How many engines in a row may die before they are ready. After that, each request is worth one more try. */
const AT_MOST_STARTS = 3;

type Unnumbered<T> = T extends { id: number } ? Omit<T, "id"> : never;

interface Asked {
	request: EngineRequest;
	resolve(content: unknown): void;
	reject(error: Error): void;
}

export class Engine {
	private running!: RunningEngine;
	private state: "starting" | "restoring" | "usable" | "broken" | "closing" = "starting";
	/** Requests without an answer; those that no engine has heard yet wait for one that is usable. */
	private readonly asked = new Map<number, Asked>();
	private sequence = 0;
	/** The imports of the cells that ran. */
	private readonly imports = new Set<string>();
	/** What the engine said of its end. */
	private leaving: { cell?: number; why?: string } = {};
	private end: (death: Death) => void = () => undefined;
	private restoration = 0;

	constructor(
		private readonly startEngine: StartEngine,
		private readonly listener: EngineListener,
	) {
		void this.start(AT_MOST_STARTS);
	}

	/** Answers when the engine does. @throws EngineDied when it ends before. */
	ask<T>(request: Unnumbered<EngineRequest>): Promise<T> {
		const id = ++this.sequence;
		return new Promise<T>((resolve, reject) => {
			const numbered = { ...request, id } as EngineRequest;
			if (this.state === "closing") return reject(shutDown());
			this.asked.set(id, { request: numbered, resolve: resolve as Asked["resolve"], reject });
			if (this.state === "usable") this.running.send(numbered);
			else if (this.state === "broken") void this.start(1);
		});
	}

	answerInput(value: string | null): void {
		this.running.send({ op: "input", value });
	}

	/** Should this engine die, the next one gets these again. */
	remember(imports: readonly string[]): void {
		for (const text of imports) this.imports.add(text);
	}

	/**
	 * Stops what is running: the engine does it with the state kept (engine/run). Where that does not help, as the last
	 * resort, a new engine. `stillRuns` tells whether it is still necessary.
	 */
	interrupt(cell: number, stillRuns: () => boolean): void {
		const { running, state } = this;
		if (state !== "usable") {
			for (const [id, { request, reject }] of this.asked) {
				if (request.op !== "execute" || request.cell !== cell) continue;
				this.asked.delete(id);
				reject(notBegun());
			}
			if (state === "restoring") void this.kill(running);
			return;
		}
		running.interrupt(cell);
		setTimeout(() => {
			if (stillRuns() && running === this.running) void this.kill(running);
		}, INTERRUPT_PATIENCE_MS);
	}

	/**
	 * After a cell was interrupted: waits until the engine takes requests again. What the cell left behind may keep it busy
	 * for ever, and then a new engine is the last resort. @throws EngineDied in that case
	 */
	async settle(): Promise<void> {
		const { running } = this;
		const timer = setTimeout(() => {
			if (running === this.running) void this.kill(running);
		}, INTERRUPT_PATIENCE_MS);
		await this.ask({ op: "is_complete", code: "" }).finally(() => clearTimeout(timer));
	}

	/** Ends the engine for good; resolves when it is gone, and whoever waited for it is told. */
	async close(): Promise<void> {
		this.state = "closing";
		await this.running.kill();
		this.rejectAll(shutDown());
	}

	private async kill(running: RunningEngine): Promise<void> {
		await running.kill();
		this.end(STUCK);
	}

	private async start(attempts: number): Promise<void> {
		this.state = "starting";
		for (let left = attempts; left > 0; left--) {
			const death = await this.startOnce();
			if (this.isClosing()) return;
			if (death === undefined) {
				this.state = "usable";
				for (const { request } of this.asked.values()) this.running.send(request);
				return;
			}
			if (left === 1) {
				this.state = "broken";
				const error = notStarted(death);
				this.listener.notStarted(error.report);
				this.rejectAll(error);
			}
		}
	}

	private isClosing(): boolean {
		return this.state === "closing";
	}

	/** Resolves when an engine is ready, to undefined, or when it has ended before that. */
	private startOnce(): Promise<Death | undefined> {
		return new Promise((resolve) => {
			let settled = false;
			const ready = () => {
				settled = true;
				resolve(undefined);
			};
			this.end = (death) => {
				if (this.isClosing()) return;
				if (settled) return this.died(death);
				// Perhaps an import ends it: better none of them than no engine.
				if (this.state === "restoring") this.imports.clear();
				this.asked.delete(this.restoration);
				this.state = "starting";
				settled = true;
				resolve(death);
			};
			this.running = this.startEngine({
				message: (message) => {
					if (message.type !== "ready") this.receive(message);
					else if (settled || this.state === "restoring")
						return; // a cell may write this to the pipe
					else if (this.imports.size === 0) ready();
					else void this.restore().then(ready);
				},
				raw: (name, text) => this.listener.raw(name, text),
				ended: this.end,
				inspected: () => undefined,
			});
		});
	}

	/** Gives a fresh engine the imports of the cells so far; those that fail are told. */
	private async restore(): Promise<void> {
		this.state = "restoring";
		this.restoration = ++this.sequence;
		const request: EngineRequest = { op: "restore", id: this.restoration, imports: [...this.imports] };
		const answer = await new Promise((resolve) => {
			this.asked.set(request.id, { request, resolve, reject: () => undefined });
			this.running.send(request);
		});
		for (const why of (answer as RestoreAnswer).failed)
			this.listener.raw("stderr", `An import could not be loaded again: ${why}\n`);
	}

	private receive(message: Exclude<FromEngine, { type: "ready" }>): void {
		if (message.type === "leaving") this.leaving = message;
		else if (message.type !== "answer") this.listener.message(message);
		else {
			this.asked.get(message.id)?.resolve(message.content);
			this.asked.delete(message.id);
		}
	}

	private died(death: Death): void {
		const { why = death.why, cell } = this.leaving;
		this.leaving = {};
		const error = lost({ ...death, why }, this.imports.size > 0, cell);
		this.listener.died(error);
		this.rejectAll(error);
		void this.start(AT_MOST_STARTS);
	}

	private rejectAll(error: EngineDied): void {
		const asked = [...this.asked.values()];
		this.asked.clear();
		for (const { reject } of asked) reject(error);
	}
}
