/**
 * The learner's copies of the lessons, and of the files that exercises are written in, without the solutions. A copy
 * that somebody touched is hers: no update of the lessons ever overwrites it.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { NOTEBOOKS, workbookOf } from "../setup/places";

/** name of a file → hash of the copy as it was handed out */
type Ledger = Record<string, string>;

interface Notebook {
	cells: { cell_type: string; source: string | string[] }[];
}

export interface Refreshed {
	written: string[];
	/** Touched by the learner, and the lesson has changed since: kept as they are. */
	kept: string[];
}

const SOLUTION = /^([ \t]*)\/\/ BEGIN SOLUTION[\s\S]*?\/\/ END SOLUTION[^\n]*$/gm;
export const STUB = "// YOUR CODE HERE";
/** A function in a file has to return what it says; until somebody writes it, it throws. */
const THROWING_STUB = [STUB, 'throw new Error("not implemented");'];

/** What a learner is handed: lessons and TypeScript files, in order. */
export function handedOut(folder = NOTEBOOKS): string[] {
	return readdirSync(folder)
		.filter((name) => /\.(ipynb|ts)$/.test(name))
		.sort();
}

/** A lesson, or a file that exercises are written in, as a learner gets it. */
export function withoutSolutions(name: string, text: string): string {
	return name.endsWith(".ipynb") ? lessonWithoutSolutions(text) : fileWithoutSolutions(text);
}

function lessonWithoutSolutions(lesson: string): string {
	const notebook = JSON.parse(lesson) as Notebook;
	for (const cell of notebook.cells) {
		if (cell.cell_type !== "code") continue;
		const text = Array.isArray(cell.source) ? cell.source.join("") : cell.source;
		if (!text.includes("BEGIN SOLUTION")) continue;
		const stripped = text.replace(SOLUTION, (_all, indent: string) => indent + STUB);
		cell.source = stripped.split(/(?<=\n)/);
	}
	return `${JSON.stringify(notebook, null, 1)}\n`;
}

function fileWithoutSolutions(text: string): string {
	return text.replace(SOLUTION, (_all, indent: string) => THROWING_STUB.map((line) => indent + line).join("\n"));
}

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

export function refreshWorkbook(lessons = NOTEBOOKS, workbook = workbookOf()): Refreshed {
	mkdirSync(workbook, { recursive: true });
	const ledgerFile = path.join(workbook, ".gradlab.json");
	const ledger: Ledger = existsSync(ledgerFile) ? (JSON.parse(readFileSync(ledgerFile, "utf8")) as Ledger) : {};
	const refreshed: Refreshed = { written: [], kept: [] };
	for (const name of handedOut(lessons)) {
		const fresh = withoutSolutions(name, readFileSync(path.join(lessons, name), "utf8"));
		const copy = path.join(workbook, name);
		const present = existsSync(copy) ? hashOf(readFileSync(copy, "utf8")) : undefined;
		const before = ledger[name];
		if (before === hashOf(fresh) && present !== undefined) continue;
		if (present !== undefined && present !== before) {
			refreshed.kept.push(name);
			continue;
		}
		writeWhole(copy, fresh);
		ledger[name] = hashOf(fresh);
		writeWhole(ledgerFile, `${JSON.stringify(ledger, null, 2)}\n`);
		refreshed.written.push(name);
	}
	return refreshed;
}

/** All of it or nothing, whenever the power goes. */
function writeWhole(file: string, text: string): void {
	writeFileSync(`${file}.new`, text);
	renameSync(`${file}.new`, file);
}
