/** The interactive picture of a figure, as Plotly's data and layout. It draws what the static one draws. */
import { withMinus } from "./chart-text";
import { type DrawnTrace, isAlone } from "./drawn";
import {
	COLOURS,
	type Field,
	type FigureData,
	type FigureOptions,
	fieldText,
	isDrawable,
	largestSize,
	missingIn,
	roundingOf,
} from "./figure-data";
import { divergingColour, NO_VALUE } from "./svg";

/** Colour is never the only sign. */
const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
const SYMBOLS = ["circle", "square", "diamond", "cross", "triangle-up", "star"];
const MARK = 8;
const DIVERGING = [-1, 0, 1].map((share) => [(share + 1) / 2, divergingColour(share)]);
/** With equal axes a chart is higher, since it is narrower than its place. */
const EQUAL_HEIGHT = 480;

/** Plotly's data and layout. What is null is not drawn. */
export function plotlyJson(
	{ options, field }: FigureData,
	drawn: readonly DrawnTrace[],
): { data: object[]; layout: object } {
	const traces = drawn.map((trace, k) => plotlyTrace(trace, k, field !== null));
	const several = traces.length > 1;
	return {
		data: field === null ? traces : [fieldTrace(field), ...traces],
		layout: {
			title: { text: plain(options.title), x: 0, xref: "paper", xanchor: "left" },
			margin: { t: several ? 72 : 44, r: 20, b: 50, l: 60 },
			...axes(options),
			...(options.equalAxes && { height: EQUAL_HEIGHT }),
			...(field !== null && { hovermode: "closest" }),
			...(field !== null && missingIn(field.z) > 0 && { plot_bgcolor: NO_VALUE }),
			showlegend: several,
			// Between the title and the axes: many names take a second line there, and cover neither.
			legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom" },
			annotations: drawn.flatMap((trace, k) => explosion(trace, k, options)),
		},
	};
}

/** Plotly reads a little HTML in text; names are meant as they are. */
function plain(text: string): string {
	return text.replace(/[&<>]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[one] as string);
}

/** Digits of what an axis spans: more than a screen shows. */
const DIGITS = 6;

function plotlyTrace({ trace, places }: DrawnTrace, k: number, onField: boolean): object {
	const { mode = "lines", labels, secondAxis = false } = trace;
	const name = plain(trace.name);
	const [x, y] = [0, 1].map((axis) => {
		const rounded = roundingOf(
			places.flatMap((place) => (place === null ? [] : [place[axis]])),
			DIGITS,
		);
		return places.map((place) => place && rounded(place[axis]));
	});
	const own = { name, x, y, ...(secondAxis && { yaxis: "y2" }) };
	const color = COLOURS[k % COLOURS.length];
	if (mode === "bars") return { type: "bar", ...own, marker: { color } };
	// No line leads to a point that stands alone.
	const sizes = mode === "lines" ? places.map((_, i) => (isAlone(places, i) ? MARK : 0)) : [];
	const shown = sizes.some((size) => size > 0) ? "lines+markers" : mode;
	return {
		type: "scatter",
		...own,
		mode: labels === undefined ? shown : `${shown}+text`,
		...(labels !== undefined && { text: labels.map(plain), textposition: "top center", cliponaxis: false }),
		line: { color, dash: DASHES[k % DASHES.length] },
		marker: {
			color,
			symbol: SYMBOLS[k % SYMBOLS.length],
			size: shown === mode ? MARK : sizes,
			opacity: 1,
			...(onField && { line: { color: "#fff", width: 1 } }), // it stands out from its ground
		},
	};
}

function axes({ x, y, y2, xRange, yRange, y2Range, xLog, yLog, xNames, yNames, equalAxes }: FigureOptions): object {
	const axis = (title: object, range?: readonly number[], isLog = false, names?: readonly string[]) => ({
		title,
		// Plotly's ranges of logarithmic axes are powers of ten.
		...(range && { range: isLog ? range.map(Math.log10) : range }),
		...(isLog && { type: "log", exponentformat: "power" }),
		...(names && { tickmode: "array", tickvals: names.map((_, k) => k), ticktext: names.map(plain) }),
		...(equalAxes && { constrain: "domain" }),
	});
	return {
		xaxis: axis({ text: plain(x) }, xRange, xLog, xNames),
		yaxis: {
			...axis({ text: plain(y), standoff: 12 }, yRange, yLog, yNames),
			...(yNames && { autorange: "reversed" }), // rows from the top, as one writes a matrix
			...(equalAxes && { scaleanchor: "x", scaleratio: 1 }),
		},
		...(y2 !== undefined && {
			yaxis2: {
				...axis({ text: plain(y2), standoff: 12 }, y2Range),
				overlaying: "y",
				side: "right",
				showgrid: false,
				tickmode: "auto",
				constrain: undefined,
			},
		}),
	};
}

/** Where a curve explodes, it says so. */
function explosion({ trace, places, explodesAt }: DrawnTrace, k: number, { xLog, yLog }: FigureOptions): object[] {
	const place = explodesAt === null ? null : places[explodesAt];
	if (place === null) return [];
	const { name, secondAxis = false } = trace;
	return [
		{
			x: xLog ? Math.log10(place[0]) : place[0],
			y: yLog && !secondAxis ? Math.log10(place[1]) : place[1],
			yref: secondAxis ? "y2" : "y",
			text: `${plain(name)} explodes ↑`,
			showarrow: false,
			yanchor: "bottom",
			font: { color: COLOURS[k % COLOURS.length] },
		},
	];
}

function fieldTrace({ x, y, z, kind, title, numbers = false }: Field): object {
	const [largest, written] = [largestSize(z), fieldText({ z })];
	return {
		type: kind === "heat" ? "heatmap" : "contour",
		x,
		y,
		z: z.map((row) => row.map((value) => (isDrawable(value) ? value : null))),
		...(kind === "heat" && { zmin: -largest, zmax: largest, colorscale: DIVERGING }),
		...(kind === "contour" && { colorscale: "Viridis", contours: { coloring: "heatmap" }, opacity: 0.75 }),
		...(numbers && {
			text: z.map((row) => row.map((value) => (isDrawable(value) ? withMinus(written(value)) : ""))),
			texttemplate: "%{text}",
			// Plotly fits the size of letters to the cells itself, but not in a single row.
			...(z.length === 1 && x.length > 10 && { textfont: { size: 9 } }),
		}),
		colorbar: { title: { text: plain(title), side: "right" } },
	};
}
