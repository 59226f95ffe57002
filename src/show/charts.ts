/** Charts by small functions: a matrix as a heat map, a landscape with a path on it, regions, bars, points with labels. */
import { DataError } from "../errors";
import { shown } from "../matrix/checks";
import { Matrix } from "../matrix/matrix";
import { Figure } from "./figure";
import { checkRange } from "./figure-check";
import { type FigureOptions, roundingOf, type Trace } from "./figure-data";
import { type GivenNumbers, givenChoice, givenFields, givenList, givenNumbers, givenText } from "./given";

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

/**
 * A matrix as it is written, each entry a coloured cell: blue below 0, white at 0, red above, grey where it is no number.
 * @throws DataError for what is no matrix, and for names that are not one for each row or column
 */
export function heatMap(A: Matrix, options: HeatMapOptions): Figure {
	if (!(A instanceof Matrix))
		throw new DataError(
			`heatMap: ${shown(A)} is no matrix. matrix([[…], […]]) makes one of rows, and evaluate(node) of an expression.`,
		);
	givenFields("heatMap: the options", options, '{ title: "W" }');
	const { title, x = "column", y = "row", rows, cols, entries = "entry", numbers = A.data.length <= FEW } = options;
	const count = (n: number) => Array.from({ length: n }, (_, k) => k);
	const names = (given: readonly string[] | undefined, n: number) =>
		given ?? (n <= 20 ? count(n).map((k) => String(k + 1)) : undefined);
	for (const [kind, own, n] of [
		["rows", rows, A.rows],
		["cols", cols, A.cols],
	] as const)
		if (own !== undefined && givenList(`heatMap: ${kind}`, own, givenText).length !== n)
			throw new DataError(
				`heatMap: ${own.length} names for ${n} ${kind} of a ${A.rows}×${A.cols} matrix. Name each one, or leave ${kind} out.`,
			);
	const field = { x: count(A.cols), y: count(A.rows), z: A.toArray(), kind: "heat" as const, title: entries, numbers };
	const yNames = names(rows, A.rows) ?? count(A.rows).map((k) => (k % 10 === 0 ? String(k + 1) : ""));
	return new Figure({ title, x, y, xNames: names(cols, A.cols), yNames }, [], field);
}

/** The span of an axis, and in how many steps it is sampled. */
export interface Area {
	readonly x: readonly [number, number];
	readonly y: readonly [number, number];
	/** Points along each axis, 2 to 400, and 31 by default. */
	readonly steps?: number;
}

/** The picture has no more points than so. */
const MOST_STEPS = 400;

/**
 * f over a part of the plane, as colours with lines of equal height, and traces on it: the path of a descent, data points.
 * @throws DataError for an area that is none, and where f gives no number
 */
export function landscape(
	f: (x: number, y: number) => number,
	span: Area,
	options: FigureOptions & { readonly height: string; readonly kind?: "contour" | "heat" },
	traces: readonly Trace[] = [],
): Figure {
	if (typeof f !== "function")
		throw new DataError(`landscape: ${shown(f)} is no function. Give the height at a point, as (x, y) => x * y.`);
	const { steps = 31 } = givenFields("landscape: the area", span, "{ x: [-1, 1], y: [-1, 1] }") as unknown as Area;
	for (const axis of ["x", "y"] as const) checkRange(`landscape: ${axis}`, span[axis]);
	if (!Number.isInteger(steps) || steps < 2 || steps > MOST_STEPS)
		throw new DataError(
			`landscape: steps is ${shown(steps)}. An axis takes a whole number of points, from 2 to ${MOST_STEPS}.`,
		);
	givenFields("landscape: the options", options, '{ title: "loss", x: "w", y: "b", height: "loss" }');
	givenText("landscape: height, what f is,", options.height);
	givenChoice("landscape: kind", options.kind, ["contour", "heat"]);
	const places = ([low, high]: readonly [number, number]) =>
		Array.from({ length: steps }, (_, k) => low + ((high - low) * k) / (steps - 1)).map(roundingOf([low, high], 6));
	const [xs, ys] = [places(span.x), places(span.y)];
	const { height, kind = "contour", ...rest } = options;
	const heights = ys.map((y) => xs.map((x) => heightAt(f, x, y)));
	// Four digits are more than an eye can tell, and a saved notebook stays small.
	const rounded = roundingOf(heights.flat(), 4);
	const z = heights.map((row) => row.map(rounded));
	return new Figure({ xRange: span.x, yRange: span.y, ...rest }, traces, { x: xs, y: ys, z, kind, title: height });
}

function heightAt(f: (x: number, y: number) => number, x: number, y: number): number {
	const height: unknown = f(x, y);
	if (typeof height === "number") return height;
	throw new DataError(
		`landscape: f(${x}, ${y}) is ${shown(height)}, and has to be a number.${height instanceof Matrix ? " A 1×1 matrix gives its own by .at(0, 0)." : ""}`,
	);
}

/** Bars with names below them. @throws DataError unless there is a name for each value */
export function bars(options: FigureOptions, names: readonly string[], values: GivenNumbers): Figure {
	const own = givenFields(
		"bars: the options",
		options,
		'{ title: "F1", x: "class", y: "F1 (%)" }',
	) as unknown as FigureOptions;
	const x = givenList("bars: names", names, givenText).map((_, k) => k);
	const y = givenNumbers("bars: values", values);
	if (x.length !== y.length)
		throw new DataError(`bars: ${x.length} names and ${y.length} values. A bar needs one of each.`);
	return new Figure({ ...own, xNames: names }, [{ name: own.y, x, y, mode: "bars" }]);
}

/** Points in the plane with a word at each. */
export function points(
	options: FigureOptions,
	groups: readonly { name: string; x: GivenNumbers; y: GivenNumbers; labels?: readonly string[] }[],
): Figure {
	const marked = givenList("points: the groups", groups, (where, group) => {
		const own = givenFields(where, group, '{ name: "words", x: [0, 1], y: [2, 1] }');
		return { ...(own as unknown as Trace), mode: "markers" as const };
	});
	return new Figure(options, marked);
}
