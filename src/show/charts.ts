/** Charts by small functions: a matrix as a heat map, a landscape with a path on it, regions, bars, points with labels. */
import { DataError } from "../errors";
import type { Matrix } from "../matrix/matrix";
import { Figure } from "./figure";
import { type FigureOptions, roundingOf, type Trace } from "./figure-data";

/** Names of rows and columns, and what the entries are. */
export interface HeatMapOptions {
	readonly title: string;
	readonly x?: string;
	readonly y?: string;
	readonly rows?: readonly string[];
	readonly cols?: readonly string[];
	/** What the entries are, with their unit. */
	readonly entries?: string;
	/** Writes the entries into the cells; by default where there are few. */
	readonly numbers?: boolean;
}

const FEW = 120;

/** A matrix as it is written, each entry a coloured cell: blue below 0, white at 0, red above. */
export function heatMap(A: Matrix, options: HeatMapOptions): Figure {
	const { title, x = "column", y = "row", rows, cols, entries = "entry", numbers = A.data.length <= FEW } = options;
	const count = (n: number) => Array.from({ length: n }, (_, k) => k);
	const names = (given: readonly string[] | undefined, n: number) =>
		given ?? (n <= 20 ? count(n).map((k) => String(k + 1)) : undefined);
	const field = { x: count(A.cols), y: count(A.rows), z: A.toArray(), kind: "heat" as const, title: entries, numbers };
	const yNames = names(rows, A.rows) ?? count(A.rows).map((k) => (k % 10 === 0 ? String(k + 1) : ""));
	return new Figure({ title, x, y, xNames: names(cols, A.cols), yNames }, [], field);
}

/** The span of an axis, and in how many steps it is sampled. */
export interface Area {
	readonly x: readonly [number, number];
	readonly y: readonly [number, number];
	/** Points along each axis, 31 by default. */
	readonly steps?: number;
}

/** f over a part of the plane, as colours with lines of equal height, and traces on it: the path of a descent, data points. */
export function landscape(
	f: (x: number, y: number) => number,
	span: Area,
	options: FigureOptions & { readonly height: string; readonly kind?: "contour" | "heat" },
	traces: readonly Trace[] = [],
): Figure {
	const { steps = 31 } = span;
	if (!(steps >= 2)) throw new DataError(`landscape: ${steps} points do not make an axis.`);
	const places = ([low, high]: readonly [number, number]) =>
		Array.from({ length: steps }, (_, k) => low + ((high - low) * k) / (steps - 1)).map(roundingOf([low, high], 6));
	const [xs, ys] = [places(span.x), places(span.y)];
	const { height, kind = "contour", ...rest } = options;
	const heights = ys.map((y) => xs.map((x) => f(x, y)));
	// Four digits are more than an eye can tell, and a saved notebook stays small.
	const rounded = roundingOf(heights.flat(), 4);
	const z = heights.map((row) => row.map(rounded));
	return new Figure({ xRange: span.x, yRange: span.y, ...rest }, traces, { x: xs, y: ys, z, kind, title: height });
}

/** Bars with names below them. */
export function bars(options: FigureOptions, names: readonly string[], values: readonly number[]): Figure {
	const x = names.map((_, k) => k);
	return new Figure({ ...options, xNames: names }, [{ name: options.y, x, y: [...values], mode: "bars" }]);
}

/** Points in the plane with a word at each. */
export function points(
	options: FigureOptions,
	groups: readonly { name: string; x: readonly number[]; y: readonly number[]; labels?: readonly string[] }[],
): Figure {
	return new Figure(
		options,
		groups.map((group) => ({ ...group, mode: "markers" as const })),
	);
}
