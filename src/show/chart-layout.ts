/** Where things stand in a static chart: the rectangle of its axes, and the room for what is written around it. */
import { type Scale, type Span, scaleOf, type Tick } from "./chart-scale";
import { spansOf } from "./chart-span";
import { movedBetween, shortened, widthOf, withMinus } from "./chart-text";
import type { DrawnTrace } from "./drawn";
import { type Field, type FigureData, fieldRange, fieldText } from "./figure-data";

export const WIDTH = 700;
const HEIGHT = 360;
/** With equal axes, the rectangle of a chart is so high at most, and so long on each side at least. */
const [HIGHEST, THINNEST] = [376, 120];
/** Room for the title, a row of the legend, what is written below the axes, beside them, and for the scale of a field. */
const [TITLE, ROW, FOOT, SIDE, BAR] = [38, 18, 48, 36, 84];
/** A plot is so high at least, whatever stands above it. */
const LOWEST = 200;
/** Pixels from the plot to the numbers of a field's scale, and their print. */
export const BAR_NUMBERS = { from: 30, size: 10 };
/** For the title of an axis that stands beside it. */
const AXIS_TITLE = 32;
/** Names at an axis take no more. */
const LONGEST = 140;

/** Names that stand aslant, and what they take across and down, as a share of their length. */
export const SLANT = { degrees: 35, across: 0.82, down: 0.57 };

/** The rectangle that the axes span. */
export interface Plot {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** A name in the legend, where it stands. */
export interface LegendEntry {
	readonly name: string;
	readonly left: number;
	readonly y: number;
}

/** Where things stand. */
export interface Layout {
	readonly height: number;
	readonly plot: Plot;
	readonly across: Scale;
	/** The first and the second axis up. */
	readonly up: readonly [Scale, Scale];
	readonly xTicks: readonly Tick[];
	readonly yTicks: readonly Tick[];
	readonly y2Ticks: readonly Tick[];
	/** Names below the axis that do not fit side by side stand aslant. */
	readonly isAslant: boolean;
	/** The values that are told beside a field's scale, as they are written, and where the scale's title stands. */
	readonly bar: { readonly ends: readonly Tick[]; readonly title: number };
	readonly legend: readonly LegendEntry[];
}

/** The layout of a figure's static chart. */
export function layoutOf(figure: FigureData, drawn: readonly DrawnTrace[]): Layout {
	const { options, field } = figure;
	const { x, y, y2 } = spansOf(figure, drawn);
	const yTicks = ticksUp(y, options.yLog, options.yNames);
	const y2Ticks = options.y2 === undefined ? [] : ticksUp(y2);
	const left = AXIS_TITLE + 8 + widest(yTicks);
	const ends = field === null ? [] : barEnds(field);
	const bar = Math.max(BAR, BAR_NUMBERS.from + widest(ends, BAR_NUMBERS.size) + 24);
	const right =
		WIDTH -
		Math.max(
			field === null ? SIDE : bar,
			options.y2 === undefined ? 0 : AXIS_TITLE + 8 + widest(y2Ticks) + (field === null ? 0 : bar),
		);
	const legend = legendOf(figure, left);
	const top = TITLE + ROW * (legend.length === 0 ? 0 : 1 + (legend[legend.length - 1].y - legend[0].y) / ROW);
	const { xTicks, isAslant } = ticksAcross(x, left, right, options.xLog, options.xNames);
	const foot = FOOT + (isAslant ? SLANT.down * widest(xTicks) : 0);

	const full = { left, right, top, bottom: Math.max(HEIGHT - foot, top + LOWEST) };
	const equal = options.equalAxes ? equalised(full, x, y) : { plot: full, x, y };
	const { plot } = equal;
	// Rows from the top, as one writes a matrix.
	const [low, high] = options.yNames === undefined ? [plot.bottom, plot.top] : [plot.top, plot.bottom];
	return {
		height: plot.bottom + foot,
		plot,
		across: scaleOf(equal.x, plot.left, plot.right, options.xLog),
		up: [scaleOf(equal.y, low, high, options.yLog), scaleOf(y2, plot.bottom, plot.top)],
		xTicks: options.equalAxes ? ticksAcross(equal.x, plot.left, plot.right, false, options.xNames).xTicks : xTicks,
		yTicks: options.equalAxes ? ticksUp(equal.y, false, options.yNames) : yTicks,
		y2Ticks,
		isAslant,
		bar: { ends, title: bar - 12 },
		legend,
	};
}

const widest = (ticks: readonly Tick[], size = 12) =>
	ticks.reduce((most, { text }) => Math.max(most, widthOf(text, size)), 20);

/** The highest value of a field, the lowest, and 0 where it is well between. */
function barEnds(field: Field): Tick[] {
	const [range, text] = [fieldRange(field.z), fieldText(field)];
	if (range === null) return [];
	const [low, high] = range;
	const zero = field.kind === "heat" && Math.min(-low, high) > 0.06 * (high - low) ? [0] : [];
	return [...new Set([high, ...zero, low])].map((value) => ({ value, text: withMinus(text(value)) }));
}

function nameTicks(names: readonly string[], [low, high]: Span): Tick[] {
	return names
		.map((name, value) => ({ value, text: shortened(name, LONGEST) }))
		.filter(({ value }) => value >= low && value <= high);
}

function ticksUp(span: Span, isLog = false, names?: readonly string[]): Tick[] {
	return names === undefined ? scaleOf(span, 0, 1, isLog).ticks(6) : nameTicks(names, span);
}

/** As many ticks as fit side by side. */
function ticksAcross(span: Span, left: number, right: number, isLog = false, names?: readonly string[]) {
	const scale = scaleOf(span, left, right, isLog);
	const center = ({ value, text }: Tick) => scale.at(value) + moveOfTick(scale.at(value), text);
	const fit = (ticks: readonly Tick[], gap: number) =>
		ticks.every((tick, k) => {
			const next = ticks[k + 1];
			return next === undefined || center(next) - center(tick) >= (widthOf(tick.text) + widthOf(next.text)) / 2 + gap;
		});
	if (names !== undefined) {
		const xTicks = nameTicks(names, span);
		return { xTicks, isAslant: !fit(xTicks, 2) };
	}
	let count = 8;
	while (count > 1 && !fit(scale.ticks(count), 14)) count--;
	return { xTicks: scale.ticks(count), isAslant: false };
}

/** How far the text below a place of the axis is moved, so that it does not leave the picture. */
export function moveOfTick(x: number, text: string): number {
	return movedBetween(x, widthOf(text), 4, WIDTH - 4);
}

/** Names below the title, from left to right, as many in a row as fit. */
function legendOf({ traces }: FigureData, start: number): LegendEntry[] {
	if (traces.length < 2) return [];
	let [left, y] = [start, TITLE + 4];
	return traces.map((trace) => {
		const name = shortened(trace.name, 2 * LONGEST);
		const width = 30 + widthOf(name) + 16;
		if (left > start && left + width > WIDTH) [left, y] = [start, y + ROW];
		const entry = { name, left, y };
		left += width;
		return entry;
	});
}

/** The largest rectangle in which a unit is as long across as up; a thin one shows more than is drawn. */
function equalised({ left, right, top }: Plot, x: Span, y: Span): { plot: Plot; x: Span; y: Span } {
	const [dx, dy] = [x[1] - x[0], y[1] - y[0]];
	const unit = Math.min((right - left) / dx, HIGHEST / dy);
	const widened = ([low, high]: Span): Span => {
		const more = Math.max(0, THINNEST / unit - (high - low)) / 2;
		return [low - more, high + more];
	};
	const [wide, high] = [widened(x), widened(y)];
	const plot = { left, top, right: left + unit * (wide[1] - wide[0]), bottom: top + unit * (high[1] - high[0]) };
	return { plot, x: wide, y: high };
}
