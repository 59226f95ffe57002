/** From the text of a cell to a script, with its declarations carried from cell to cell. */
import ts from "typescript";
import type { Complaint } from "../errors/complaints";
import type { Earlier } from "./cell-program";
import { awaits } from "./checkpoints";
import { Declarations } from "./declarations";
import { syntaxErrors } from "./internals";
import { declaredNames } from "./scopes";
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

/** A script, or what is wrong and the names that the cell should have defined. */
export type Compiled = { script: Script } | { complaints: Complaint[]; names: string[] };

export class CellCompiler {
	private readonly declarations = new Declarations();
	/** Names that a cell should have defined and has not: name → why. */
	private readonly missing = new Map<string, string>();
	/** Name → the cell that declared it. */
	private readonly cells = new Map<string, string>();

	constructor(private readonly tslab: Tslab) {}

	compile(code: string): Compiled {
		const { declarations } = this;
		const { diagnostics, emitted } = this.tslab.convert(declarations.earlier(), code);
		if (emitted === undefined) return { complaints: this.complaintsOf(diagnostics), names: declaredNames(code) };
		const commit = () => {
			for (const name of declarations.add(emitted.declarations, emitted.meaningOf)) {
				this.missing.delete(name);
				this.cells.set(name, code);
			}
		};
		return { script: { ...emitted, asynchronous: awaitsAtTopLevel(code), commit } };
	}

	/** A cell did not define these names: whoever uses them is told so, and does not get what they were before. */
	withdraw(names: readonly string[], why: string): void {
		this.declarations.remove(new Set(names));
		for (const name of names) this.missing.set(name, why);
	}

	/** The declarations of the cells so far. */
	get declared(): Earlier {
		return this.declarations.earlier();
	}

	/** The text of the cell that declared a name. */
	cellOf(name: string): string | undefined {
		return this.cells.get(name);
	}

	isComplete(code: string): { status: "complete" | "incomplete" | "invalid"; indent?: string } {
		const { completed, indent } = this.tslab.isComplete(code);
		if (!completed) return { status: "incomplete", indent: indent ?? "" };
		return { status: syntaxErrors(`export {};\n${code}`).length > 0 ? "invalid" : "complete" };
	}

	/** A chain of messages about one place is one complaint. */
	private complaintsOf(diagnostics: TslabDiagnostic[]): Complaint[] {
		const complaints: Complaint[] = [];
		let previous: Place | undefined;
		for (const { start, end, messageText, code, fileName } of diagnostics) {
			const last = complaints.at(-1);
			if (last !== undefined && previous === start) last.message += ` ${messageText}`;
			else {
				const name = NAMES_NOT_FOUND.has(code) ? /'([^']+)'/.exec(messageText)?.[1] : undefined;
				const why = name === undefined ? undefined : this.missing.get(name);
				complaints.push({
					line: start.line + 1,
					column: start.character + 1,
					end: { line: end.line + 1, column: end.character + 1 },
					message: why === undefined ? messageText : `${name}: ${why}`,
					file: fileName,
					code,
				});
			}
			previous = start;
		}
		return complaints;
	}
}

/** "Cannot find name", "did you mean", a namespace, a shorthand property. */
const NAMES_NOT_FOUND = new Set([2304, 2503, 2552, 18004]);

function awaitsAtTopLevel(code: string): boolean {
	if (!code.includes("await")) return false;
	return awaits(ts.createSourceFile("cell.ts", `export {};\n${code}`, ts.ScriptTarget.Latest, true));
}
