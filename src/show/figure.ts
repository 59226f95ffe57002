/**
 * Figures are plain Plotly JSON. A figure shows itself in one bundle: for gradlab's own renderer, for other front ends
 * that know Plotly, and as a static picture for a page without scripts.
 */
import { lineChartSvg } from "./svg";

export const FIGURE_MIME = "application/vnd.gradlab.figure.v1+json";
const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/** A line, or points. */
export interface Trace {
	readonly name: string;
	readonly x: readonly number[];
	readonly y: readonly number[];
	/** `lines` by default. */
	readonly mode?: "lines" | "markers" | "lines+markers";
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
}

/** Colour-blind safe, and distinct in both themes. Source: M. Okabe and K. Ito, "Color universal design", 2002. */
export const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
/** Colour is never the only sign. */
export const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];

export class Figure {
	constructor(
		readonly options: FigureOptions,
		readonly traces: readonly Trace[],
	) {}

	/** Plotly's data and layout. */
	toPlotly(): { data: object[]; layout: object } {
		const { title, x, y, y2, yRange, y2Range } = this.options;
		const data = this.traces.map(({ name, x, y, mode = "lines", secondAxis = false }, k) => ({
			type: "scatter",
			name,
			x,
			y,
			mode,
			line: { color: COLOURS[k % COLOURS.length], dash: DASHES[k % DASHES.length] },
			...(secondAxis ? { yaxis: "y2" } : {}),
		}));
		const second =
			y2 === undefined
				? {}
				: {
						yaxis2: {
							title: { text: y2 },
							overlaying: "y",
							side: "right",
							showgrid: false,
							tickmode: "auto",
							...(y2Range && { range: y2Range }),
						},
					};
		const layout = {
			title: { text: title },
			xaxis: { title: { text: x } },
			yaxis: { title: { text: y }, ...(yRange && { range: yRange }) },
			...second,
			showlegend: this.traces.length > 1,
			legend: { orientation: "h", y: 1.12, x: 1, xanchor: "right" },
		};
		return { data, layout };
	}

	/** What the picture shows, in words. */
	toString(): string {
		const last = this.traces.map(
			({ name, y }) =>
				`${name}: ${y.length === 0 ? "no points yet" : `${y.length} points, last ${Number(y[y.length - 1].toPrecision(4))}`}`,
		);
		return `${this.options.title} (${this.options.y} against ${this.options.x}). ${last.join("; ")}`;
	}

	[Symbol.for("Jupyter.display")](): Record<string, unknown> {
		const plotly = this.toPlotly();
		return {
			[FIGURE_MIME]: plotly,
			[PLOTLY_MIME]: plotly,
			"image/svg+xml": lineChartSvg(this),
			"text/plain": this.toString(),
		};
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}
}

/** A figure of lines or points. */
export function figure(options: FigureOptions, traces: readonly Trace[]): Figure {
	return new Figure(options, traces);
}
