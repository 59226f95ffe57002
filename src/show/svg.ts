/** The static picture of a figure, for pages without scripts: axes, lines, points, bars, fields, legend, text alternative. */
import type { Figure, FigureOptions, Trace } from "./figure";
import { COLOURS, type Field, largestSize, shortNumber } from "./figure";

const WIDTH = 700;
const HEIGHT = 360;
const PLOT = { left: 64, right: WIDTH - 64, top: 44, bottom: HEIGHT - 48 };
const DASH_PATTERNS = ["", "8 4", "2 4", "8 4 2 4", "14 4", "14 4 2 4"];

interface Scale {
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

export function escapeXml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const tickText = (value: number) => String(Number(value.toPrecision(6)));

function path({ x, y }: Trace, across: Scale, up: Scale): string {
	return x.map((value, k) => `${k === 0 ? "M" : "L"}${across.at(value).toFixed(1)} ${up.at(y[k]).toFixed(1)}`).join("");
}

/** Half a step of evenly spaced places, so that what lies around the first and the last one is in the picture. */
function halfStep(places: readonly number[]): number {
	return places.length > 1 ? Math.abs(places[1] - places[0]) / 2 : 0.5;
}

function text(x: number, y: number, content: string, more = ""): string {
	return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escapeXml(content)}</text>`;
}

const turned = (x: number, y: number, angle: number) => `text-anchor="middle" transform="rotate(${angle} ${x} ${y})"`;

/** Blue below 0, white at 0, red above: distinct for colour-blind readers, too. */
export function divergingColour(share: number): string {
	const end = share < 0 ? [33, 102, 172] : [178, 24, 43];
	const part = Math.min(1, Math.abs(share));
	return `rgb(${end.map((channel) => Math.round(255 + (channel - 255) * part)).join(",")})`;
}

/** Steps of colour: cells of one colour side by side are one rectangle, which keeps the picture small. */
const COLOUR_STEPS = 16;

function fieldSvg({ x, y, z, numbers = false, kind }: Field, across: Scale, up: Scale): string {
	const largest = largestSize(z);
	const [halfX, halfY] = [halfStep(x), halfStep(y)];
	const all = z.flat();
	const [low, high] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
	// A landscape has no zero of its own: its lowest value is white.
	const shareOf = (value: number) => (kind === "heat" ? value / largest : (value - low) / (high - low || 1));
	const coloured = (value: number) =>
		divergingColour(numbers ? shareOf(value) : Math.round(COLOUR_STEPS * shareOf(value)) / COLOUR_STEPS);
	return z
		.flatMap((row, r) => {
			const [top, bottom] = [up.at(y[r] + halfY), up.at(y[r] - halfY)].sort((a, b) => a - b);
			const parts: string[] = [];
			for (let c = 0; c < row.length; ) {
				let next = c + 1;
				while (!numbers && next < row.length && coloured(row[next]) === coloured(row[c])) next++;
				const [left, right] = [across.at(x[c] - halfX), across.at(x[next - 1] + halfX)];
				const size = `width="${(right - left + 0.5).toFixed(1)}" height="${(bottom - top + 0.5).toFixed(1)}"`;
				parts.push(`<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" ${size} fill="${coloured(row[c])}"/>`);
				if (numbers) {
					const white = Math.abs(shareOf(row[c])) > 0.6 ? 'fill="#fff"' : "";
					parts.push(
						text((left + right) / 2, (top + bottom) / 2 + 4, shortNumber(row[c]), `text-anchor="middle" ${white}`),
					);
				}
				c = next;
			}
			return parts;
		})
		.join("");
}

function traceSvg(trace: Trace, k: number, across: Scale, up: Scale, base: number): string {
	const colour = COLOURS[k % COLOURS.length];
	const mode = trace.mode ?? "lines";
	const places = trace.x.map((x, i) => [across.at(x), up.at(trace.y[i])] as const);
	if (mode === "bars") {
		const half = Math.abs(across.at(halfStep(trace.x)) - across.at(0)) * 0.8;
		return places
			.map(
				([x, y]) =>
					`<rect x="${(x - half).toFixed(1)}" y="${Math.min(y, base).toFixed(1)}" width="${(2 * half).toFixed(1)}" height="${Math.abs(base - y).toFixed(1)}" fill="${colour}"/>`,
			)
			.join("");
	}
	const line = `<path d="${path(trace, across, up)}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${DASH_PATTERNS[k % DASH_PATTERNS.length]}"/>`;
	const points = places.map(([x, y]) => markSvg(x, y, k, colour)).join("");
	const labels = (trace.labels ?? [])
		.map((label, i) => text(places[i][0], places[i][1] - 7, label, 'text-anchor="middle" font-size="10"'))
		.join("");
	return (mode === "markers" ? "" : line) + (mode === "lines" ? "" : points) + labels;
}

/** A circle, a square or a diamond: colour is never the only sign. */
function markSvg(x: number, y: number, k: number, colour: string): string {
	const stroke = 'stroke="#fff" stroke-width="0.5"';
	if (k % 3 === 0) return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.5" fill="${colour}" ${stroke}/>`;
	const turn = k % 3 === 2 ? ` transform="rotate(45 ${x.toFixed(1)} ${y.toFixed(1)})"` : "";
	return `<rect x="${(x - 3.2).toFixed(1)}" y="${(y - 3.2).toFixed(1)}" width="6.4" height="6.4" fill="${colour}" ${stroke}${turn}/>`;
}

function scales({ options, traces, field }: Figure): { across: Scale; up: readonly [Scale, Scale] } {
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

function axesSvg(
	options: FigureOptions,
	across: Scale,
	[up, second]: readonly [Scale, Scale],
	lines: boolean,
): string[] {
	const middle = (PLOT.top + PLOT.bottom) / 2;
	const ticks = (axis: Scale, names: readonly string[] | undefined) =>
		names === undefined
			? axis.ticks.map((tick) => [tick, tickText(tick)] as const)
			: names.map((name, k) => [k, name] as const);
	const parts = [
		text(PLOT.left, 22, options.title, 'font-size="15"'),
		...ticks(across, options.xNames).map(([tick, name]) =>
			text(across.at(tick), PLOT.bottom + 16, name, 'text-anchor="middle"'),
		),
		...ticks(up, options.yNames).map(
			([tick, name]) =>
				`${lines ? `<path d="M${PLOT.left} ${up.at(tick).toFixed(1)}H${PLOT.right}" stroke="#ddd"/>` : ""}${text(PLOT.left - 8, up.at(tick) + 4, name, 'text-anchor="end"')}`,
		),
		text((PLOT.left + PLOT.right) / 2, HEIGHT - 10, options.x, 'text-anchor="middle"'),
		text(16, middle, options.y, turned(16, middle, -90)),
	];
	if (options.y2 === undefined) return parts;
	return [
		...parts,
		...second.ticks.map((tick) => text(PLOT.right + 8, second.at(tick) + 4, tickText(tick))),
		text(WIDTH - 12, middle, options.y2, turned(WIDTH - 12, middle, 90)),
	];
}

/** The picture, with what it shows in words as its text alternative. */
export function chartSvg(figure: Figure): string {
	const { options, traces, field } = figure;
	const { across, up } = scales(figure);
	const legend =
		traces.length < 2
			? []
			: traces.map(({ name, mode = "lines" }, k) => {
					const [x, y] = [PLOT.right - 140 * (traces.length - k), 34];
					const colour = COLOURS[k % COLOURS.length];
					const sign = mode.startsWith("lines")
						? `<path d="M${x} ${y - 4}h24" stroke="${colour}" stroke-width="2" stroke-dasharray="${DASH_PATTERNS[k % DASH_PATTERNS.length]}"/>`
						: markSvg(x + 12, y - 4, k, colour);
					return sign + text(x + 30, y, name);
				});
	const parts = [
		`<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
		...(field === null ? [] : [fieldSvg(field, across, up[0])]),
		...axesSvg(options, across, up, field === null),
		...traces.map((trace, k) => {
			const vertical = up[trace.secondAxis ? 1 : 0];
			return traceSvg(trace, k, across, vertical, vertical.at(0));
		}),
		...legend,
	];
	const alternative = escapeXml(figure.toString());
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" role="img" aria-label="${alternative}" font-family="sans-serif" font-size="12" fill="#222"><title>${alternative}</title>${parts.join("")}</svg>`;
}
