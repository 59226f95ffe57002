/**
 * `npm run lessons:site`: the executed lessons as a static site, for those who only want to read. It works offline, from
 * a folder: formulas, figures and search lie in it.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Problem } from "../../setup/owners.mjs";
import { jupyterEnvironment, NOTEBOOKS, ROOT, VENV_PYTHON } from "../../setup/places";
import { buildPlotly, MINIFIED } from "../../setup/renderer";
import { step } from "../../setup/step.mjs";
import { lessonFiles } from "../topic-index";
import { handedOut, withoutSolutions } from "../workbook";
import { indexPage, type Lesson, lessonPage, topicsPage } from "./pages";

const run = promisify(execFile);
const SITE = path.join(ROOT, "site");
/** As many lessons at a time as a small machine has cores. */
const AT_A_TIME = 2;
const MOST_OUTPUT = 64 * 2 ** 20;

interface Executed {
	cells: { id: string; outputs?: { output_type: string; ename?: string; evalue?: string }[] }[];
}

/** Executes a lesson, given by its name; returns the file of the executed notebook. */
type Execute = (name: string, folder: string) => Promise<string>;

const script = (file: string) => path.join(ROOT, "kernel-setup/lessons", file);

const execute: Execute = async (name, folder) => {
	const executed = path.join(folder, name);
	await run(VENV_PYTHON, [script("execute.py"), path.join(NOTEBOOKS, name), executed], { env: jupyterEnvironment() });
	return executed;
};

/** @throws Problem where a cell of an executed lesson fails */
function requireRun(name: string, executed: string): void {
	const { cells } = JSON.parse(readFileSync(executed, "utf8")) as Executed;
	for (const { id, outputs = [] } of cells)
		for (const { output_type, ename, evalue } of outputs)
			if (output_type === "error")
				throw new Problem(
					`${name}, cell ${id}: ${ename}: ${evalue}`,
					"Mend the lesson, or the library, and build the site again.",
				);
}

async function readLessons(execute: Execute): Promise<Lesson[]> {
	const folder = mkdtempSync(path.join(tmpdir(), "gradlab-site-"));
	const names = lessonFiles();
	const files: string[] = [];
	try {
		await step("Executing the lessons", async (show) => {
			const next = names.entries();
			let executed = 0;
			const worker = async () => {
				for (const [k, name] of next) {
					files[k] = await execute(name, folder);
					requireRun(name, files[k]);
					show(`${++executed} of ${names.length}`);
				}
			};
			await Promise.all(Array.from({ length: AT_A_TIME }, worker));
		});
		const options = { env: jupyterEnvironment(), maxBuffer: MOST_OUTPUT };
		const { stdout } = await run(VENV_PYTHON, [script("site/lesson_html.py"), ...files], options);
		const pages = JSON.parse(stdout) as Omit<Lesson, "file">[];
		return pages.map((lesson, k) => ({ file: names[k].replace(/\.ipynb$/, ".html"), ...lesson }));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** What the pages load, all of it files beside them. */
async function writeAssets(folder: string): Promise<void> {
	const { build } = await import("esbuild");
	mkdirSync(folder, { recursive: true });
	await build({
		...MINIFIED,
		entryPoints: [path.join(ROOT, "kernel-setup/renderer/site-page.ts")],
		bundle: true,
		format: "iife",
		outfile: path.join(folder, "page.js"),
	});
	await buildPlotly(path.join(folder, "plotly.js"));
	cpSync(path.join(ROOT, "node_modules/mathjax/es5/tex-svg.js"), path.join(folder, "mathjax.js"));
	cpSync(path.join(ROOT, "kernel-setup/lessons/site/style.css"), path.join(folder, "style.css"));
}

/** Search is over sections. A page of a folder may not fetch a file, but it may load a script. */
function searchScript(lessons: readonly Lesson[]): string {
	const sections = lessons.flatMap(({ file, title, sections }) =>
		sections.map(({ heading, anchor, text }) => ({ id: `${file}#${anchor}`, lesson: title, heading, text })),
	);
	return `window.SECTIONS = ${JSON.stringify(sections)};\n`;
}

/**
 * Writes the site.
 * @param folder emptied before, if a site is in it
 * @param from where executed lessons come from; by default they are executed now
 */
export async function buildSite(folder: string, from: Execute = execute): Promise<void> {
	const lessons = await readLessons(from);
	rmSync(folder, { recursive: true, force: true });
	await writeAssets(path.join(folder, "assets"));
	writeFileSync(path.join(folder, "assets/sections.js"), searchScript(lessons));
	for (const [k, { file }] of lessons.entries()) writeFileSync(path.join(folder, file), lessonPage(lessons, k));
	writeFileSync(path.join(folder, "index.html"), indexPage(lessons));
	writeFileSync(path.join(folder, "topics.html"), topicsPage(lessons));
	// Files that exercises are written in, as a learner gets them; .txt, so that a browser shows them.
	for (const name of handedOut().filter((file) => file.endsWith(".ts")))
		writeFileSync(
			path.join(folder, `${name}.txt`),
			withoutSolutions(name, readFileSync(path.join(NOTEBOOKS, name), "utf8")),
		);
}

if (require.main === module)
	buildSite(SITE).then(
		() => console.log(`\nThe lessons stand in ${SITE}. Open ${path.join(SITE, "index.html")} in a browser.`),
		(error: unknown) => {
			if (!(error instanceof Problem)) throw error;
			console.error(`\n${error.message}\n${error.todo}`);
			process.exitCode = 1;
		},
	);
