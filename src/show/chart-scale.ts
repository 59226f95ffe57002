/** The scales of a static chart, by d3: from numbers to pixels, with ticks at round numbers. */
import { extent } from "d3-array";
import { scaleLinear, scaleLog } from "d3-scale";
import { tickTexts } from "./chart-text";

/** What an axis spans: finite, never empty. */
export type Span = readonly [low: number, high: number];

/** A number at an axis, and how it is written. */
export interface Tick {
	readonly value: number;
	readonly text: string;
}

/** Below such a share of the numbers themselves, differences are rounding. */
const ROUNDING = 1e-13;
/** The same of logarithms, which are rounded too, and back. */
const LOG_ROUNDING = 1e-9;
/** And below this, numbers are too small to be divided into ticks. */
const SMALLEST = 1e-290;
/** As far as a logarithmic axis reaches, in powers of ten. */
const [LOWEST, HIGHEST] = [-290, 300];

/**
 * What drawable numbers span.
 * @param room around them, as a share of the span
 * @param hasRoom whether there is to be any beyond such an end
 */
export function spanOf(
	values: Iterable<number>,
	room = 0,
	isLog = false,
	hasRoom: (end: number) => boolean = () => true,
): Span {
	const [low, high] = extent(values);
	if (low === undefined) return isLog ? [1, 10] : [0, 1];
	if (isLog) {
		const [from, to] = [Math.log10(low), Math.log10(high)];
		const more = to - from < LOG_ROUNDING ? Math.log10(2) : room * (to - from);
		return [10 ** Math.max(LOWEST, from - more), 10 ** Math.min(HIGHEST, to + more)];
	}
	const size = Math.max(Math.abs(low), Math.abs(high));
	if (size < SMALLEST) return [-0.5, 0.5];
	if (high - low <= ROUNDING * size) return [low - size / 10, high + size / 10];
	const more = room * (high - low);
	return [hasRoom(low) ? low - more : low, hasRoom(high) ? high + more : high];
}

/** From numbers to pixels. */
export interface Scale {
	at(value: number): number;
	/** Where bars stand: at 0, or at the end of a logarithmic axis, which has none. */
	readonly base: number;
	/** About so many, fewer rather than more; unique and rising, all within the span. */
	ticks(count: number): Tick[];
}

/** Digits with which the numbers at a logarithmic axis begin: all of them, or some at about equal ways. */
const FIRST_DIGITS = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];

/** Those that fit of the ticks of a logarithmic axis. */
function someOf(ticks: readonly number[], count: number): number[] {
	const digit = (value: number) => Number(value.toExponential(0)[0]);
	const choices = FIRST_DIGITS.map((digits) => ticks.filter((value) => digits.includes(digit(value))));
	return choices.find(({ length }) => length <= Math.max(2, count)) ?? choices[choices.length - 1];
}

/** So many spans away from the axis, a number may as well be there: beyond, its pixels are no numbers any more. */
const FAR = 1e5;

/** A scale from a span to pixels. */
export function scaleOf(span: Span, from: number, to: number, isLog = false): Scale {
	const scale = isLog ? scaleLog(span, [from, to]) : scaleLinear(span, [from, to]);
	const far = FAR * (span[1] - span[0]);
	const at = (value: number) => {
		// What is not above 0 is at the end of a logarithmic axis.
		if (isLog) return value > 0 ? scale(value) : from;
		return scale(Math.max(span[0] - far, Math.min(span[1] + far, value)));
	};
	return {
		at,
		base: at(0),
		ticks: (count) => {
			const all = scale.ticks(count);
			const values = isLog && span[1] / span[0] >= 10 ? someOf(all, count) : all;
			const texts = tickTexts(values);
			return values.map((value, k) => ({ value, text: texts[k] }));
		},
	};
}
