/** Plotly is large: a page loads it once, when the first figure is there to be drawn. */

export interface Plotly {
	react(node: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
	purge(node: HTMLElement): void;
	Plots: { resize(node: HTMLElement): void };
}

declare global {
	interface Window {
		Plotly?: Plotly;
	}
}

let plotly: Promise<Plotly> | undefined;

/** @param address of the file that setup has built */
export function loadPlotly(address: string): Promise<Plotly> {
	plotly ??= new Promise((resolve, reject) => {
		const script = document.createElement("script");
		script.src = address;
		script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error("it defined nothing")));
		script.onerror = () => reject(new Error(`${script.src} could not be loaded`));
		document.head.appendChild(script);
	});
	return plotly;
}
