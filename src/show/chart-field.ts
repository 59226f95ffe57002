/** A field in a static chart: a coloured cell for each value, and the scale of the colours beside it. */
import { BAR_NUMBERS, type Layout, type Plot } from "./chart-layout";
import { edgesOf } from "./chart-span";
import { shortened, widthOf, withMinus } from "./chart-text";
import { type Field, fieldRange, fieldText, isDrawable, largestSize, missingIn } from "./figure-data";
import { divergingColour, inkOn, NO_VALUE, svgText } from "./svg";

/** Steps of colour: cells of one colour side by side are one rectangle, which keeps the picture small. */
const COLOUR_STEPS = 16;
/** Pixels of a letter that can just be read. */
const SMALLEST_PRINT = 7;

/** How far a value is from white: heat is white at 0, and a landscape, which has no zero of its own, at its lowest. */
function shareOf({ z, kind }: Field): (value: number) => number {
	const [low, high] = fieldRange(z) ?? [0, 0];
	const largest = largestSize(z);
	return kind === "heat" ? (value) => value / largest : (value) => (value - low) / (high - low || 1);
}

/** The edges of the cells, within the plot: one more than cells. */
function gridOf({ x, y }: Field, { plot, across, up: [up] }: Layout) {
	return {
		columns: edgesOf(x).map((edge) => Math.max(plot.left, Math.min(plot.right, across.at(edge)))),
		rows: edgesOf(y).map((edge) => Math.max(plot.top, Math.min(plot.bottom, up.at(edge)))),
	};
}

/** The cells, with their numbers if the figure wants them, on a ground that shows where a value is none. */
export function fieldSvg(field: Field, layout: Layout): string {
	const { z, numbers = false } = field;
	const share = shareOf(field);
	const { columns, rows } = gridOf(field, layout);
	const step = (value: number) => (numbers ? share(value) : Math.round(COLOUR_STEPS * share(value)) / COLOUR_STEPS);
	const cells = z.flatMap((row, r) => {
		const parts: string[] = [];
		for (let c = 0; c < row.length; ) {
			const from = c++;
			if (!isDrawable(row[from])) continue;
			while (!numbers && c < row.length && isDrawable(row[c]) && step(row[c]) === step(row[from])) c++;
			const [top, bottom] = [rows[r], rows[r + 1]].sort((a, b) => a - b);
			parts.push(
				cellSvg({ left: columns[from], right: columns[c], top, bottom }, divergingColour(step(row[from])), layout),
			);
		}
		return parts;
	});
	return groundSvg(field, layout) + together("cells", cells) + (numbers ? numbersSvg(field, layout) : "");
}

function groundSvg({ z }: Field, { plot }: Layout): string {
	if (missingIn(z) === 0) return "";
	const [width, height] = [plot.right - plot.left, plot.bottom - plot.top];
	return `<rect data-part="no-value" x="${plot.left.toFixed(1)}" y="${plot.top.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${NO_VALUE}"/>`;
}

/** A little larger than it is, so that no line shows between neighbours. */
function cellSvg({ left, right, top, bottom }: Plot, colour: string, { plot }: Layout): string {
	const width = Math.min(right + 0.5, Math.max(right, plot.right)) - left;
	const height = Math.min(bottom + 0.5, plot.bottom) - top;
	return `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${colour}"/>`;
}

const together = (part: string, cells: readonly string[]) => `<g data-part="${part}">${cells.join("")}</g>`;

/** The numbers in the cells, all of one size; none where they would be too small to be read. */
function numbersSvg(field: Field, layout: Layout): string {
	const { columns, rows } = gridOf(field, layout);
	const share = shareOf(field);
	const text = fieldText(field);
	const texts = field.z.map((row) => row.map((value) => withMinus(text(value))));
	const room = columns
		.slice(1)
		.reduce((least, edge, c) => Math.min(least, edge - columns[c]), Number.POSITIVE_INFINITY);
	const longest = texts.flat().reduce((most, text) => Math.max(most, widthOf(text, 1)), 0);
	const size = Math.min(12, Math.floor((room - 3) / longest));
	if (size < SMALLEST_PRINT) return "";
	const one = (text: string, r: number, c: number) => {
		const value = field.z[r][c];
		const ink = isDrawable(value) ? inkOn(share(value)) : "#222";
		const [x, y] = [(columns[c] + columns[c + 1]) / 2, (rows[r] + rows[r + 1]) / 2 + size / 3];
		return svgText(x, y, text, `fill="${ink}"`);
	};
	const all = texts.flatMap((row, r) => row.map((text, c) => one(text, r, c)));
	return `<g data-part="numbers" text-anchor="middle" font-size="${size}">${all.join("")}</g>`;
}

/** Which colour is which value: the lowest, the highest, and 0 where that is white. Without values there is no scale. */
export function colourScaleSvg(field: Field, layout: Layout): string {
	const { plot, bar } = layout;
	const range = fieldRange(field.z);
	if (range === null) return "";
	const [low, high] = range;
	const share = shareOf(field);
	const [left, right] = [plot.right + 14, plot.right + 26];
	const height = (plot.bottom - plot.top) / COLOUR_STEPS;
	const steps = Array.from({ length: COLOUR_STEPS }, (_, k) => {
		const value = high - ((high - low) * (k + 0.5)) / COLOUR_STEPS;
		const top = plot.top + k * height;
		return cellSvg({ left, right, top, bottom: top + height }, divergingColour(share(value)), layout);
	});
	const at = (value: number) => plot.top + ((high - value) / (high - low || 1)) * (plot.bottom - plot.top);
	const ends = bar.ends.map(({ value, text }) =>
		svgText(plot.right + BAR_NUMBERS.from, at(value) + 4, text, `font-size="${BAR_NUMBERS.size}"`),
	);
	const middle = (plot.top + plot.bottom) / 2;
	const title = shortened(field.title, plot.bottom - plot.top);
	const across = plot.right + bar.title;
	const turn = `text-anchor="middle" transform="rotate(90 ${across.toFixed(1)} ${middle.toFixed(1)})"`;
	return [together("colours", steps), ...ends, svgText(across, middle, title, turn)].join("");
}
