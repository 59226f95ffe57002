/** The static picture of a figure, for pages without scripts. */
import { axesSvg, legendSvg, pictureSvg } from "./chart-axes";
import { colourScaleSvg, fieldSvg } from "./chart-field";
import { layoutOf } from "./chart-layout";
import { barsSvg, traceSvg } from "./chart-marks";
import type { DrawnTrace } from "./drawn";
import type { FigureData } from "./figure-data";

/** @param words what the picture shows, as its text alternative */
export function chartSvg(figure: FigureData, drawn: readonly DrawnTrace[], words: string): string {
	const layout = layoutOf(figure, drawn);
	const { field, traces } = figure;
	return pictureSvg(layout.height, words, [
		...(field === null ? [] : [fieldSvg(field, layout), colourScaleSvg(field, layout)]),
		axesSvg(figure, layout),
		barsSvg(drawn, layout),
		...drawn.map((trace, k) => (trace.trace.mode === "bars" ? "" : traceSvg(trace, k, layout))),
		legendSvg(traces, layout),
	]);
}
