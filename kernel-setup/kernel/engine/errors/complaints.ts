/** What the compiler has to say about a cell, and how a learner reads it. */
import type { ErrorReport } from "../../wire/engine-protocol";
import { DIM, quote, RED, RESET } from "./quote";

/** One complaint of the compiler. */
export interface Complaint {
	line: number;
	column: number;
	message: string;
	/** The imported file that it is about, from the notebook's folder; undefined for the cell itself. */
	file?: string;
	syntax: boolean;
}

/** tslab puts a line after the cell: what the compiler misses there is missing at the end of the cell. */
function within(text: string, complaint: Complaint): Complaint {
	const lines = text.split("\n");
	if (complaint.line <= lines.length) return complaint;
	return { ...complaint, line: lines.length, column: lines[lines.length - 1].length + 1 };
}

/**
 * A cell that does not compile: nothing of it ran.
 * @param textOf the text of an imported file as it stands; nothing where it has gone meanwhile
 */
export function compileReport(
	found: Complaint[],
	label: string,
	text: string,
	textOf: (file: string) => string,
): ErrorReport {
	const complaints = found.map((complaint) => (complaint.file === undefined ? within(text, complaint) : complaint));
	const [first] = complaints;
	const ename = first.syntax ? "SyntaxError" : "TypeError";
	const traceback: string[] = [];
	for (const { file, line, column, message } of complaints) {
		traceback.push(`${RED}${ename}${RESET}: ${message}`);
		traceback.push(`${DIM}in${RESET} ${file ?? label}, line ${line}, column ${column}`);
		traceback.push(...quote(file === undefined ? text : textOf(file), line, column));
	}
	const where = `${first.file ?? label}, line ${first.line}, column ${first.column}`;
	return { ename, evalue: `${first.message} (${where})`, traceback };
}
