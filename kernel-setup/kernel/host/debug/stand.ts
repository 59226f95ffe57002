/** Where the program stands, and how it goes on. */
import type { CallFrame, Paused } from "../../wire/inspector-protocol";
import type { Breakpoints } from "./breakpoints";
import type { Inspector } from "./inspector";
import type { Scripts } from "./scripts";

/** There is one thread. */
export const THREAD = 1;
/** What reads an imported name (engine/compile/cell-imports.ts). */
const LINK = "$link";

export class Stand {
	/** The program stands somewhere, and the front end knows. */
	stopped = false;
	private frames: { id: number; call: CallFrame }[] = [];
	private calls: readonly CallFrame[] = [];
	private sequence = 0;
	/** What is being stepped, from where. */
	private step: { method: string; from: string } | undefined;
	/** Somebody wants to see where the program is. */
	private pausing = false;
	/** An interrupt runs past all breakpoints. */
	private skipping = false;

	/**
	 * @param tell sends an event to the front end
	 * @param forget what was shown is not there any more
	 */
	constructor(
		private readonly inspector: Inspector,
		private readonly scripts: Scripts,
		private readonly breakpoints: Breakpoints,
		private readonly tell: (event: string, body: object) => void,
		private readonly forget: () => void,
	) {}

	async pause(): Promise<object> {
		this.step = undefined;
		this.pausing = true;
		await this.inspector.ask("Debugger.pause");
		return {};
	}

	async pausedAt({ reason, callFrames, data, hitBreakpoints }: Paused): Promise<void> {
		if (reason === "instrumentation") {
			const script = this.scripts.get(data?.scriptId ?? "");
			if (script !== undefined) await this.breakpoints.enter(script, this.pausing);
			const { pausing } = this;
			await this.inspector.ask("Debugger.resume");
			// The inspector forgets a pause that was asked for while the script was held.
			if (this.pausing && !pausing) await this.inspector.ask("Debugger.pause");
			return;
		}
		this.calls = callFrames;
		this.frames = callFrames
			.filter(({ location }) => this.scripts.placeOf(location) !== undefined)
			.map((call) => ({ id: ++this.sequence, call }));
		if (this.frames.length === 0) {
			// In the kernel's own code: on. A pause waits for the first line of the next cell then.
			await this.inspector.ask("Debugger.resume");
			return;
		}
		if (this.pausing) await this.breakpoints.entered();
		this.pausing = false;
		// A step goes to another line, or to another function.
		const isThrown = reason === "exception" || reason === "promiseRejection";
		const isStep = !hitBreakpoints?.length && !isThrown && this.step !== undefined;
		if (isStep && (callFrames[0].functionName === LINK || this.position(callFrames) === this.step?.from)) {
			await this.inspector.ask(this.step?.method ?? "Debugger.resume");
			return;
		}
		this.step = undefined;
		this.stopped = true;
		const why = hitBreakpoints?.length ? "breakpoint" : isThrown ? "exception" : "step";
		const text = isThrown ? { text: data?.description?.split("\n")[0] } : {};
		this.tell("stopped", { reason: why, threadId: THREAD, allThreadsStopped: true, ...text });
	}

	async resume(method: string): Promise<object> {
		if (!this.stopped) throw new Error("the program does not stand anywhere: nothing to go on from");
		const isStep = method === "Debugger.stepOver" || method === "Debugger.stepInto";
		this.step = isStep ? { method, from: this.position(this.calls) } : undefined;
		await this.inspector.ask(method);
		return { allThreadsContinued: true };
	}

	/** Lets a program that stands at a breakpoint go on, so that it can be interrupted. */
	async release(): Promise<void> {
		if (!this.stopped) return;
		this.skipping = true;
		await this.inspector.ask("Debugger.setSkipAllPauses", { skip: true });
		await this.resume("Debugger.resume");
	}

	/** The cell has ended. */
	async end(): Promise<void> {
		if (!this.skipping) return;
		this.skipping = false;
		await this.inspector.ask("Debugger.setSkipAllPauses", { skip: false });
	}

	/** The program runs again. */
	went(): void {
		if (!this.stopped) return;
		this.stopped = false;
		this.frames = [];
		this.forget();
		this.tell("continued", { threadId: THREAD, allThreadsContinued: true });
	}

	stackTrace(): object {
		const stackFrames = this.frames.flatMap(({ id, call }) => {
			const place = this.scripts.placeOf(call.location);
			if (place === undefined) return [];
			const { path, name } = place.script;
			const { line, column } = place;
			return [{ id, name: call.functionName || name, line, column, source: { path, name } }];
		});
		return { stackFrames, totalFrames: stackFrames.length };
	}

	frame(id: unknown): CallFrame | undefined {
		return this.frames.find((frame) => frame.id === id)?.call;
	}

	private position(callFrames: readonly CallFrame[]): string {
		const place = this.scripts.placeOf(callFrames[0].location);
		return `${place?.script.id}:${place?.line}, ${callFrames.length} deep`;
	}
}
