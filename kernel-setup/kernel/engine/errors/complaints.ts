/** What the compiler has to say about a cell, and how a learner reads it. */
import type { ErrorReport } from "../../wire/engine-protocol";
import { cutReport } from "./cut";
import { DIM, quote, RED, RESET } from "./quote";

/** One complaint of the compiler. */
export interface Complaint {
	line: number;
	column: number;
	/** Where what it is about ends. */
	end: { line: number; column: number };
	message: string;
	/** The imported file that it is about, from the notebook's folder; undefined for the cell itself. */
	file?: string;
	/** TypeScript's number. */
	code: number;
	/** What may have been meant. */
	hint?: string;
}

/** tslab puts a line after the cell: what the compiler misses there is missing at the end of the cell. */
function within(text: string, complaint: Complaint): Complaint {
	const lines = text.split("\n");
	if (complaint.line <= lines.length) return complaint;
	const end = { line: lines.length, column: lines[lines.length - 1].length + 1 };
	return { ...complaint, ...end, end };
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
	const ename = first.code >= 1000 && first.code < 2000 ? "SyntaxError" : "TypeCheckError";
	const traceback: string[] = [];
	for (const { file, line, column, end, message, code, hint } of complaints) {
		traceback.push(`${RED}${ename}${RESET}: ${message} (TS${code})`);
		traceback.push(`${DIM}in${RESET} ${file ?? label}, line ${line}, column ${column}`);
		traceback.push(...quote(file === undefined ? text : textOf(file), line, column, end));
		if (hint !== undefined) traceback.push(hint);
	}
	const where = `${first.file ?? label}, line ${first.line}, column ${first.column}`;
	return cutReport({ ename, evalue: `${first.message} (TS${first.code}, ${where})`, traceback });
}
