/** Errors as a learner reads them: what happened, at which line of which cell, and that line itself. */
import type { ErrorReport } from "../../wire/engine-protocol";
import { cutReport } from "./cut";
import { withoutBoxes } from "./names";
import { DIM, quote, RED, RESET } from "./quote";
import type { Position, Sources } from "./sources";
import { errorsOf, isErrorLike, ownProperties, read, text } from "./thrown";

interface Frame {
	name: string;
	position: Position;
}

/** A chain of causes ends somewhere. */
const MANY_LINES = 400;

/** `    at name (file:line:column) {`: what stands before the place, the place, what stands behind it. */
const PRINTED_FRAME = /^(\s+at (?:.*? \()?(?:async )?)([^\s()]+):(\d+):(\d+)\)?(.*)$/;
/** The files of cells are called gradlab-cell-4 (run/runner.ts): what has no place in one is the kernel's. */
const KERNELS_OWN = /^node:|^gradlab-|[/\\]kernel-setup[/\\]kernel[/\\]/;

/** `    at name (file:line:column)` or `    at file:line:column`, with or without `async` */
const FRAME = /^\s+at (?:async )?(?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;

function where(position: Position): string {
	return `${position.label}, line ${position.line}, column ${position.column}`;
}

const isSomebodys = ({ position }: Frame) => position.text !== undefined;

/** Node's errors have their code in it. */
function headOfStack(error: unknown): string {
	try {
		const symbols = [error, Object.getPrototypeOf(error)].flatMap((object) => Object.getOwnPropertySymbols(object));
		const isNodes = symbols.some(({ description }) => description === "kIsNodeError");
		return isNodes
			? `${text(read(error, "name"))} [${text(read(error, "code"))}]: ${text(read(error, "message"))}`
			: Error.prototype.toString.call(error);
	} catch {
		return "Error";
	}
}

export class Tracebacks {
	constructor(
		private readonly sources: Sources,
		private readonly ports: { inspect(value: unknown, depth?: number): string },
	) {}

	/** The line of a cell or of a learner's own file from which something was thrown, as in "my-gates.ts, line 7". */
	whereThrown(thrown: unknown): string | undefined {
		const own = this.framesOf(text(read(thrown, "stack"))).find(isSomebodys);
		return own && `${own.position.label}, line ${own.position.line}`;
	}

	/** What a program reads as the `stack` of an error: as Node writes it, in the learner's own terms. */
	stackOf(error: unknown, frames: readonly object[]): string {
		let stack = headOfStack(error);
		try {
			for (let k = 0; k < frames.length; k++) stack += `\n    at ${text(frames[k])}`;
			return withoutBoxes(this.readable(stack));
		} catch {
			// A cell has replaced what this is made with.
			return stack;
		}
	}

	/** A report of anything that was thrown, an Error or not, with what caused it and what it holds. */
	reportOf(thrown: unknown): ErrorReport {
		const { ename, evalue } = this.headOf(thrown);
		const traceback: string[] = [];
		this.tell(thrown, "", traceback, new Set());
		return cutReport({ ename, evalue, traceback });
	}

	/** Text in which stacks of errors may stand: in the learner's own terms, and without frames of the kernel's. */
	readable(text: string): string {
		if (!/\n\s+at /.test(text)) return text;
		let isOwn = false;
		const lines: string[] = [];
		for (const line of text.split("\n")) {
			const match = PRINTED_FRAME.exec(line);
			if (match === null) {
				isOwn &&= /^\s+at /.test(line);
				lines.push(line);
				continue;
			}
			const [, head, file, row, column, tail] = match;
			const position = this.sources.originalPosition(file, Number(row), Number(column));
			if (position !== undefined) {
				isOwn = true;
				const open = head.endsWith("(") ? ")" : "";
				lines.push(`${head}${position.label}:${position.line}:${position.column}${open}${tail}`);
			} else if (!isOwn || !KERNELS_OWN.test(file)) lines.push(line);
			else if (tail !== "") lines[lines.length - 1] += tail;
		}
		return lines.join("\n");
	}

	private headOf(thrown: unknown): { ename: string; evalue: string } {
		if (!isErrorLike(thrown)) return { ename: "Thrown", evalue: this.ports.inspect(thrown) };
		const ename = text(read(thrown, "name"), "Error");
		return { ename, evalue: withoutBoxes(text(read(thrown, "message"))) };
	}

	private tell(thrown: unknown, relation: string, lines: string[], seen: Set<unknown>): void {
		const { ename, evalue } = this.headOf(thrown);
		const before = relation === "" ? "" : `${DIM}${relation}${RESET} `;
		if (lines.length > MANY_LINES) return void lines.push(`${before}… and more`);
		lines.push(`${before}${RED}${ename}${RESET}: ${evalue}`);
		if (!isErrorLike(thrown)) return;
		if (seen.has(thrown)) return void lines.push(`    ${DIM}(told above)${RESET}`);
		seen.add(thrown);
		this.tellPlace(text(read(thrown, "stack")), lines);
		for (const [name, value] of Object.entries(ownProperties(thrown)))
			lines.push(`    ${name}: ${this.ports.inspect(value, 1).replaceAll("\n", "\n    ")}`);
		const errors = errorsOf(thrown);
		for (const [k, error] of errors.entries()) this.tell(error, `${k + 1} of ${errors.length}:`, lines, seen);
		const cause = read(thrown, "cause");
		if (cause !== undefined) this.tell(cause, "caused by", lines, seen);
	}

	/** The learner's own line, and the calls that led to it. */
	private tellPlace(stack: string, lines: string[]): void {
		const frames = this.framesOf(stack);
		const own = frames.find(isSomebodys);
		if (own !== undefined) {
			lines.push(`${DIM}in${RESET} ${where(own.position)}`);
			lines.push(...quote(own.position.text as string, own.position.line, own.position.column));
		}
		for (const frame of frames) {
			const { label, line, column } = frame.position;
			const at = `${label}:${line}:${column}`;
			lines.push(`    ${DIM}at ${frame.name === "" ? at : `${frame.name} (${at})`}${RESET}`);
		}
	}

	private framesOf(stack: string): Frame[] {
		const frames: Frame[] = [];
		for (const line of stack.split("\n")) {
			const match = FRAME.exec(line);
			if (match === null) continue;
			const [, name = "", file, row, column] = match;
			const position = this.sources.originalPosition(file, Number(row), Number(column));
			// Node's frames and the kernel's own have no registered source: they are not the learner's business.
			if (position !== undefined) frames.push({ name, position });
		}
		return frames;
	}
}
