/** What of a figure's numbers can be drawn. Both pictures draw this and nothing else, so they cannot differ. */
import { type FigureData, type FigureOptions, isDrawable, type ListedTrace } from "./figure-data";

/** A point that can be drawn. */
export type Place = readonly [x: number, y: number];

/** A trace as it is drawn. */
export interface DrawnTrace {
	readonly trace: ListedTrace;
	/** The points in their order; null where there is none to draw. */
	readonly places: readonly (Place | null)[];
	/** Points that are not drawn since they are no numbers, or have no place on a logarithmic axis. */
	readonly missing: number;
	/** For a curve that ends in what is no number any more: the point up to which it is drawn. */
	readonly explodesAt: number | null;
}

/** An explosion is drawn up to here, in times of what the axis shows without it. */
const GROWTH = 10;

const isCurve = ({ mode = "lines" }: ListedTrace) => mode.startsWith("lines");
const largestOf = (places: readonly (Place | null)[]) =>
	places.reduce((largest, place) => Math.max(largest, Math.abs(place?.[1] ?? 0)), 0);

/** All traces as they are drawn. */
export function drawnTraces({ options, traces }: FigureData): DrawnTrace[] {
	const all = traces.map((trace) => {
		const places = placesOf(trace, options);
		const last = places.findLastIndex((place) => place !== null);
		const explodes = isCurve(trace) && last >= 0 && endsInNoNumber(trace);
		return { trace, places, missing: places.filter((place) => place === null).length, last, explodes };
	});
	return all.map(({ trace, places, missing, last, explodes }) => {
		if (!explodes) return { trace, places, missing, explodesAt: null };
		const others = all.filter((other) => (other.trace.secondAxis ?? false) === (trace.secondAxis ?? false));
		const usual = Math.max(
			...others.map((other) => (other.explodes ? Math.abs(firstOf(other.places)) : largestOf(other.places))),
		);
		// Where each step is a factor, or the range is given, the numbers before the explosion fit as they are.
		const isOpen = (trace.secondAxis ? options.y2Range : options.yRange) === undefined && !options.yLog;
		const limit = isOpen && usual > 0 ? GROWTH * usual : Number.POSITIVE_INFINITY;
		const first = places.findIndex((place) => place !== null);
		let end = last;
		while (end > first && !(Math.abs(places[end]?.[1] ?? Number.NaN) <= limit)) end--;
		return { trace, places: places.map((place, k) => (k > end ? null : place)), missing, explodesAt: end };
	});
}

function placesOf({ x, y, secondAxis = false }: ListedTrace, { xLog, yLog }: FigureOptions): (Place | null)[] {
	return x.map((value, k) => (isDrawable(value, xLog) && isDrawable(y[k], yLog && !secondAxis) ? [value, y[k]] : null));
}

const endsInNoNumber = ({ y }: ListedTrace) => !isDrawable(y[y.length - 1]);
const firstOf = (places: readonly (Place | null)[]) => places.find((place) => place !== null)?.[1] ?? 0;

/** The pieces of a curve between its gaps. */
export function runsOf<P>(places: readonly (P | null)[]): P[][] {
	const runs: P[][] = [];
	let isOpen = false;
	for (const place of places) {
		if (place !== null && isOpen) runs[runs.length - 1].push(place);
		else if (place !== null) runs.push([place]);
		isOpen = place !== null;
	}
	return runs;
}

/** Whether a point of a curve has no neighbour: no line leads to it, so it is drawn as a mark. */
export function isAlone(places: readonly (unknown | null)[], k: number): boolean {
	return places[k] !== null && (places[k - 1] ?? null) === null && (places[k + 1] ?? null) === null;
}
