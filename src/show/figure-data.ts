/** What a figure is made of, before anything is drawn: traces, a field below them, and how the axes are to be. */

import type { GivenNumbers } from "./given";

/** A line, or points. A point without a number to draw, as NaN, is left out, and a line has a gap there. */
export interface Trace {
	readonly name: string;
	/** A list, a typed array, or a matrix that is one column or one row. */
	readonly x: GivenNumbers;
	readonly y: GivenNumbers;
	/** `lines` by default. */
	readonly mode?: (typeof MODES)[number];
	/** A word at each point. */
	readonly labels?: readonly string[];
	/** The second axis, at the right; the figure's `y2` is its title. */
	readonly secondAxis?: boolean;
}

export const MODES = ["lines", "markers", "lines+markers", "bars"] as const;

/** A trace whose numbers are lists. */
export interface ListedTrace extends Trace {
	readonly x: readonly number[];
	readonly y: readonly number[];
}

/** The titles of a figure, and what its axes span. */
export interface FigureOptions {
	readonly title: string;
	/** Axis titles, with units. */
	readonly x: string;
	readonly y: string;
	readonly y2?: string;
	/** What an axis spans; what the data span by default. A percentage reads best from 0 to 100. */
	readonly yRange?: readonly [number, number];
	readonly y2Range?: readonly [number, number];
	readonly xRange?: readonly [number, number];
	/** A logarithmic axis: equal ways are equal factors. A number that is not above 0 has no place on it. */
	readonly xLog?: boolean;
	readonly yLog?: boolean;
	/** One unit is as long across as it is up: for a plane, where right angles are to look right. */
	readonly equalAxes?: boolean;
	/** Names of the places on an axis, instead of numbers: x or y is the number of a name. */
	readonly xNames?: readonly string[];
	readonly yNames?: readonly string[];
}

/** Values over a grid, drawn below the traces: the entries of a matrix, a landscape, or regions. */
export interface Field {
	readonly x: readonly number[];
	readonly y: readonly number[];
	/** A row for each y. */
	readonly z: readonly (readonly number[])[];
	/** heat: each value its colour, white at 0. contour: lines of equal height. */
	readonly kind: "heat" | "contour";
	/** What the values are, with their unit. */
	readonly title: string;
	/** Writes the values into the cells. */
	readonly numbers?: boolean;
}

/** All that both pictures of a figure draw: the interactive one and the static one. */
export interface FigureData {
	readonly options: FigureOptions;
	readonly traces: readonly ListedTrace[];
	readonly field: Field | null;
}

/** Colour-blind safe, and distinct in both themes. Source: M. Okabe and K. Ito, "Color universal design", 2002. */
export const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/** Beyond this, differences of numbers are no numbers any more. */
export const LARGEST = 1e300;
/** And below this, the numbers between two on a logarithmic axis are none, and a span has no ticks. */
export const SMALLEST = 1e-290;

/** What can stand on an axis. */
export function isDrawable(value: number, isLog = false): boolean {
	return Math.abs(value) <= LARGEST && (!isLog || value >= SMALLEST);
}

/** The lowest and the highest of the values that can be drawn; null where there is none. */
export function fieldRange(z: Iterable<ArrayLike<number>>): readonly [number, number] | null {
	let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const row of z)
		for (let k = 0; k < row.length; k++)
			if (isDrawable(row[k])) [low, high] = [Math.min(low, row[k]), Math.max(high, row[k])];
	return low > high ? null : [low, high];
}

/** How many of the values can not be drawn. */
export function missingIn(z: readonly (readonly number[])[]): number {
	return z.reduce((total, row) => total + row.filter((value) => !isDrawable(value)).length, 0);
}

/** The largest absolute value, and 1 where all are 0. */
export function largestSize(z: Iterable<ArrayLike<number>>): number {
	return Math.max(...(fieldRange(z) ?? [0]).map(Math.abs)) || 1;
}

/**
 * Rounds numbers that are to be told apart: to so many digits of what they span, and never to fewer digits of their own.
 * A saved notebook stays small, and times of 1.7e9 seconds stay different.
 */
export function roundingOf(values: ArrayLike<number>, digits: number): (value: number) => number {
	const [low, high] = fieldRange([values]) ?? [0, 0];
	const step = Math.floor(Math.log10(high - low || 1));
	return (value) => {
		if (value === 0 || !isDrawable(value)) return value;
		const own = Math.floor(Math.log10(Math.abs(value))) - step + digits;
		return Number(value.toPrecision(Math.max(digits, Math.min(17, own))));
	};
}

/** Three digits. */
export function shortNumber(value: number): string {
	return String(Number(value.toPrecision(3)));
}

/** How the values of a field are written: in three digits, or in as many as tell them apart. */
export function fieldText({ z }: Pick<Field, "z">): (value: number) => string {
	const rounded = roundingOf(z.flat(), 3);
	return (value) => String(rounded(value));
}

/** How a number is told in words: in four digits of its own and of what its neighbours span, a whole part as it is. */
export function toldNumber(value: number, among: ArrayLike<number>): string {
	if (value === 0 || !isDrawable(value)) return String(value);
	const whole = Math.min(17, Math.floor(Math.log10(Math.abs(value))) + 1);
	const rounded = roundingOf(among, 4)(value);
	return String(whole > 4 && Math.abs(rounded - value) >= 0.5 ? Number(value.toPrecision(whole)) : rounded);
}
