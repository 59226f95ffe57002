/** How a figure looks in a light and in a dark page. What the figure sets itself wins. */

export const HEIGHT = 360;

/** The bar of tools lies over the figure: it is there while a pointer is. */
export const CONFIG = { displaylogo: false, displayModeBar: "hover" };

/** @param color that of text */
export function themed(layout: Record<string, unknown>, dark: boolean, color: string): object {
	const grid = dark ? "#4a4a4a" : "#e3e3e3";
	const axis = (own: unknown) => ({ gridcolor: grid, zerolinecolor: grid, automargin: true, ...(own as object) });
	return {
		height: HEIGHT,
		autosize: true,
		margin: { t: 40, r: 20, b: 50, l: 60 },
		paper_bgcolor: "rgba(0,0,0,0)",
		plot_bgcolor: "rgba(0,0,0,0)",
		hovermode: "x",
		modebar: { bgcolor: "rgba(0,0,0,0)", color: "#999", activecolor: "#1976d2" },
		uirevision: "keep the reader's zoom",
		...layout,
		font: { color, ...(layout.font as object) },
		...Object.fromEntries(
			["xaxis", "yaxis", ...Object.keys(layout).filter((key) => /^[xy]axis\d+$/.test(key))].map((key) => [
				key,
				axis(layout[key]),
			]),
		),
	};
}
