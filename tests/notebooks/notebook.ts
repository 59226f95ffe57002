/** Executes notebooks as a grader or a CI does, headless by nbclient, and judges what they show. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { jupyterEnvironment, NOTEBOOKS, ROOT, VENV_PYTHON } from "../places";
import { temporaryFolder } from "../temporary";
import { executeWarm } from "./executor";

export interface Output {
	output_type: "stream" | "display_data" | "execute_result" | "error";
	name?: string;
	text?: string | string[];
	data?: Record<string, unknown>;
	ename?: string;
	evalue?: string;
	traceback?: string[];
}

export interface Cell {
	id: string;
	cell_type: "code" | "markdown";
	source: string | string[];
	outputs?: Output[];
	execution_count?: number | null;
	metadata: { tags?: string[] };
}

export interface Notebook {
	cells: Cell[];
}

export const lessons = (): string[] =>
	readdirSync(NOTEBOOKS)
		.filter((name) => name.endsWith(".ipynb"))
		.sort();

export const joined = (text: string | string[] | undefined): string =>
	Array.isArray(text) ? text.join("") : (text ?? "");

export function readNotebook(file: string): Notebook {
	return JSON.parse(readFileSync(file, "utf8")) as Notebook;
}

/**
 * Runs a notebook from top to bottom; an error stops it and stays in what is returned.
 * @param options.byCommand by the command that people type; else by a worker that has imported Jupyter already
 */
export async function execute(
	file: string,
	{ parameters = "", byCommand = false }: { parameters?: string; byCommand?: boolean } = {},
): Promise<Notebook> {
	const target = path.join(temporaryFolder("run"), path.basename(file));
	if (byCommand) {
		const script = path.join(ROOT, "kernel-setup/lessons/execute.py");
		await promisify(execFile)(VENV_PYTHON, [script, file, target, parameters], { env: jupyterEnvironment() });
	} else await executeWarm(file, target, parameters);
	return readNotebook(target);
}

/** What is wrong with an executed notebook, one line a complaint. A good one has none. */
export function complaintsAbout(notebook: Notebook): string[] {
	return notebook.cells.flatMap((cell) => {
		if (cell.cell_type !== "code") return [];
		const outputs = cell.outputs ?? [];
		const complaints: string[] = [];
		for (const output of outputs) {
			if (output.output_type === "error") complaints.push(`${cell.id}: ${output.ename}: ${output.evalue}`);
			if (output.output_type === "stream" && output.name === "stderr")
				complaints.push(`${cell.id} wrote to stderr: ${joined(output.text)}`);
		}
		if (cell.execution_count == null) complaints.push(`${cell.id} was not run`);
		else if (shouldShow(joined(cell.source)) && outputs.length === 0)
			complaints.push(`${cell.id} should show something and shows nothing`);
		return complaints;
	});
}

/** A cell that ends in an expression, or prints or displays at its top level, is there to be looked at. */
function shouldShow(source: string): boolean {
	const { statements } = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest);
	const last = statements.at(-1);
	const endsInValue =
		last !== undefined &&
		ts.isExpressionStatement(last) &&
		!(ts.isBinaryExpression(last.expression) && last.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken);
	return endsInValue || /^(console\.log|display)\(/m.test(source);
}

export const textOf = (notebook: Notebook): string =>
	notebook.cells
		.flatMap((cell) => cell.outputs ?? [])
		.map((output) => joined(output.text) + joined(output.data?.["text/plain"] as string | string[] | undefined))
		.join("\n");

/** What the exercises of an executed notebook said. */
export function verdictsIn(notebook: Notebook): { id: string; outcome: string; reason: string }[] {
	return notebook.cells
		.flatMap((cell) => cell.outputs ?? [])
		.flatMap(
			(output) =>
				(output.data?.["application/vnd.gradlab.verdict.v1+json"] ?? []) as {
					id: string;
					outcome: string;
					reason: string;
				},
		);
}

/** What stands in a file of the compiled library, and what is planted there instead. */
export interface Bug {
	file: string;
	right: string;
	wrong: string;
}

/** Lessons whose cells were compiled, to be run without Jupyter as often as wanted. */
export interface CompiledLessons {
	/** Runs one in a process of its own, on the library as it is or with a bug in it. */
	run(name: string, bug?: Bug): Promise<Notebook>;
}

/** Compiles lessons with the kernel's own compiler. @param program another Node than this one, to compile and to run on */
export async function compileLessons(
	folder: string,
	names: readonly string[],
	program = process.execPath,
): Promise<CompiledLessons> {
	const compiled = path.join(temporaryFolder("cells"), "cells.json");
	const node = async (...args: string[]) => {
		const script = path.join(import.meta.dirname, "cells.mjs");
		const options = { cwd: folder, timeout: 240_000, maxBuffer: 2 ** 26 };
		return (await promisify(execFile)(program, [script, ...args], options)).stdout;
	};
	await node("compile", compiled, ...names);
	return {
		run: async (name, bug) => {
			const planted = bug === undefined ? [] : [JSON.stringify(bug)];
			return JSON.parse(await node("run", compiled, name, ...planted)) as Notebook;
		},
	};
}
