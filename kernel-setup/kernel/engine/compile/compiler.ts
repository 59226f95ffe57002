/** From the text of a cell to a script, with its declarations carried from cell to cell. */
import ts from "typescript";
import type { Complaint } from "../errors/complaints";
import { syntaxErrors } from "./internals";
import type { Place, Tslab, TslabDiagnostic } from "./tslab";

/** A cell that is ready to run. */
export interface Script {
	/** CommonJS, or undefined when the cell has nothing to run (types only). */
	code: string | undefined;
	maps: string[];
	/** It awaits at its top level. */
	asynchronous: boolean;
	/** The export that holds the value of the last expression. */
	result: string | undefined;
	/** Makes the cell's declarations known to later cells. */
	commit(): void;
}

export type Compiled = { script: Script } | { complaints: Complaint[] };

export class CellCompiler {
	private declarations = "";

	constructor(private readonly tslab: Tslab) {}

	compile(code: string): Compiled {
		const { diagnostics, output, declOutput, lastExpressionVar, maps } = this.tslab.convert(this.declarations, code);
		if (diagnostics.length > 0) return { complaints: complaintsOf(diagnostics) };
		return {
			script: {
				code: output,
				maps,
				asynchronous: awaitsAtTopLevel(code),
				result: lastExpressionVar,
				commit: () => {
					this.declarations = declOutput ?? "";
				},
			},
		};
	}

	/** What may stand at the cursor. Positions count UTF-16 units. */
	complete(code: string, position: number): { start: number; end: number; matches: string[] } {
		const { start, end, candidates } = this.tslab.complete(this.declarations, code, position);
		return { start, end, matches: candidates };
	}

	/** Signature and documentation of what stands at the cursor, or just before it. */
	inspect(code: string, position: number): string | undefined {
		for (const at of [position, position - 1]) {
			if (at < 0 || at >= code.length) continue;
			const text = this.tslab.inspect(this.declarations, code, at);
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
	const visit = (node: ts.Node): boolean => {
		if (ts.isAwaitExpression(node)) return true;
		if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
		if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing)
			return true;
		// Inside a function or a class, await belongs to that.
		if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return false;
		return ts.forEachChild(node, visit) ?? false;
	};
	return visit(ts.createSourceFile("cell.ts", `export {};\n${code}`, ts.ScriptTarget.Latest, true));
}
