/**
 * What gradlab shows in JupyterLab: sliders (slider.ts) and figures. A figure is plain Plotly JSON under a MIME type of
 * its own, since the stock Plotly renderer draws the first frame only and ignores every update. This file is a
 * module-federation container written by hand; esbuild bundles it, and Plotly lies beside it as a local file that is
 * loaded once a page, at the first figure.
 */

import { loadPlotly } from "./plotly";
import { addSliders, type Tracker } from "./slider";
import { CONFIG, HEIGHT, themed } from "./theme";

const NAME = "gradlab-renderer";
const MIME = "application/vnd.gradlab.figure.v1+json";

interface Figure {
	data: object[];
	layout?: Record<string, unknown>;
	config?: object;
}

interface Model {
	data: Record<string, unknown>;
}

type Shared = Record<string, Record<string, { get(): Promise<() => unknown> }>>;

declare global {
	interface Window {
		_JUPYTERLAB?: Record<string, { init(shared: Shared): void; get(module: string): Promise<() => unknown> }>;
	}
}

const here = (document.currentScript as HTMLScriptElement).src.replace(/[^/]*$/, "");
const css = (name: string, fallback: string) =>
	getComputedStyle(document.body).getPropertyValue(name).trim() || fallback;

/** The figure's layout in the colours of JupyterLab's theme. */
function inTheme(layout: Record<string, unknown> = {}): object {
	const dark = document.body.dataset.jpThemeLight === "false";
	return themed(layout, dark, css("--jp-content-font-color1", dark ? "#ddd" : "#222"));
}

interface WidgetInstance {
	node: HTMLElement;
	addClass(name: string): void;
	dispose(): void;
}

function rendererClass(Widget: new () => WidgetInstance) {
	return class FigureRenderer extends Widget {
		private figure: Figure | undefined;
		private scheduled: Promise<void> | null = null;
		private readonly resizes = new ResizeObserver(() => this.fit());
		private readonly themes = new MutationObserver(() => void this.schedule());

		constructor() {
			super();
			this.addClass("gradlab-figure");
			this.node.style.minHeight = `${HEIGHT}px`;
			this.resizes.observe(this.node);
			this.themes.observe(document.body, {
				attributes: true,
				attributeFilter: ["data-jp-theme-name", "data-jp-theme-light"],
			});
		}

		/** JupyterLab calls this for the first bundle and for every update. */
		renderModel(model: Model): Promise<void> {
			this.figure = model.data[MIME] as Figure;
			// What the figure shows, in words, comes along as its plain text.
			this.node.setAttribute("role", "img");
			this.node.setAttribute("aria-label", String(model.data["text/plain"] ?? "a figure"));
			return this.schedule();
		}

		override dispose(): void {
			this.resizes.disconnect();
			this.themes.disconnect();
			window.Plotly?.purge(this.node);
			super.dispose();
		}

		/** However many updates arrive, one drawing a frame, always of the latest. */
		private schedule(): Promise<void> {
			this.scheduled ??= new Promise((resolve) => requestAnimationFrame(resolve)).then(() => {
				this.scheduled = null;
				return this.draw();
			});
			return this.scheduled;
		}

		private async draw(): Promise<void> {
			if (this.figure === undefined) return;
			// Plotly writes into what it is given; the figure belongs to the notebook.
			const { data, layout, config } = structuredClone(this.figure);
			try {
				const library = await loadPlotly(`${here}plotly.js`);
				await library.react(this.node, data, inTheme(layout), { ...CONFIG, responsive: false, ...config });
			} catch (error) {
				this.node.textContent = `This figure could not be drawn: ${(error as Error).message}`;
			}
		}

		private fit(): void {
			if ("_fullLayout" in this.node && this.node.offsetWidth > 0) window.Plotly?.Plots.resize(this.node);
		}
	};
}

let shared: Shared;

async function fromJupyterLab<T>(name: string): Promise<T> {
	const [version] = Object.values(shared[name]);
	return (await version.get())() as T;
}

async function figures(): Promise<object> {
	const { Widget } = await fromJupyterLab<{ Widget: new () => WidgetInstance }>("@lumino/widgets");
	const FigureRenderer = rendererClass(Widget);
	return {
		id: `${NAME}:factory`,
		rank: 0,
		dataType: "json",
		rendererFactory: { safe: true, mimeTypes: [MIME], defaultRank: 0, createRenderer: () => new FigureRenderer() },
	};
}

/** A renderer alone would not know the kernel of its notebook; a plugin does. */
async function sliders(): Promise<object> {
	const { Widget } = await fromJupyterLab<{ Widget: new () => WidgetInstance }>("@lumino/widgets");
	const { INotebookTracker } = await fromJupyterLab<{ INotebookTracker: object }>("@jupyterlab/notebook");
	return {
		id: `${NAME}:sliders`,
		description: "Connects the sliders of cells with their kernel",
		autoStart: true,
		requires: [INotebookTracker],
		activate: (_app: object, tracker: Tracker) => addSliders(tracker, Widget),
	};
}

const MODULES: Record<string, () => Promise<object>> = { "./mimeExtension": figures, "./extension": sliders };

window._JUPYTERLAB ??= {};
window._JUPYTERLAB[NAME] = {
	init: (scope) => {
		shared = scope;
	},
	get: async (module) => {
		if (MODULES[module] === undefined) throw new Error(`${NAME} has no module ${module}`);
		const exported = { __esModule: true, default: await MODULES[module]() };
		return () => exported;
	},
};
