/** Executes notebooks, several at a time. */
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { Problem } from "../../setup/owners.mjs";
import { NOTEBOOKS } from "../../setup/places";
import { lessonFiles } from "../topic-index";
import { readNotebookText } from "./notebook-text";
import { type Parameters, parametersCell, requireDeclared } from "./parameters";
import type { LessonRun } from "./report";
import { Worker } from "./worker";

export interface RunOptions {
	/** How many at a time. */
	readonly jobs: number;
	readonly parameters: Parameters;
	/** Seconds for one cell. */
	readonly timeout: number;
	/** The folder for the executed notebooks, or none. */
	readonly output?: string;
	/** Told when one has ended. */
	readonly onEnd?: (run: LessonRun) => void;
	/** Told what is being executed: for each job its notebook and how far that is. */
	readonly onProgress?: (states: readonly string[]) => void;
}

export const jobsHere = (): number => Math.max(1, cpus().length);

/**
 * The notebooks that are meant: files, folders, or lessons by their number ("06"); without any, all lessons.
 * @throws Problem for what is none of these
 */
export function notebooksNamed(names: readonly string[]): string[] {
	if (names.length === 0) return lessonFiles().map((name) => path.join(NOTEBOOKS, name));
	return [...new Set(names.flatMap(filesOf))];
}

function filesOf(name: string): string[] {
	if (/^\d\d$/.test(name) && !existsSync(name)) {
		const lesson = lessonFiles().find((file) => file.startsWith(name));
		if (lesson === undefined)
			throw new Problem(
				`There is no lesson ${name}.`,
				`There are ${lessonFiles()[0].slice(0, 2)} to ${lessonFiles().at(-1)?.slice(0, 2)}.`,
			);
		return [path.join(NOTEBOOKS, lesson)];
	}
	if (!existsSync(name))
		throw new Problem(
			`${name} is not there.`,
			"Name notebooks, folders with notebooks, or lessons by number, as in 06.",
		);
	if (!statSync(name).isDirectory()) return [path.resolve(name)];
	const inside = readdirSync(name)
		.filter((file) => file.endsWith(".ipynb"))
		.sort()
		.map((file) => path.resolve(name, file));
	if (inside.length === 0) throw new Problem(`There is no notebook in ${name}.`, "Name a folder that has some.");
	return inside;
}

/** As they are named to people: from where they are. */
const shortName = (file: string) => {
	const short = path.relative(process.cwd(), file);
	return short.startsWith("..") ? file : short;
};

/** Runs all of them, whatever becomes of each; in the order in which they were given. */
export async function runNotebooks(files: readonly string[], options: RunOptions): Promise<LessonRun[]> {
	const texts = files.map(readNotebookText);
	requireDeclared(texts, options.parameters);
	if (options.output !== undefined) mkdirSync(options.output, { recursive: true });
	const runs: LessonRun[] = [];
	const states: string[] = [];
	const next = files.entries();
	const work = async (job: number) => {
		const worker = new Worker();
		for (const [k, file] of next) {
			const name = shortName(file);
			runs[k] = await runOne(
				worker,
				file,
				name,
				(cell, cells) => {
					states[job] = `${path.basename(file, ".ipynb")} ${cell + 1}/${cells}`;
					options.onProgress?.(states.filter(Boolean));
				},
				options,
			);
			states[job] = "";
			options.onEnd?.(runs[k]);
		}
		worker.end();
	};
	await Promise.all(Array.from({ length: Math.min(options.jobs, files.length) }, (_, job) => work(job)));
	return runs;
}

async function runOne(
	worker: Worker,
	source: string,
	name: string,
	progress: (cell: number, cells: number) => void,
	{ output, parameters, timeout }: RunOptions,
): Promise<LessonRun> {
	const begin = performance.now();
	const text = readNotebookText(source);
	const cell = parametersCell(text, parameters);
	const target = output === undefined ? null : path.join(output, path.basename(source));
	const outcome = await worker.execute({ source, target, parameters: cell, timeout }, progress);
	return { name, seconds: (performance.now() - begin) / 1000, text: withCell(text, cell), ...outcome };
}

/** Where the worker put it: behind the cell of parameters. */
function withCell(text: ReturnType<typeof readNotebookText>, parameters: string): typeof text {
	if (parameters === "") return text;
	const at = text.cells.findIndex(({ tags }) => tags.includes("parameters")) + 1;
	const cell = { id: "parameters of this run", isCode: true, source: parameters, tags: [] };
	return { cells: [...text.cells.slice(0, at), cell, ...text.cells.slice(at)] };
}
