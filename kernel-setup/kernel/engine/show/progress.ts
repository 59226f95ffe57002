/** How far a loop has come, how fast it goes and how long it will still take: one line, which is rewritten. */

/** Shows a line, and returns what replaces it. */
type Show = (line: string) => (line: string) => void;

export interface ProgressOptions {
	/** What the loop does, before the figures. */
	label?: string;
	/** How many there will be, where the iterable cannot tell. */
	total?: number;
}

const FRAME_MS = 100;
const BAR = 20;

type Items<T> = Iterable<T> | AsyncIterable<T> | number;

/** The `progress` of cells. A number n stands for 0, 1, …, n − 1. */
export function progressFor(show: Show) {
	return function progress<T>(items: Items<T>, options: ProgressOptions | string = {}): Iterable<T> | AsyncIterable<T> {
		const { label = "", total } = typeof options === "string" ? { label: options } : options;
		if (typeof items === "number" ? !(items >= 0) : items === null || items === undefined || !isIterable(items))
			throw new TypeError(
				`progress(${String(items)}): it takes what a loop can go over (an array, a Set, a generator, …) or a number of steps.`,
			);
		const line = () => new Line(show, label, total ?? sizeOf(items));
		if (typeof items === "number") return count(items, line) as Iterable<T>;
		return Symbol.asyncIterator in Object(items)
			? eachAsync(items as AsyncIterable<T>, line)
			: each(items as Iterable<T>, line);
	};
}

const isIterable = (items: unknown) => Symbol.iterator in Object(items) || Symbol.asyncIterator in Object(items);

function sizeOf(items: unknown): number | undefined {
	if (typeof items === "number") return Math.ceil(items);
	const { length, size } = Object(items) as { length?: unknown; size?: unknown };
	return typeof length === "number" ? length : typeof size === "number" ? size : undefined;
}

function* count(to: number, start: () => Line): Iterable<number> {
	yield* each(
		{
			*[Symbol.iterator]() {
				for (let k = 0; k < to; k++) yield k;
			},
		},
		start,
	);
}

function* each<T>(items: Iterable<T>, start: () => Line): Iterable<T> {
	const line = start();
	try {
		for (const item of items) {
			yield item;
			line.step();
		}
		line.complete();
	} finally {
		line.end();
	}
}

async function* eachAsync<T>(items: AsyncIterable<T>, start: () => Line): AsyncIterable<T> {
	const line = start();
	try {
		for await (const item of items) {
			yield item;
			line.step();
		}
		line.complete();
	} finally {
		line.end();
	}
}

class Line {
	private done = 0;
	private isComplete = false;
	private readonly began = performance.now();
	private shownAt = this.began;
	private readonly rewrite: (line: string) => void;

	constructor(
		show: Show,
		private readonly label: string,
		private total: number | undefined,
	) {
		this.rewrite = show(this.text(0));
	}

	step(): void {
		this.done++;
		const now = performance.now();
		if (now - this.shownAt < FRAME_MS) return;
		this.shownAt = now;
		this.rewrite(this.text((now - this.began) / 1000));
	}

	complete(): void {
		this.isComplete = true;
		this.total = this.done;
	}

	/** The line that stays. */
	end(): void {
		this.rewrite(this.text((performance.now() - this.began) / 1000, true));
	}

	private text(seconds: number, isLast = false): string {
		return progressLine({
			label: this.label,
			done: this.done,
			total: this.total,
			isComplete: this.isComplete,
			seconds,
			isLast,
		});
	}
}

interface State {
	label: string;
	done: number;
	total: number | undefined;
	seconds: number;
	/** Nothing comes after it. */
	isLast: boolean;
	isComplete: boolean;
}

/** `training ━━━━━━━━━━────────── 50% 500/1000, 120/s, 4.2 s left` */
export function progressLine({ label, done, total, seconds, isLast, isComplete }: State): string {
	const rate = done > 0 && seconds > 0 ? done / seconds : undefined;
	const parts = [total === undefined || total === done ? String(done) : `${done}/${total}`];
	if (rate !== undefined) parts.push(rate >= 1 ? `${short(rate)}/s` : `${duration(1 / rate)} each`);
	if (isLast) parts.push(isComplete ? `${duration(seconds)} in all` : `stopped after ${duration(seconds)}`);
	else if (rate !== undefined && total !== undefined && total > done)
		parts.push(`${duration((total - done) / rate)} left`);
	const part = total === undefined ? undefined : total === 0 ? 1 : Math.min(1, done / total);
	const filled = part === undefined ? 0 : Math.floor(part * BAR);
	const bar = part === undefined ? "" : `${"━".repeat(filled)}${"─".repeat(BAR - filled)} ${Math.floor(part * 100)}% `;
	return `${label === "" ? "" : `${label} `}${bar}${parts.join(", ")}`;
}

const short = (value: number) => (value >= 100 ? value.toFixed(0) : Number(value.toPrecision(2)).toString());

export function duration(seconds: number): string {
	if (seconds < 0.1) return `${short(seconds * 1000)} ms`;
	if (seconds < 60) return `${short(seconds)} s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
