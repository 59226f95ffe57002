/**
 * Figures are plain Plotly JSON. A figure shows itself in one bundle: for gradlab's own renderer, for other front ends
 * that know Plotly, and as a static picture for a page without scripts.
 */
import { chartSvg } from "./chart-svg";
import { drawnTraces } from "./drawn";
import { checkedFigure } from "./figure-check";
import type { Field, FigureData, FigureOptions, ListedTrace, Trace } from "./figure-data";
import { figureWords } from "./figure-words";
import { plotlyJson } from "./plotly-json";

const FIGURE_MIME = "application/vnd.gradlab.figure.v1+json";
const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/** A figure of traces, with a field below them or without. */
export class Figure implements FigureData {
	readonly options: FigureOptions;
	readonly traces: readonly ListedTrace[];
	readonly field: Field | null;

	/** @throws DataError for what cannot be drawn as it is meant: lists of different lengths, a range that spans nothing */
	constructor(options: FigureOptions, traces: readonly Trace[], field: Field | null = null) {
		({ options: this.options, traces: this.traces, field: this.field } = checkedFigure(options, traces, field));
	}

	/** Plotly's data and layout. */
	toPlotly(): { data: object[]; layout: object } {
		return plotlyJson(this, drawnTraces(this));
	}

	/** What the picture shows, in words. */
	toString(): string {
		return figureWords(this, drawnTraces(this));
	}

	[Symbol.for("Jupyter.display")](): Record<string, unknown> {
		const drawn = drawnTraces(this);
		const [plotly, words] = [plotlyJson(this, drawn), figureWords(this, drawn)];
		return {
			[FIGURE_MIME]: plotly,
			[PLOTLY_MIME]: plotly,
			"image/svg+xml": chartSvg(this, drawn, words),
			"text/plain": words,
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
