/** Builds the JupyterLab extension that draws figures, with Plotly beside it as a local file. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LABEXTENSION, RENDERER_SOURCE, ROOT, VENV } from "./places";
import { Progress } from "./progress";
import { isStamped } from "./stamp";

const STAMP = path.join(LABEXTENSION, ".gradlab-stamp");
const PLOTLY = path.join(ROOT, "node_modules/plotly.js-dist");

function plotlyVersion(): string {
	return (JSON.parse(readFileSync(path.join(PLOTLY, "package.json"), "utf8")) as { version: string }).version;
}

function fingerprint(): string {
	return createHash("sha256").update(readFileSync(RENDERER_SOURCE)).update(plotlyVersion()).digest("hex");
}

export function isRendererReady(): boolean {
	return isStamped(STAMP, fingerprint());
}

export async function ensureRenderer(): Promise<void> {
	if (isRendererReady()) return;
	const progress = new Progress("Building the figure renderer");
	const { build } = await import("esbuild");
	rmSync(LABEXTENSION, { recursive: true, force: true });
	const folder = path.join(LABEXTENSION, "static");
	mkdirSync(folder, { recursive: true });
	const common = { minify: true, logLevel: "error", target: "es2022" } as const;
	await build({
		...common,
		entryPoints: [RENDERER_SOURCE],
		bundle: true,
		format: "iife",
		outfile: path.join(folder, "remoteEntry.js"),
	});
	await build({
		...common,
		entryPoints: [path.join(PLOTLY, "plotly.js")],
		outfile: path.join(folder, "plotly.js"),
		legalComments: "inline",
	});
	const manifest = {
		name: "gradlab-renderer",
		version: plotlyVersion(),
		description: "Draws gradlab's figures in JupyterLab, live",
		license: "MIT",
		jupyterlab: { mimeExtension: true, _build: { load: "static/remoteEntry.js", mimeExtension: "./mimeExtension" } },
	};
	writeFileSync(path.join(LABEXTENSION, "package.json"), JSON.stringify(manifest, null, 2));
	silenceAnnouncements();
	writeFileSync(STAMP, fingerprint());
	progress.done();
}

/** JupyterLab asks every new user whether it may fetch news from the network. Lessons work offline. */
function silenceAnnouncements(): void {
	const folder = path.join(VENV, "etc/jupyter/labconfig");
	mkdirSync(folder, { recursive: true });
	const config = { disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true } };
	writeFileSync(path.join(folder, "page_config.json"), JSON.stringify(config, null, 2));
}
