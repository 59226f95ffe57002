/** A figure that grows while something runs: at most ten frames a second, and one picture in the saved notebook. */
import { Figure } from "./figure";
import type { FigureOptions } from "./figure-data";

const FRAME_MS = 100;

/** What the kernel gives to cells; elsewhere there is nothing to draw on. */
type Display = (value: unknown) => { update(value: unknown): void };

/** A curve of a live figure. */
export interface Series {
	readonly name: string;
	readonly secondAxis?: boolean;
}

/** A figure that grows while something runs. */
export class LiveFigure {
	private readonly points: { x: number[]; y: number[] }[];
	private readonly handle: { update(value: unknown): void } | null;
	private shownAt: number;

	constructor(
		private readonly options: FigureOptions,
		private readonly series: readonly Series[],
	) {
		this.points = series.map(() => ({ x: [], y: [] }));
		const { display } = globalThis as { display?: Display };
		this.handle = display?.(this.figure()) ?? null;
		this.shownAt = performance.now();
	}

	/** One more point of a series; drawn with the next frame. @throws RangeError for a name that is no series */
	add(name: string, x: number, y: number): void {
		const index = this.series.findIndex((candidate) => candidate.name === name);
		if (index < 0)
			throw new RangeError(
				`LiveFigure.add("${name}"): there is no such series (${this.series.map((one) => one.name).join(", ")}).`,
			);
		this.points[index].x.push(x);
		this.points[index].y.push(y);
		if (performance.now() - this.shownAt >= FRAME_MS) this.show();
	}

	/** Draws what has come since the last frame. Call it at the end. */
	show(): void {
		this.shownAt = performance.now();
		this.handle?.update(this.figure());
	}

	/** The figure as it stands now. */
	figure(): Figure {
		return new Figure(
			this.options,
			this.series.map((one, k) => ({ ...one, x: [...this.points[k].x], y: [...this.points[k].y] })),
		);
	}
}

/** Shows an empty figure under the cell, to be filled by `add`. */
export function liveFigure(options: FigureOptions, series: readonly (string | Series)[]): LiveFigure {
	return new LiveFigure(
		options,
		series.map((one) => (typeof one === "string" ? { name: one } : one)),
	);
}
