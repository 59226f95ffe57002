/** `slider`: a value in the reader's hand, and below it what a function makes of it, drawn anew at every move. */
import type { Runs } from "../run/runs";
import { DISPLAY } from "./bundle";
import type { Comm, Comms } from "./comms";
import type { Displays } from "./display";
import { escaped } from "./records";

export interface SliderOptions {
	min: number;
	max: number;
	/** From one value to the next; without it a hundredth of the way. */
	step?: number;
	/** Where it begins; without it in the middle. */
	value?: number;
	label?: string;
}

/** What the renderer draws (kernel-setup/renderer/slider.ts). */
export const SLIDER_MIME = "application/vnd.gradlab.slider.v1+json";
const TARGET = "gradlab.slider";

interface State extends Required<SliderOptions> {
	id: string;
}

interface Parts {
	comms: Comms;
	displays: Displays;
	runs: Runs;
	/** An error with its traceback, as text. */
	explain(error: unknown): string;
}

/** The `slider` of cells. */
export function sliderFor({ comms, displays, runs, explain }: Parts) {
	const sliders = new Map<string, Slider>();
	comms.register(TARGET, (comm, data) => {
		const slider = sliders.get(String((data as { id?: unknown } | null)?.id));
		if (slider === undefined) comm.close();
		else slider.join(comm);
		return slider?.owner;
	});
	const show = displays.api();
	return function slider(options: SliderOptions, draw: (value: number) => unknown): Slider {
		const state = checked(options, draw);
		const made = new Slider(state, runs.owner(), show, draw, explain);
		sliders.set(state.id, made);
		displays.markShown(made);
		return made;
	};
}

type Show = ReturnType<Displays["api"]>;

export class Slider {
	readonly #state: State;
	readonly #comms = new Set<Comm>();
	readonly #show: Show;
	readonly #draw: (value: number) => unknown;
	readonly #explain: (error: unknown) => string;
	readonly #place: ReturnType<Show>;
	#drawing: ReturnType<Show> | undefined;

	/** @param owner the cell that made it */
	constructor(
		state: State,
		/** @internal */
		readonly owner: number,
		show: Show,
		draw: (value: number) => unknown,
		explain: (error: unknown) => string,
	) {
		this.#state = state;
		this.#show = show;
		this.#draw = draw;
		this.#explain = explain;
		this.#place = show(this.#bundle());
		// The first drawing is the cell's own: what it throws is the cell's error.
		const first = draw(state.value);
		if (first instanceof Promise) void first.then((value) => this.#shown(value));
		else this.#shown(first);
	}

	/** Where it stands. */
	get value(): number {
		return this.#state.value;
	}

	/** @internal */
	join(comm: Comm): void {
		this.#comms.add(comm);
		comm.onClose(() => this.#comms.delete(comm));
		comm.onMessage((data) => this.#move((data as { value?: unknown }).value));
		comm.send({ value: this.value });
	}

	async #move(asked: unknown): Promise<void> {
		if (typeof asked === "number" && Number.isFinite(asked)) {
			this.#state.value = snapped(asked, this.#state);
			this.#place.update(this.#bundle());
			try {
				this.#shown(await this.#draw(this.value));
			} catch (error) {
				const text = this.#explain(error);
				this.#shown({ [DISPLAY]: () => ({ "application/vnd.jupyter.stderr": text, "text/plain": text }) });
			}
		}
		// That it is drawn: whoever moves it on sends the next value now, and not one for each step of the hand.
		for (const comm of this.#comms) comm.send({ value: this.value });
	}

	#shown(value: unknown): void {
		if (value === undefined) return;
		if (this.#drawing === undefined) this.#drawing = this.#show(value);
		else this.#drawing.update(value);
	}

	/** Where nothing can move it, in a saved notebook or a page, it stands still at its value. */
	#bundle(): object {
		const { label, min, max, value } = this.#state;
		const name = label === "" ? "value" : label;
		return {
			[DISPLAY]: () => ({
				[SLIDER_MIME]: { ...this.#state },
				"text/html": `<p>${escaped(name)}: <b>${value}</b> (from ${min} to ${max})</p>`,
				"text/plain": `${name}: ${value} (from ${min} to ${max})`,
			}),
		};
	}
}

function checked(options: SliderOptions, draw: unknown): State {
	const { min, max, step, value, label = "" } = (options ?? {}) as SliderOptions;
	const refuse = (why: string): never => {
		throw new RangeError(`slider({ min: ${min}, max: ${max}, step: ${step}, value: ${value} }, …): ${why}`);
	};
	if (!Number.isFinite(min) || !Number.isFinite(max) || min >= max)
		refuse("it goes from min to max, two numbers, min the smaller.");
	const every = step ?? (max - min) / 100;
	if (!(every > 0) || every > max - min) refuse("a step is a number above 0, and at most the way from min to max.");
	if (value !== undefined && !(value >= min && value <= max)) refuse("the value is a number from min to max.");
	if (typeof draw !== "function") refuse("the second argument is the function that draws, (value) => ….");
	const state = { id: crypto.randomUUID(), min, max, step: every, value: min, label: String(label) };
	return { ...state, value: snapped(value ?? (min + max) / 2, state) };
}

/** The nearest value that is a whole number of steps from the first, without the noise of binary fractions. */
export function snapped(value: number, { min, max, step }: Pick<State, "min" | "max" | "step">): number {
	const steps = Math.round((value - min) / step);
	const most = Math.floor((max - min) / step + 1e-9);
	return Number((min + Math.min(most, Math.max(0, steps)) * step).toPrecision(12));
}
