/** What a figure shows, in words: for who cannot see it, and for where no picture is shown. */
import type { DrawnTrace } from "./drawn";
import {
	type Field,
	type FigureData,
	type FigureOptions,
	fieldRange,
	fieldText,
	missingIn,
	toldNumber,
} from "./figure-data";

/** Its title, its axes, and of each trace how many points, the last one, and what is not drawn. */
export function figureWords({ options, field }: FigureData, drawn: readonly DrawnTrace[]): string {
	const { title, x, y } = options;
	return `${title} (${y} against ${x}). ${[...fieldWords(field), ...drawn.map((own) => traceWords(own, options))].join("; ")}`;
}

function traceWords(drawn: DrawnTrace, options: FigureOptions): string {
	const { trace, places, missing, explodesAt } = drawn;
	const { name, x, y } = trace;
	if (y.length === 0) return `${name}: no points yet`;
	const parts = [`${name}: ${counted(y.length, "point")}, last ${toldNumber(y[y.length - 1], y)}`];
	if (explodesAt !== null)
		parts.push(
			`it explodes, and is drawn up to ${toldNumber(places[explodesAt]?.[1] ?? 0, y)} at ${toldNumber(x[explodesAt], x)}`,
		);
	else if (missing > 0) parts.push(`${missing} not drawn, since no such number is on the axes`);
	const outside = outsideOf(drawn, options);
	if (outside > 0) parts.push(`${outside} outside the range of the axes`);
	return parts.join("; ");
}

const counted = (n: number, thing: string) => `${n} ${thing}${n === 1 ? "" : "s"}`;

/** How many of the points lie where the axes, as they were asked for, do not reach. */
function outsideOf({ trace, places }: DrawnTrace, { xRange, yRange, y2Range }: FigureOptions): number {
	const ranges = [xRange, trace.secondAxis ? y2Range : yRange];
	const isOutside = (value: number, range?: readonly [number, number]) =>
		range !== undefined && (value < range[0] || value > range[1]);
	return places.filter((place) => place?.some((value, axis) => isOutside(value, ranges[axis]))).length;
}

function fieldWords(field: Field | null): string[] {
	if (field === null) return [];
	const size = `${field.title}: ${field.y.length}×${field.x.length} values`;
	const [range, missing, text] = [fieldRange(field.z), missingIn(field.z), fieldText(field)];
	if (range === null) return [`${size}, none of which can be drawn`];
	const [low, high] = range.map(text);
	return [`${size} from ${low} to ${high}${missing === 0 ? "" : `, and ${missing} that cannot be drawn`}`];
}
