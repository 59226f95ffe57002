/** What the axes of a static chart span: what is drawn, with some room, or what the figure says. */
import { type Span, spanOf } from "./chart-scale";
import type { DrawnTrace } from "./drawn";
import { type FigureData, isDrawable } from "./figure-data";

/** The spans of the axes: across, up, and of the second one up. */
export interface Spans {
	readonly x: Span;
	readonly y: Span;
	readonly y2: Span;
}

/** Room around marks, and above and below everything. */
const [BESIDE, ABOVE] = [0.03, 0.06];

/** Half the way from a place to the nearest one, or half a unit around a single one: a bar reaches almost so far. */
export function halfStep(places: readonly number[]): number {
	const sorted = [...new Set(places.filter((place) => isDrawable(place)))].sort((a, b) => a - b);
	const steps = sorted.slice(1).map((place, k) => place - sorted[k]);
	return steps.reduce((least, step) => Math.min(least, step), steps[0] ?? 1) / 2;
}

/** Where the cells of a field end, which lie around rising places: one edge more than cells. */
export function edgesOf(places: readonly number[]): number[] {
	const n = places.length;
	if (n < 2) return places.flatMap((place) => [place - 0.5, place + 0.5]);
	const between = places.slice(1).map((place, k) => (places[k] + place) / 2);
	return [2 * places[0] - between[0], ...between, 2 * places[n - 1] - between[n - 2]];
}

/** Both ends of what lies around each place. */
function around(places: readonly number[]): number[] {
	const half = halfStep(places);
	return places.filter((place) => isDrawable(place)).flatMap((place) => [place - half, place + half]);
}

/** The spans of a figure's axes. */
export function spansOf({ options, field }: FigureData, drawn: readonly DrawnTrace[]): Spans {
	const points = drawn.map(({ trace, places }) => ({
		trace,
		isBar: trace.mode === "bars",
		x: places.flatMap((place) => (place === null ? [] : [place[0]])),
		y: places.flatMap((place) => (place === null ? [] : [place[1]])),
	}));
	const hasBars = points.some(({ isBar }) => isBar);
	const hasMarks = points.some(({ trace }) => trace.mode?.endsWith("markers"));
	const across = points.flatMap(({ isBar, x }) => (isBar ? around(x) : x));
	const up = (second: boolean) =>
		points.filter(({ trace }) => (trace.secondAxis ?? false) === second).flatMap(({ y }) => y);
	const named = (names: readonly string[] = []) => (names.length === 0 ? [] : [0, names.length - 1]);
	const drawable = (values: readonly number[], isLog = false) => values.filter((value) => isDrawable(value, isLog));
	const xs = [...across, ...named(options.xNames), ...edgesOf(field?.x ?? [])];
	const ys = [...up(false), ...named(options.yNames), ...edgesOf(field?.y ?? []), ...(hasBars ? [0] : [])];
	// A field ends where it ends, and bars stand on the line of 0.
	const hasRoom = (end: number) => field === null && !(hasBars && end === 0);
	return {
		x: options.xRange ?? spanOf(drawable(xs, options.xLog), hasMarks ? BESIDE : 0, options.xLog, () => field === null),
		y: options.yRange ?? spanOf(drawable(ys, options.yLog), ABOVE, options.yLog, hasRoom),
		y2: options.y2Range ?? spanOf(up(true), ABOVE),
	};
}
