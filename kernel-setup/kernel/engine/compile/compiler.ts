/** From the text of a cell to a script, with its declarations carried from cell to cell. */
import ts from "typescript";
import type { Complaint } from "../errors/complaints";
import { awaits } from "./checkpoints";
import { Declarations } from "./declarations";
import { syntaxErrors } from "./internals";
import type { Place, Tslab, TslabDiagnostic } from "./tslab";

/** A cell that is ready to run. */
export interface Script {
	/** The body of a function of `$cell` (run/variables.ts). */
	code: string;
	map: string;
	/** It awaits at its top level. */
	asynchronous: boolean;
	/** It has a value, that of its last expression. */
	hasValue: boolean;
	/** The names that each step of the cell defines, in order. */
	steps: string[][];
	/** Makes the cell's declarations known to later cells. */
	commit(): void;
}

export type Compiled = { script: Script } | { complaints: Complaint[] };

export class CellCompiler {
	private readonly declarations = new Declarations();

	constructor(private readonly tslab: Tslab) {}

	compile(code: string): Compiled {
		const { declarations } = this;
		const { diagnostics, emitted } = this.tslab.convert(String(declarations), declarations.values(), code);
		if (emitted === undefined) return { complaints: complaintsOf(diagnostics) };
		const commit = () => declarations.add(emitted.declarations, emitted.meaningOf);
		return { script: { ...emitted, asynchronous: awaitsAtTopLevel(code), commit } };
	}

	/** What may stand at the cursor. Positions count UTF-16 units. */
	complete(code: string, position: number): { start: number; end: number; matches: string[] } {
		const { start, end, candidates } = this.tslab.complete(String(this.declarations), code, position);
		return { start, end, matches: candidates.filter((name) => !/\$\d+$/.test(name)) };
	}

	/** Signature and documentation of what stands at the cursor, or just before it. */
	inspect(code: string, position: number): string | undefined {
		for (const at of [position, position - 1]) {
			if (at < 0 || at >= code.length) continue;
			const text = this.tslab.inspect(String(this.declarations), code, at);
			if (text !== undefined) return text;
		}
		return undefined;
	}

	isComplete(code: string): { status: "complete" | "incomplete" | "invalid"; indent?: string } {
		const { completed, indent } = this.tslab.isComplete(code);
		if (!completed) return { status: "incomplete", indent: indent ?? "" };
		return { status: syntaxErrors(`export {};\n${code}`).length > 0 ? "invalid" : "complete" };
	}
}

/** A chain of messages about one place is one complaint. */
function complaintsOf(diagnostics: TslabDiagnostic[]): Complaint[] {
	const complaints: Complaint[] = [];
	let previous: Place | undefined;
	for (const { start, messageText, code, fileName } of diagnostics) {
		const last = complaints.at(-1);
		if (last !== undefined && previous === start) last.message += ` ${messageText}`;
		else {
			const syntax = code >= 1000 && code < 2000;
			complaints.push({
				line: start.line + 1,
				column: start.character + 1,
				message: messageText,
				file: fileName,
				syntax,
			});
		}
		previous = start;
	}
	return complaints;
}

function awaitsAtTopLevel(code: string): boolean {
	if (!code.includes("await")) return false;
	return awaits(ts.createSourceFile("cell.ts", `export {};\n${code}`, ts.ScriptTarget.Latest, true));
}
