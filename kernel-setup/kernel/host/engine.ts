/**
 * The engine, as the kernel uses it: asked, interrupted, and replaced when it dies.
 * Its state is the learner's variables: whoever waits for an answer when it dies is told of the loss.
 */
import type { EngineRequest, ErrorReport, FromEngine } from "../wire/engine-protocol";
import { type Death, EngineDied, type EngineListener, type RunningEngine, type StartEngine } from "./ports";

/** How long a cell may take to stop before its engine is ended. */
const INTERRUPT_PATIENCE_MS = 5000;

type Unnumbered<T> = T extends { id: number } ? Omit<T, "id"> : never;

export class Engine {
	private running!: RunningEngine;
	private readonly waiting = new Map<number, { resolve(content: unknown): void; reject(error: Error): void }>();
	private sequence = 0;
	private closing = false;
	private ready!: Promise<void>;
	private becomeReady!: () => void;

	constructor(
		private readonly startEngine: StartEngine,
		private readonly listener: EngineListener,
	) {
		this.start();
	}

	/** Answers when the engine does. @throws EngineDied when it ends before. */
	ask<T>(request: Unnumbered<EngineRequest>): Promise<T> {
		const id = ++this.sequence;
		return new Promise<T>((resolve, reject) => {
			this.waiting.set(id, { resolve: resolve as (content: unknown) => void, reject });
			this.running.send({ ...request, id } as EngineRequest);
		});
	}

	answerInput(value: string | null): void {
		this.running.send({ op: "input", value });
	}

	/**
	 * Stops what is running: the engine does it with the state kept (engine/run). Where that does not help, as the last
	 * resort, a new engine. `stillRuns` tells whether it is still necessary.
	 */
	async interrupt(cell: number, stillRuns: () => boolean): Promise<void> {
		const { running } = this;
		await this.ready;
		const isStuck = () => stillRuns() && running === this.running;
		if (!isStuck()) return;
		running.interrupt(cell);
		setTimeout(async () => {
			if (!isStuck()) return;
			await running.kill();
			const why = "The cell could not be stopped in any gentler way, so its process was ended.";
			this.replace({ ename: "KeyboardInterrupt", why });
		}, INTERRUPT_PATIENCE_MS);
	}

	/** Ends the engine for good; resolves when it is gone. */
	close(): Promise<void> {
		this.closing = true;
		return this.running.kill();
	}

	private start(): void {
		this.ready = new Promise((resolve) => {
			this.becomeReady = resolve;
		});
		this.running = this.startEngine({
			message: (message) => this.receive(message),
			raw: (name, text) => this.listener.raw(name, text),
			ended: (death) => this.replace(death),
		});
	}

	private receive(message: FromEngine): void {
		if (message.type === "ready") return this.becomeReady();
		if (message.type !== "answer") return this.listener.message(message);
		this.waiting.get(message.id)?.resolve(message.content);
		this.waiting.delete(message.id);
	}

	private replace(death: Death): void {
		if (this.closing) return;
		const error = new EngineDied(obituary(death));
		const waiting = [...this.waiting.values()];
		this.waiting.clear();
		this.start();
		for (const { reject } of waiting) reject(error);
	}
}

/** What happened, what is lost, what to do. */
function obituary({ ename, why }: Death): ErrorReport {
	const evalue = `${why} The state is lost: every variable and import of earlier cells is gone. A fresh process is ready; run the cells above again.`;
	return { ename, evalue, traceback: [`\u001b[31m${ename}\u001b[0m: ${evalue}`] };
}
