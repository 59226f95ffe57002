/** Builds the JupyterLab extension that draws figures, with Plotly beside it as a local file. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { alone } from "./alone.mjs";
import { mayMake } from "./owners.mjs";
import { LABEXTENSION, RENDERER, ROOT, VENV } from "./places";
import { isStamped } from "./stamp";
import { step } from "./step.mjs";

const STAMP = path.join(LABEXTENSION, ".gradlab-stamp");
const PLOTLY = path.join(ROOT, "node_modules/plotly.js-dist");

/** How esbuild writes what a browser loads. */
export const MINIFIED = { minify: true, logLevel: "error", target: "es2022" } as const;

function plotlyVersion(): string {
	return (JSON.parse(readFileSync(path.join(PLOTLY, "package.json"), "utf8")) as { version: string }).version;
}

function fingerprint(): string {
	const hash = createHash("sha256").update(plotlyVersion());
	for (const file of readdirSync(RENDERER).sort()) hash.update(readFileSync(path.join(RENDERER, file)));
	return hash.digest("hex");
}

export function isRendererReady(): boolean {
	return isStamped(STAMP, fingerprint());
}

export async function ensureRenderer(): Promise<void> {
	if (isRendererReady()) return;
	mayMake(LABEXTENSION, existsSync(LABEXTENSION) ? "is of another version" : "is missing");
	await alone(ROOT, async () => {
		if (!isRendererReady()) await step("Building the figure renderer", buildRenderer);
	});
}

async function buildRenderer(): Promise<void> {
	const { build } = await import("esbuild");
	rmSync(LABEXTENSION, { recursive: true, force: true });
	const folder = path.join(LABEXTENSION, "static");
	mkdirSync(folder, { recursive: true });
	await build({
		...MINIFIED,
		entryPoints: [path.join(RENDERER, "index.ts")],
		bundle: true,
		format: "iife",
		outfile: path.join(folder, "remoteEntry.js"),
	});
	await buildPlotly(path.join(folder, "plotly.js"));
	const manifest = {
		name: "gradlab-renderer",
		version: plotlyVersion(),
		description: "Draws gradlab's figures in JupyterLab, live",
		license: "MIT",
		jupyterlab: {
			extension: true,
			mimeExtension: true,
			_build: { load: "static/remoteEntry.js", extension: "./extension", mimeExtension: "./mimeExtension" },
		},
	};
	writeFileSync(path.join(LABEXTENSION, "package.json"), JSON.stringify(manifest, null, 2));
	silenceAnnouncements();
	writeFileSync(STAMP, fingerprint());
}

/** Plotly as one small file, to be loaded by a page. */
export async function buildPlotly(outfile: string): Promise<void> {
	const { build } = await import("esbuild");
	await build({ ...MINIFIED, entryPoints: [path.join(PLOTLY, "plotly.js")], outfile, legalComments: "inline" });
}

/** JupyterLab asks every new user whether it may fetch news from the network. Lessons work offline. */
function silenceAnnouncements(): void {
	const folder = path.join(VENV, "etc/jupyter/labconfig");
	mkdirSync(folder, { recursive: true });
	const config = { disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true } };
	writeFileSync(path.join(folder, "page_config.json"), JSON.stringify(config, null, 2));
}
