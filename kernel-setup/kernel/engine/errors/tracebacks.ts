/** Errors as a learner reads them: what happened, at which line of which cell, and that line itself. */
import type { ErrorReport } from "../../wire/engine-protocol";
import type { EnginePorts } from "../ports";
import { withoutBoxes } from "./names";
import { DIM, quote, RED, RESET } from "./quote";
import type { Position, Sources } from "./sources";

interface Frame {
	name: string;
	position: Position;
}

/** `    at name (file:line:column)` or `    at file:line:column` */
const FRAME = /^\s+at (?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;

function where(position: Position): string {
	return `${position.label}, line ${position.line}, column ${position.column}`;
}

const isSomebodys = ({ position }: Frame) => position.text !== undefined;

export class Tracebacks {
	constructor(
		private readonly sources: Sources,
		private readonly ports: Pick<EnginePorts, "inspect">,
	) {}

	/** The line of a cell or of a learner's own file from which something was thrown, as in "my-gates.ts, line 7". */
	whereThrown(thrown: unknown): string | undefined {
		const own = this.framesOf(String((thrown as Partial<Error> | null)?.stack ?? "")).find(isSomebodys);
		return own && `${own.position.label}, line ${own.position.line}`;
	}

	/** A report of anything that was thrown, an Error or not. */
	reportOf(thrown: unknown): ErrorReport {
		const isError = thrown instanceof Error || (typeof thrown === "object" && thrown !== null && "stack" in thrown);
		if (!isError) {
			const evalue = this.ports.inspect(thrown);
			return { ename: "Thrown", evalue, traceback: [`${RED}Thrown${RESET}: ${evalue}`] };
		}
		const error = thrown as Error;
		const ename = String(error.name ?? "Error");
		const evalue = withoutBoxes(String(error.message ?? ""));
		const traceback = [`${RED}${ename}${RESET}: ${evalue}`];
		const frames = this.framesOf(String(error.stack ?? ""));
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
			const cause = this.reportOf(error.cause);
			traceback.push(`${DIM}caused by${RESET} ${cause.ename}: ${cause.evalue}`);
		}
		return { ename, evalue, traceback };
	}

	private framesOf(stack: string): Frame[] {
		const frames: Frame[] = [];
		for (const line of stack.split("\n")) {
			const match = FRAME.exec(line);
			if (match === null) continue;
			const [, name = "", file, row, column] = match;
			const position = this.sources.originalPosition(file, Number(row), Number(column));
			// Node's frames and the kernel's own have no registered source: they are not the learner's business.
			if (position !== undefined) frames.push({ name: name.replace(/^async /, ""), position });
		}
		return frames;
	}
}
