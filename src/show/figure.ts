/**
 * Figures are plain Plotly JSON. A figure shows itself in one bundle: for gradlab's own renderer, for other front ends
 * that know Plotly, and as a static picture for a page without scripts.
 */
import { chartSvg } from "./chart-svg";
import { divergingColour } from "./svg";

export const FIGURE_MIME = "application/vnd.gradlab.figure.v1+json";
const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/** A line, or points. */
export interface Trace {
	readonly name: string;
	readonly x: readonly number[];
	readonly y: readonly number[];
	/** `lines` by default. */
	readonly mode?: "lines" | "markers" | "lines+markers" | "bars";
	/** A word at each point. */
	readonly labels?: readonly string[];
	/** The second axis, at the right. */
	readonly secondAxis?: boolean;
}

export interface FigureOptions {
	readonly title: string;
	/** Axis titles, with units. */
	readonly x: string;
	readonly y: string;
	readonly y2?: string;
	/** What an axis spans; what the data span by default. A percentage reads best from 0 to 100. */
	readonly yRange?: readonly [number, number];
	readonly y2Range?: readonly [number, number];
	readonly xRange?: readonly [number, number];
	/** Names of the places on an axis, instead of numbers: x or y is the number of a name. */
	readonly xNames?: readonly string[];
	readonly yNames?: readonly string[];
}

/** Values over a grid, drawn below the traces: the entries of a matrix, a landscape, or regions. */
export interface Field {
	readonly x: readonly number[];
	readonly y: readonly number[];
	/** A row for each y. */
	readonly z: readonly (readonly number[])[];
	/** heat: each value its colour, white at 0. contour: lines of equal height. */
	readonly kind: "heat" | "contour";
	/** What the values are, with their unit. */
	readonly title: string;
	/** Writes the values into the cells. */
	readonly numbers?: boolean;
}

/** Colour-blind safe, and distinct in both themes. Source: M. Okabe and K. Ito, "Color universal design", 2002. */
export const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
/** Colour is never the only sign. */
export const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];

export class Figure {
	constructor(
		readonly options: FigureOptions,
		readonly traces: readonly Trace[],
		readonly field: Field | null = null,
	) {}

	/** Plotly's data and layout. */
	toPlotly(): { data: object[]; layout: object } {
		const { title, x, y, y2, xRange, yRange, y2Range, xNames, yNames } = this.options;
		const traces = this.traces.map(({ name, mode = "lines", labels, secondAxis = false, ...own }, k) => {
			const [x, y] = [own.x, own.y].map((values) => values.map(drawn));
			const color = COLOURS[k % COLOURS.length];
			if (mode === "bars") return { type: "bar", name, x, y, marker: { color } };
			return {
				type: "scatter",
				name,
				x,
				y,
				mode: labels === undefined ? mode : `${mode}+text`,
				...(labels !== undefined && { text: labels, textposition: "top center" }),
				line: { color, dash: DASHES[k % DASHES.length] },
				marker: { color, symbol: SYMBOLS[k % SYMBOLS.length], size: 8 },
				...(secondAxis ? { yaxis: "y2" } : {}),
			};
		});
		const data = this.field === null ? traces : [fieldTrace(this.field), ...traces];
		const second =
			y2 === undefined
				? {}
				: {
						yaxis2: {
							title: { text: y2, standoff: 12 },
							overlaying: "y",
							side: "right",
							showgrid: false,
							tickmode: "auto",
							...(y2Range && { range: y2Range }),
						},
					};
		const layout = {
			title: { text: title, x: 0, xref: "paper", xanchor: "left" },
			margin: { t: this.traces.length > 1 ? 72 : 44, r: 20, b: 50, l: 60 },
			xaxis: { title: { text: x }, ...(xRange && { range: xRange }), ...named(xNames) },
			yaxis: {
				title: { text: y, standoff: 12 },
				...(yRange && { range: yRange }),
				...named(yNames),
				...(yNames && { autorange: "reversed" }), // rows from the top, as one writes a matrix
			},
			...(this.field !== null && { hovermode: "closest" }),
			...second,
			showlegend: this.traces.length > 1,
			// Between the title and the axes: many names take a second line there, and cover neither.
			legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom" },
		};
		return { data, layout };
	}

	/** What the picture shows, in words. */
	toString(): string {
		const last = this.traces.map(
			({ name, y }) =>
				`${name}: ${y.length === 0 ? "no points yet" : `${y.length} points, last ${Number(y[y.length - 1].toPrecision(4))}`}`,
		);
		const { title, x, y } = this.options;
		return `${title} (${y} against ${x}). ${[...fieldWords(this.field), ...last].join("; ")}`;
	}

	[Symbol.for("Jupyter.display")](): Record<string, unknown> {
		const plotly = this.toPlotly();
		return {
			[FIGURE_MIME]: plotly,
			[PLOTLY_MIME]: plotly,
			"image/svg+xml": chartSvg(this),
			"text/plain": this.toString(),
		};
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}
}

const SYMBOLS = ["circle", "square", "diamond", "cross", "triangle-up", "x"];
const DIVERGING = [-1, 0, 1].map((share) => [(share + 1) / 2, divergingColour(share)]);

/** Six digits are more than a screen shows, and a saved notebook stays small. */
function drawn(value: number): number {
	return Number(value.toPrecision(6));
}

function named(names: readonly string[] | undefined): object {
	return names === undefined ? {} : { tickmode: "array", tickvals: names.map((_, k) => k), ticktext: names };
}

function fieldTrace({ x, y, z, kind, title, numbers = false }: Field): object {
	const largest = largestSize(z);
	return {
		type: kind === "heat" ? "heatmap" : "contour",
		x,
		y,
		z,
		...(kind === "heat" && { zmin: -largest, zmax: largest, colorscale: DIVERGING }),
		...(kind === "contour" && { colorscale: "Viridis", contours: { coloring: "heatmap" }, opacity: 0.75 }),
		...(numbers && { text: z.map((row) => row.map(shortNumber)), texttemplate: "%{text}" }),
		colorbar: { title: { text: title, side: "right" } },
	};
}

/** The largest absolute value. */
export function largestSize(z: readonly (readonly number[])[]): number {
	return (
		z.flat().reduce((largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest), 0) || 1
	);
}

/** Three digits. */
export function shortNumber(value: number): string {
	return String(Number(value.toPrecision(3)));
}

function fieldWords(field: Field | null): string[] {
	if (field === null) return [];
	const all = field.z.flat();
	const [low, high] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
	return [
		`${field.title}: ${field.z.length}×${field.z[0].length} values from ${shortNumber(low)} to ${shortNumber(high)}`,
	];
}

/** A figure of lines or points. */
export function figure(options: FigureOptions, traces: readonly Trace[]): Figure {
	return new Figure(options, traces);
}
