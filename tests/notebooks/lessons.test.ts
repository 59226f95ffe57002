import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { refreshWorkbook } from "../../kernel-setup/lessons/workbook";
import { NOTEBOOKS, ROOT } from "../places";
import { temporaryFolder } from "../temporary";
import { executedLesson } from "./executed";
import {
	type CompiledLessons,
	compileLessons,
	complaintsAbout,
	execute,
	lessons,
	readNotebook,
	textOf,
	verdictsIn,
} from "./notebook";

const lesson = (start: string) => path.join(NOTEBOOKS, lessons().find((name) => name.startsWith(start)) as string);

describe("every lesson", () => {
	// Two at a time: as many as a small machine has cores.
	it.concurrent.each(lessons())("%s runs from top to bottom, and shows what it should", {
		timeout: 300_000,
	}, async (name) => {
		const notebook = readNotebook(await executedLesson(name));
		expect(complaintsAbout(notebook)).toEqual([]);
		// The solutions are in it: every exercise is right.
		const verdicts = verdictsIn(notebook);
		expect(verdicts.filter(({ outcome }) => outcome !== "right")).toEqual([]);
		expect(verdicts.length).toBeGreaterThan(0);
		// A live figure leaves one picture behind, not all its frames.
		expect(JSON.stringify(notebook).length).toBeLessThan(500_000);
	});

	it.each(lessons())("%s is committed clean: no outputs, every cell with its id", (name) => {
		const { cells } = readNotebook(path.join(NOTEBOOKS, name));
		expect(
			cells.filter(
				(cell) => cell.cell_type === "code" && (cell.outputs?.length !== 0 || cell.execution_count !== null),
			),
		).toEqual([]);
		expect(new Set(cells.map((cell) => cell.id)).size).toBe(cells.length);
	});
});

/** Lets a notebook run all of its cells, and then all of them again in the same kernel. */
function double(file: string): void {
	const { cells, ...rest } = readNotebook(file);
	const again = cells.map((cell) => ({ ...cell, id: `${cell.id}-again` }));
	writeFileSync(file, JSON.stringify({ ...rest, cells: [...cells, ...again] }));
}

describe("the learner's copy of every lesson", () => {
	// Without Jupyter: that the kernel runs lessons is tested above, and on copies in tests/browser/.
	const workbook = temporaryFolder("copy");
	let compiled: CompiledLessons;
	beforeAll(async () => {
		refreshWorkbook(NOTEBOOKS, workbook);
		for (const name of lessons()) double(path.join(workbook, name));
		compiled = await compileLessons(workbook, lessons());
	}, 300_000);

	it.concurrent.each(lessons())("%s runs, too, and all of it again in the same kernel", async (name) => {
		const notebook = await compiled.run(name);
		expect(complaintsAbout(notebook)).toEqual([]);
		// Nobody has written anything yet: no exercise is right, and none is wrong.
		const verdicts = verdictsIn(notebook);
		expect(verdicts.filter(({ outcome }) => outcome !== "untouched")).toEqual([]);
		expect(verdicts.length).toBeGreaterThan(0);
	});
});

describe("lesson 10 on a corpus of one's own", () => {
	/** Runs lesson 10 on train, dev and test.conll in this folder; returns the entity F1 on its test set. */
	async function scoreOn(folder: string, epochs: number): Promise<number> {
		const parameters = `corpusFolder = ${JSON.stringify(folder)};\nepochs = ${epochs};`;
		const notebook = await execute(lesson("10"), { parameters });
		expect(complaintsAbout(notebook)).toEqual([]);
		return Number(/test entity F1: ([\d.]+)/.exec(textOf(notebook))?.[1]);
	}

	it("trains and scores on files", { timeout: 300_000 }, async () => {
		const folder = temporaryFolder("corpus");
		const generate = ["ner", "generate", "--out", folder, "--seed", "7", "--train", "800", "--other", "200"];
		execFileSync(process.execPath, [path.join(ROOT, "kernel-setup/gradlab.mjs"), ...generate]);
		expect(await scoreOn(folder, 5)).toBeGreaterThanOrEqual(80);
	});

	// Balasuriya et al. 2009; the project does not ship it.
	const wikigold = process.env.GRADLAB_WIKIGOLD;
	it("trains and scores on WikiGold", { timeout: 300_000 }, async ({ skip }) => {
		if (wikigold === undefined)
			return skip("GRADLAB_WIKIGOLD names no folder with WikiGold's train, dev and test.conll");
		expect(await scoreOn(wikigold, 10)).toBeGreaterThanOrEqual(40);
	});

	it("a folder that is not there is said so, by name", async () => {
		const options = { parameters: 'corpusFolder = "/nowhere";', byCommand: true };
		const notebook = await execute(lesson("10"), options);
		expect(complaintsAbout(notebook)[0]).toContain("DataError: /nowhere/train.conll: there is no such file");
	});
});

describe("the notebook test can fail", () => {
	const cell = (id: string, source: string) => ({
		cell_type: "code",
		id,
		metadata: {},
		execution_count: null,
		outputs: [],
		source,
	});
	const notebookOf = (...sources: string[]) => {
		const file = path.join(temporaryFolder("bad"), "bad.ipynb");
		const cells = sources.map((source, k) => cell(`c${k}`, source));
		writeFileSync(
			file,
			JSON.stringify({
				cells,
				metadata: { kernelspec: { name: "gradlab", display_name: "x", language: "typescript" } },
				nbformat: 4,
				nbformat_minor: 5,
			}),
		);
		return file;
	};

	it("on an error, and on the cells behind it", async () => {
		const complaints = complaintsAbout(await execute(notebookOf("1", 'throw new Error("no")', "2")));
		expect(complaints).toEqual(["c1: Error: no", "c2 was not run"]);
	});

	it("on stderr, and on a cell that shows nothing", async () => {
		const complaints = complaintsAbout(
			await execute(notebookOf('console.error("oops")', "undefined", "const quiet = 1")),
		);
		expect(complaints).toEqual(["c0 wrote to stderr: oops\n", "c1 should show something and shows nothing"]);
	});
});
