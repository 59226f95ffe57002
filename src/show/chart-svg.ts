/** The static picture of a figure, for pages without scripts: axes, lines, points, bars, fields, legend, text alternative. */
import { HEIGHT, halfStep, PLOT, type Scale, scales, WIDTH } from "./chart-scale";
import { COLOURS, type Field, type Figure, type FigureOptions, largestSize, shortNumber, type Trace } from "./figure";
import { divergingColour, escapeXml, inkOn, svgText } from "./svg";

const DASH_PATTERNS = ["", "8 4", "2 4", "8 4 2 4", "14 4", "14 4 2 4"];

const tickText = (value: number) => String(Number(value.toPrecision(6)));

function path({ x, y }: Trace, across: Scale, up: Scale): string {
	return x.map((value, k) => `${k === 0 ? "M" : "L"}${across.at(value).toFixed(1)} ${up.at(y[k]).toFixed(1)}`).join("");
}

const turned = (x: number, y: number, angle: number) => `text-anchor="middle" transform="rotate(${angle} ${x} ${y})"`;

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
					const look = `text-anchor="middle" fill="${inkOn(shareOf(row[c]))}"`;
					parts.push(svgText((left + right) / 2, (top + bottom) / 2 + 4, shortNumber(row[c]), look));
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
	const line = mode === "markers" ? "" : lineSvg(path(trace, across, up), k);
	const points = mode === "lines" ? "" : marksSvg(places, k);
	const labels = (trace.labels ?? [])
		.map((label, i) => svgText(places[i][0], places[i][1] - 7, label, 'text-anchor="middle" font-size="10"'))
		.join("");
	return line + points + labels;
}

/** Circle, square, diamond, cross, triangle, x, as Plotly's: colour is never the only sign. From a point on, relative to it. */
const MARKS = [
	"m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
	"m-3.2-3.2h6.4v6.4h-6.4z",
	"m0-4.5l4.5 4.5l-4.5 4.5l-4.5-4.5z",
	"m-4.5-1.5h3v-3h3v3h3v3h-3v3h-3v-3h-3z",
	"m0-4.5l4.2 7.7h-8.4z",
	"m-4-2.5l1.5-1.5l2.5 2.5l2.5-2.5l1.5 1.5l-2.5 2.5l2.5 2.5l-1.5 1.5l-2.5-2.5l-2.5 2.5l-1.5-1.5l2.5-2.5z",
];

/** The marks of one trace in one path, which keeps the picture small. */
function marksSvg(places: readonly (readonly [number, number])[], k: number): string {
	const d = places.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}${MARKS[k % MARKS.length]}`).join("");
	return `<path d="${d}" fill="${COLOURS[k % COLOURS.length]}" stroke="#fff" stroke-width="0.5"/>`;
}

function lineSvg(d: string, k: number): string {
	const [colour, dashes] = [COLOURS[k % COLOURS.length], DASH_PATTERNS[k % DASH_PATTERNS.length]];
	return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}"/>`;
}

/** Names below the title, from left to right, each behind its sign. */
function legendSvg(traces: readonly Trace[]): string[] {
	if (traces.length < 2) return [];
	let x = PLOT.left;
	return traces.map(({ name, mode = "lines" }, k) => {
		const [left, y] = [x, 42];
		x += 30 + name.length * 7 + 18;
		const line = mode.startsWith("lines") ? lineSvg(`M${left} ${y - 4}h24`, k) : "";
		const mark = mode === "lines" ? "" : marksSvg([[left + 12, y - 4]], k);
		return line + mark + svgText(left + 30, y, name);
	});
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
		svgText(PLOT.left, 22, options.title, 'font-size="15"'),
		...ticks(across, options.xNames).map(([tick, name]) =>
			svgText(across.at(tick), PLOT.bottom + 16, name, 'text-anchor="middle"'),
		),
		...ticks(up, options.yNames).map(
			([tick, name]) =>
				`${lines ? `<path d="M${PLOT.left} ${up.at(tick).toFixed(1)}H${PLOT.right}" stroke="#ddd"/>` : ""}${svgText(PLOT.left - 8, up.at(tick) + 4, name, 'text-anchor="end"')}`,
		),
		svgText((PLOT.left + PLOT.right) / 2, HEIGHT - 10, options.x, 'text-anchor="middle"'),
		svgText(16, middle, options.y, turned(16, middle, -90)),
	];
	if (options.y2 === undefined) return parts;
	return [
		...parts,
		...second.ticks.map((tick) => svgText(PLOT.right + 8, second.at(tick) + 4, tickText(tick))),
		svgText(WIDTH - 12, middle, options.y2, turned(WIDTH - 12, middle, 90)),
	];
}

/** The picture, with what it shows in words as its text alternative. */
export function chartSvg(figure: Figure): string {
	const { options, traces, field } = figure;
	const { across, up } = scales(figure);
	const parts = [
		`<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
		...(field === null ? [] : [fieldSvg(field, across, up[0])]),
		...axesSvg(options, across, up, field === null),
		...traces.map((trace, k) => {
			const vertical = up[trace.secondAxis ? 1 : 0];
			return traceSvg(trace, k, across, vertical, vertical.at(0));
		}),
		...legendSvg(traces),
	];
	const alternative = escapeXml(figure.toString());
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" role="img" aria-label="${alternative}" font-family="sans-serif" font-size="12" fill="#222"><title>${alternative}</title>${parts.join("")}</svg>`;
}
