/** Errors as a learner reads them: what happened, at which line of which cell, and that line itself. */
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import type { ErrorReport } from "../wire/engine-protocol";
import { originalPosition, type Position } from "./source-maps";

const RED = "\u001b[31m";
const DIM = "\u001b[2m";
const RESET = "\u001b[0m";

interface Frame {
	name: string;
	position: Position;
}

/** `    at name (file:line:column)` or `    at file:line:column` */
const FRAME = /^\s+at (?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;

function framesOf(stack: string): Frame[] {
	const frames: Frame[] = [];
	for (const line of stack.split("\n")) {
		const match = FRAME.exec(line);
		if (match === null) continue;
		const [, name = "", file, row, column] = match;
		const position = originalPosition(file, Number(row), Number(column));
		// Node's frames and the kernel's own have no registered source: they are not the learner's business.
		if (position !== undefined) frames.push({ name: name.replace(/^async /, ""), position });
	}
	return frames;
}

/** The line and a caret under the column. */
export function quote(text: string, line: number, column: number): string[] {
	const content = text.split("\n")[line - 1];
	if (content === undefined) return [];
	const number = String(line);
	const caret = content.slice(0, Math.max(0, column - 1)).replace(/[^\t]/g, " ");
	return [`  ${number} | ${content}`, `  ${" ".repeat(number.length)} | ${caret}^`];
}

function where(position: Position): string {
	return `${position.label}, line ${position.line}, column ${position.column}`;
}

const isSomebodys = ({ position }: Frame) => position.text !== undefined;

/** The line of a cell or of a learner's own file from which something was thrown, as in "my-gates.ts, line 7". */
export function whereThrown(thrown: unknown): string | undefined {
	const own = framesOf(String((thrown as Partial<Error> | null)?.stack ?? "")).find(isSomebodys);
	return own && `${own.position.label}, line ${own.position.line}`;
}

/** A report of anything that was thrown, an Error or not. */
export function reportOf(thrown: unknown): ErrorReport {
	const isError = thrown instanceof Error || (typeof thrown === "object" && thrown !== null && "stack" in thrown);
	if (!isError) {
		const evalue = inspect(thrown);
		return { ename: "Thrown", evalue, traceback: [`${RED}Thrown${RESET}: ${evalue}`] };
	}
	const error = thrown as Error;
	const ename = String(error.name ?? "Error");
	const evalue = String(error.message ?? "");
	const traceback = [`${RED}${ename}${RESET}: ${evalue}`];
	const frames = framesOf(String(error.stack ?? ""));
	const own = frames.find(isSomebodys);
	if (own !== undefined) {
		traceback.push(`${DIM}in${RESET} ${where(own.position)}`);
		traceback.push(...quote(own.position.text as string, own.position.line, own.position.column));
	}
	for (const frame of frames) {
		const { label, line, column } = frame.position;
		const at = `${label}:${line}:${column}`;
		traceback.push(`    ${DIM}at ${frame.name === "" ? at : `${frame.name} (${at})`}${RESET}`);
	}
	if (error.cause !== undefined) {
		const cause = reportOf(error.cause);
		traceback.push(`${DIM}caused by${RESET} ${cause.ename}: ${cause.evalue}`);
	}
	return { ename, evalue, traceback };
}

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

/** A file as it stands; nothing where it has gone meanwhile. */
function textOf(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}

/** A cell that does not compile: nothing of it ran. */
export function compileReport(found: Complaint[], label: string, text: string): ErrorReport {
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
