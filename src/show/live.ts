/** A figure that grows while something runs: at most ten frames a second, and one picture in the saved notebook. */
import { DataError } from "../errors";
import { shown } from "../matrix/checks";
import { Figure } from "./figure";
import type { FigureOptions } from "./figure-data";
import { givenFields, givenList, givenText } from "./given";

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

	/** @throws DataError for what no figure can be made of, and for two series of one name */
	constructor(
		private readonly options: FigureOptions,
		private readonly series: readonly Series[],
	) {
		const names = givenList("LiveFigure: the series", series, (where, one) =>
			givenText(`${where}.name`, givenFields(where, one, '{ name: "loss" }').name),
		);
		const twice = names.find((name, k) => names.indexOf(name) !== k);
		if (twice !== undefined)
			throw new DataError(
				`LiveFigure: two series are called "${twice}". add("${twice}", …) could mean either: rename one.`,
			);
		this.points = series.map(() => ({ x: [], y: [] }));
		const { display } = globalThis as { display?: Display };
		const empty = this.figure(); // refused here, if at all
		this.handle = display?.(empty) ?? null;
		this.shownAt = performance.now();
	}

	/** One more point of a series; drawn with the next frame. @throws DataError for a name that is no series, and what is no number */
	add(name: string, x: number, y: number): void {
		const index = this.series.findIndex((candidate) => candidate.name === name);
		if (index < 0)
			throw new DataError(
				`LiveFigure.add(${shown(name)}): there is no such series (${this.series.map((one) => one.name).join(", ")}).`,
			);
		for (const [axis, value] of [
			["x", x],
			["y", y],
		] as const)
			if (typeof value !== "number")
				throw new DataError(`LiveFigure.add("${name}"): ${axis} is ${shown(value)}, and has to be a number.`);
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
		givenList("liveFigure: the series", series, (_, one) =>
			typeof one === "string" ? { name: one } : (one as Series),
		),
	);
}
