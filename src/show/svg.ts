/** The static picture of a line chart, for pages without scripts: axes, lines, legend, text alternative. */
import type { Figure, Trace } from "./figure";
import { COLOURS } from "./figure";

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

export function lineChartSvg(figure: Figure): string {
	const { options, traces } = figure;
	const across = scale(
		traces.flatMap(({ x }) => x),
		PLOT.left,
		PLOT.right,
	);
	const up = [false, true].map((second) => {
		const values = traces.filter(({ secondAxis = false }) => secondAxis === second).flatMap(({ y }) => y);
		return scale(values, PLOT.bottom, PLOT.top, second ? options.y2Range : options.yRange);
	});
	const text = (x: number, y: number, content: string, more = "") =>
		`<text x="${x}" y="${y}" ${more}>${escapeXml(content)}</text>`;
	const parts = [
		`<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
		text(PLOT.left, 22, options.title, 'font-size="15"'),
		...across.ticks.map((tick) => text(across.at(tick), PLOT.bottom + 16, tickText(tick), 'text-anchor="middle"')),
		...up[0].ticks.map(
			(tick) =>
				`<path d="M${PLOT.left} ${up[0].at(tick)}H${PLOT.right}" stroke="#ddd"/>${text(PLOT.left - 8, up[0].at(tick) + 4, tickText(tick), 'text-anchor="end"')}`,
		),
		text((PLOT.left + PLOT.right) / 2, HEIGHT - 10, options.x, 'text-anchor="middle"'),
		text(
			16,
			(PLOT.top + PLOT.bottom) / 2,
			options.y,
			`text-anchor="middle" transform="rotate(-90 16 ${(PLOT.top + PLOT.bottom) / 2})"`,
		),
	];
	if (options.y2 !== undefined) {
		parts.push(...up[1].ticks.map((tick) => text(PLOT.right + 8, up[1].at(tick) + 4, tickText(tick))));
		parts.push(
			text(
				WIDTH - 12,
				(PLOT.top + PLOT.bottom) / 2,
				options.y2,
				`text-anchor="middle" transform="rotate(90 ${WIDTH - 12} ${(PLOT.top + PLOT.bottom) / 2})"`,
			),
		);
	}
	traces.forEach((trace, k) => {
		const colour = COLOURS[k % COLOURS.length];
		const dash = DASH_PATTERNS[k % DASH_PATTERNS.length];
		const vertical = up[trace.secondAxis ? 1 : 0];
		const mode = trace.mode ?? "lines";
		if (mode !== "markers")
			parts.push(
				`<path d="${path(trace, across, vertical)}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`,
			);
		if (mode !== "lines")
			parts.push(
				...trace.x.map(
					(x, i) =>
						`<circle cx="${across.at(x).toFixed(1)}" cy="${vertical.at(trace.y[i]).toFixed(1)}" r="3" fill="${colour}"/>`,
				),
			);
		if (traces.length > 1) {
			const [x, y] = [PLOT.right - 140 * (traces.length - k), 34];
			parts.push(
				`<path d="M${x} ${y - 4}h24" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>${text(x + 30, y, trace.name)}`,
			);
		}
	});
	const alternative = escapeXml(figure.toString());
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" role="img" aria-label="${alternative}" font-family="sans-serif" font-size="12" fill="#222"><title>${alternative}</title>${parts.join("")}</svg>`;
}
