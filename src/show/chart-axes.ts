/** What is written around a static chart: title, legend, numbers or names at the axes and what they mean. */
import { type Layout, moveOfTick, SLANT, WIDTH } from "./chart-layout";
import { lineSvg, marksSvg } from "./chart-marks";
import { shortened, widthOf } from "./chart-text";
import { COLOURS, type FigureData, type FigureOptions, type Trace } from "./figure-data";
import { escapeXml, svgText } from "./svg";

/** Title, axes with their ticks, and lines through the plot where nothing else fills it. */
export function axesSvg({ options, field }: FigureData, layout: Layout): string {
	const { plot, across, up, xTicks, yTicks, y2Ticks, isAslant, height } = layout;
	const [center, middle] = [(plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2];
	const below = ({ value, text }: { value: number; text: string }) => {
		const [x, y] = [across.at(value), plot.bottom + 16];
		// What stands aslant goes to the left, and must not leave the picture there.
		const name = isAslant ? shortened(text, (x - 4) / SLANT.across) : text;
		const look = isAslant
			? `text-anchor="end" transform="rotate(${-SLANT.degrees} ${x.toFixed(1)} ${y})"`
			: `text-anchor="middle"${movedBy(moveOfTick(x, text))}`;
		return svgText(x, y, name, `data-part="x-tick" ${look}`);
	};
	const lines = field !== null || options.yNames !== undefined ? [] : yTicks;
	return [
		titleSvg(options, plot.left),
		...lines.map(
			({ value }) =>
				`<path d="M${plot.left.toFixed(1)} ${up[0].at(value).toFixed(1)}H${plot.right.toFixed(1)}" stroke="#ddd"/>`,
		),
		...xTicks.map(below),
		...yTicks.map(({ value, text }) =>
			svgText(plot.left - 8, up[0].at(value) + 4, text, 'data-part="y-tick" text-anchor="end"'),
		),
		...y2Ticks.map(({ value, text }) => svgText(plot.right + 8, up[1].at(value) + 4, text, 'data-part="y2-tick"')),
		svgText(center, height - 10, shortened(options.x, around(center, WIDTH)), 'text-anchor="middle"'),
		turned(16, middle, -90, shortened(options.y, around(middle, height))),
		options.y2 === undefined ? "" : turned(WIDTH - 12, middle, 90, shortened(options.y2, around(middle, height))),
	].join("");
}

/** The longest text that can be centred at a place. */
const around = (center: number, length: number) => 2 * Math.min(center, length - center) - 8;

/** Moves a text, whose place is still where its tick is. */
const movedBy = (move: number) => (Math.abs(move) < 0.1 ? "" : ` dx="${move.toFixed(1)}"`);

/** In one line: small, if it must, and cut off, if even that is too long. Its text alternative is whole. */
function titleSvg({ title }: FigureOptions, left: number): string {
	const width = WIDTH - left - 8;
	const size = widthOf(title, 15) <= width ? 15 : 12;
	return svgText(left, 22, shortened(title, width, size), `data-part="title" font-size="${size}"`);
}

function turned(x: number, y: number, angle: number, text: string): string {
	return svgText(x, y, text, `text-anchor="middle" transform="rotate(${angle} ${x} ${y})"`);
}

/** Names, each behind its sign. */
export function legendSvg(traces: readonly Trace[], { legend }: Layout): string {
	const parts = legend.map(({ name, left, y }, k) => {
		const { mode = "lines" } = traces[k];
		const line = mode.startsWith("lines") ? lineSvg(`M${left} ${y - 4}h24`, k) : "";
		const mark =
			mode === "lines" ? "" : mode === "bars" ? swatchSvg(left + 6, y - 10, k) : marksSvg([[left + 12, y - 4]], k);
		return line + mark + svgText(left + 30, y, name);
	});
	return parts.length === 0 ? "" : `<g data-part="legend">${parts.join("")}</g>`;
}

const swatchSvg = (x: number, y: number, k: number) =>
	`<rect x="${x}" y="${y}" width="12" height="12" fill="${COLOURS[k % COLOURS.length]}"/>`;

/** The picture around its parts, with what it shows in words as its text alternative. */
export function pictureSvg(height: number, words: string, parts: readonly string[]): string {
	const [size, said] = [height.toFixed(0), escapeXml(words)];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${size}" width="${WIDTH}" role="img" aria-label="${said}" font-family="sans-serif" font-size="12" fill="#222"><title>${said}</title><rect width="${WIDTH}" height="${size}" fill="#fff"/>${parts.join("")}</svg>`;
}
