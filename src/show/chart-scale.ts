/** Where things stand in a static chart: its size, and the scales of its axes. */
import type { Figure } from "./figure";

export const WIDTH = 700;
export const HEIGHT = 360;
/** The part of the picture that the axes span; above it the title and the legend. */
export const PLOT = { left: 64, right: WIDTH - 64, top: 56, bottom: HEIGHT - 48 };

/** From numbers to pixels. */
export interface Scale {
	readonly ticks: readonly number[];
	at(value: number): number;
}

/** Ticks at 1, 2 or 5 times a power of ten, about six of them. */
export function niceTicks(low: number, high: number): number[] {
	if (!(high > low)) return [low];
	const rough = (high - low) / 6;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) as number;
	const first = Math.ceil(low / step);
	return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) => (first + k) * step);
}

function scale(values: readonly number[], from: number, to: number, range: readonly number[] = []): Scale {
	const finite = range.length > 0 ? range : values.filter(Number.isFinite);
	let [low, high] = [
		finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
		finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
	];
	if (finite.length === 0) [low, high] = [0, 1];
	if (low === high) [low, high] = [low - 0.5, high + 0.5];
	return { ticks: niceTicks(low, high), at: (value) => from + ((value - low) / (high - low)) * (to - from) };
}

/** Half a step of evenly spaced places, so that what lies around the first and the last one is in the picture. */
export function halfStep(places: readonly number[]): number {
	return places.length > 1 ? Math.abs(places[1] - places[0]) / 2 : 0.5;
}

/** The horizontal scale and both vertical ones. */
export function scales({ options, traces, field }: Figure): { across: Scale; up: readonly [Scale, Scale] } {
	const around = (places: readonly number[]) => [
		Math.min(...places) - halfStep(places),
		Math.max(...places) + halfStep(places),
	];
	const bars = traces.filter(({ mode }) => mode === "bars");
	const xs = [
		...traces.flatMap(({ x }) => x),
		...(field === null ? [] : around(field.x)),
		...bars.flatMap(({ x }) => around(x)),
	];
	const ys = (second: boolean) => [
		...traces.filter(({ secondAxis = false }) => secondAxis === second).flatMap(({ y }) => y),
		...(field === null || second ? [] : around(field.y)),
		...(bars.length > 0 && !second ? [0] : []),
	];
	const [bottom, top] = options.yNames === undefined ? [PLOT.bottom, PLOT.top] : [PLOT.top, PLOT.bottom];
	return {
		across: scale(xs, PLOT.left, PLOT.right, options.xRange),
		up: [scale(ys(false), bottom, top, options.yRange), scale(ys(true), PLOT.bottom, PLOT.top, options.y2Range)],
	};
}
