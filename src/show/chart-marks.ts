/** Traces as SVG: curves with gaps and marks as paths of d3-shape, bars side by side. Nothing leaves the plot. */
import { type Path, pathRound } from "d3-path";
import {
	type CanvasPath_D3Shape,
	line,
	type SymbolType,
	symbolCircle,
	symbolCross,
	symbolDiamond2,
	symbolSquare,
	symbolStar,
	symbolTriangle,
} from "d3-shape";
import { type BoundingBox, clipPolyline, type Point } from "lineclip";
import type { Layout, Plot } from "./chart-layout";
import { halfStep } from "./chart-span";
import { movedBetween, shortened, widthOf } from "./chart-text";
import { type DrawnTrace, isAlone, type Place, runsOf } from "./drawn";
import { COLOURS } from "./figure-data";
import { svgText } from "./svg";

/** As Plotly's circle, square, diamond, cross, triangle and star: colour is never the only sign. */
const SYMBOLS = [symbolCircle, symbolSquare, symbolDiamond2, symbolCross, symbolTriangle, symbolStar];
const DASH_PATTERNS = ["", "8 4", "2 4", "8 4 2 4", "14 4", "14 4 2 4"];
/** The area of a mark: that of a circle of whole tenths of a pixel, which stays round when numbers are rounded. */
const MARK = Math.PI * 3.7 ** 2;
/** A tenth of a pixel is as much as one sees. */
const DIGITS = 1;
const INVISIBLE = 0.05;
/** A curve of more points is thinned, to four a column of pixels. */
const MANY = 2000;

/** A line or points, in the plot. @param k the number of the trace, which gives it its colour, dashes and mark */
export function traceSvg({ trace, places, explodesAt }: DrawnTrace, k: number, { plot, across, up }: Layout): string {
	const { mode = "lines", labels = [], secondAxis } = trace;
	const scale = up[secondAxis ? 1 : 0];
	const pixels = places.map((place): Point | null => place && [across.at(place[0]), scale.at(place[1])]);
	const isInside = (i: number) => pixels[i] !== null && isIn(plot, pixels[i]);
	const parts = mode === "markers" ? [] : [lineSvg(curvePath(pixels, plot), k)];
	parts.push(marksSvg(pixels.filter((_, i) => isInside(i) && (mode !== "lines" || isAlone(pixels, i))) as Place[], k));
	parts.push(...labels.map((label, i) => (isInside(i) ? labelSvg(pixels[i] as Place, label, plot) : "")));
	if (explodesAt !== null && isInside(explodesAt))
		parts.push(labelSvg(pixels[explodesAt] as Place, `${trace.name} explodes ↑`, plot, COLOURS[k % COLOURS.length]));
	return parts.join("");
}

function isIn({ left, right, top, bottom }: Plot, [x, y]: Place): boolean {
	return x >= left - INVISIBLE && x <= right + INVISIBLE && y >= top - INVISIBLE && y <= bottom + INVISIBLE;
}

/** The curve as a path, cut at the edge of the plot. */
function curvePath(pixels: readonly (Point | null)[], { left, right, top, bottom }: Plot): string {
	const curve = line<Point>().digits(DIGITS);
	const box = [left - INVISIBLE, top - INVISIBLE, right + INVISIBLE, bottom + INVISIBLE] as BoundingBox;
	return runsOf(pixels)
		.flatMap((run) => clipPolyline(run.length > MANY ? thinned(run) : run, box))
		.map((run) => curve(run) ?? "")
		.join("");
}

/** The first, the lowest, the highest and the last point of each column of pixels: the same picture. */
function thinned(run: readonly Point[]): Point[] {
	const kept: Point[] = [];
	for (let from = 0, to = 0; from < run.length; from = to) {
		const column = Math.floor(run[from][0]);
		let [low, high] = [from, from];
		for (to = from; to < run.length && Math.floor(run[to][0]) === column; to++) {
			if (run[to][1] < run[low][1]) low = to;
			if (run[to][1] > run[high][1]) high = to;
		}
		const own = new Set([from, Math.min(low, high), Math.max(low, high), to - 1]);
		for (const k of own) kept.push(run[k]);
	}
	return kept;
}

/** Of many marks one in each small square of the picture, where they cover each other: the same picture to the eye. */
function sparse(places: readonly Place[]): readonly Place[] {
	let kept = places;
	for (let side = 1; kept.length > MANY && side <= 4; side *= 2) {
		const squares = new Map<number, Place>();
		for (const place of kept) {
			const square = Math.floor(place[1] / side) * 1000 + Math.floor(place[0] / side);
			if (!squares.has(square)) squares.set(square, place);
		}
		kept = [...squares.values()];
	}
	return kept;
}

/** A curve, or a piece of one in the legend. */
export function lineSvg(d: string, k: number): string {
	if (d === "") return "";
	const [colour, dashes] = [COLOURS[k % COLOURS.length], DASH_PATTERNS[k % DASH_PATTERNS.length]];
	return `<path data-part="curve" d="${d}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}"/>`;
}

/** The marks of one trace in one path, which keeps the picture small. */
export function marksSvg(places: readonly Place[], k: number): string {
	if (places.length === 0) return "";
	const marks = pathRound(DIGITS);
	for (const place of sparse(places)) markAt(marks, place, SYMBOLS[k % SYMBOLS.length]);
	return `<path data-part="marks" d="${marks}" fill="${COLOURS[k % COLOURS.length]}" stroke="#fff" stroke-width="0.5"/>`;
}

/** d3 draws a mark around 0; this moves what it draws. */
function markAt(marks: Path, place: Place, symbol: SymbolType): void {
	const [x, y] = place.map((pixel) => Number(pixel.toFixed(DIGITS)));
	const moved = {
		moveTo: (a: number, b: number) => marks.moveTo(x + a, y + b),
		lineTo: (a: number, b: number) => marks.lineTo(x + a, y + b),
		rect: (a: number, b: number, width: number, height: number) => marks.rect(x + a, y + b, width, height),
		arc: (a: number, b: number, r: number, from: number, to: number) => marks.arc(x + a, y + b, r, from, to),
		closePath: () => marks.closePath(),
	};
	symbol.draw(moved as Partial<CanvasPath_D3Shape> as CanvasPath_D3Shape, MARK);
}

/** A word above a point, within the plot: it begins or ends at the point, and is moved where even that does not do. */
function labelSvg([x, y]: Place, given: string, plot: Plot, colour = "#222"): string {
	const label = shortened(given, plot.right - plot.left, 10);
	const width = widthOf(label, 10);
	const [anchor, center] =
		x - width / 2 < plot.left
			? ["start", x + width / 2]
			: x + width / 2 > plot.right
				? ["end", x - width / 2]
				: ["middle", x];
	const move = movedBetween(center, width, plot.left, plot.right);
	const moved = Math.abs(move) < 0.1 ? "" : ` dx="${move.toFixed(1)}"`;
	return svgText(x, y - 7, label, `data-part="label" text-anchor="${anchor}"${moved} font-size="10" fill="${colour}"`);
}

/** Bars, those of several traces side by side. */
export function barsSvg(drawn: readonly DrawnTrace[], { plot, across, up }: Layout): string {
	const bars = drawn.filter(({ trace }) => trace.mode === "bars");
	const width = (1.6 * halfStep(bars.flatMap(({ trace }) => trace.x))) / bars.length;
	const within = (low: number, high: number, at: number) => Math.max(low, Math.min(high, at));
	const one = ({ trace }: DrawnTrace, i: number, [x, y]: Place): Plot => {
		const scale = up[trace.secondAxis ? 1 : 0];
		const from = x + (i - bars.length / 2) * width;
		const [left, right] = [from, from + width].map((edge) => within(plot.left, plot.right, across.at(edge)));
		const [base, end] = [scale.base, scale.at(y)].map((edge) => within(plot.top, plot.bottom, edge));
		return { left, right, top: Math.min(base, end), bottom: Math.max(base, end) };
	};
	return bars
		.flatMap((bar, i) => {
			const colour = COLOURS[drawn.indexOf(bar) % COLOURS.length];
			const boxes = bar.places.flatMap((place) => (place === null ? [] : [one(bar, i, place)]));
			return (boxes.length > MANY ? joined(boxes) : boxes).map(
				({ left, right, top, bottom }) =>
					`<rect data-part="bar" x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${(right - left).toFixed(1)}" height="${(bottom - top).toFixed(1)}" fill="${colour}"/>`,
			);
		})
		.join("");
}

/** Of many bars, those that begin in one column of pixels as one: the same picture. */
function joined(boxes: readonly Plot[]): Plot[] {
	const columns = new Map<number, Plot>();
	for (const box of boxes) {
		const other = columns.get(Math.floor(box.left)) ?? box;
		columns.set(Math.floor(box.left), {
			left: Math.min(box.left, other.left),
			right: Math.max(box.right, other.right),
			top: Math.min(box.top, other.top),
			bottom: Math.max(box.bottom, other.bottom),
		});
	}
	return [...columns.values()];
}
