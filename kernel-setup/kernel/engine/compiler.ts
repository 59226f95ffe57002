/** From the text of a cell to a script: tslab's converter, with its declarations carried from cell to cell. */

import ts from "typescript";
import { takeCellMaps } from "./cell-emit";
import type { Complaint } from "./tracebacks";
import "./typescript"; // first: it stands in for the compiler that tslab asks for
import { watchedFiles } from "./watched-files";

interface Place {
	line: number;
	character: number;
}

/** What tslab's converter returns. It has no type declarations of its own that can be imported. */
interface Converted {
	diagnostics: { start: Place; messageText: string; category: number; code: number; fileName?: string }[];
	output?: string;
	declOutput?: string;
	lastExpressionVar?: string;
}

interface Converter {
	convert(previous: string, code: string): Converted;
	inspect(previous: string, code: string, position: number): ts.QuickInfo | undefined;
	complete(previous: string, code: string, position: number): { start: number; end: number; candidates: string[] };
}

const tslab = require("tslab/dist/converter") as {
	createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
	isCompleteCode(code: string): { completed: boolean; indent?: string };
};
const { printQuickInfo } = require("tslab/dist/inspect") as { printQuickInfo(info: ts.QuickInfo): string };

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

/** tslab puts one line before the cell's text. */
export const LINES_BEFORE_CELL = 1;

export class CellCompiler {
	private declarations = "";
	private readonly converter = tslab.createConverter({ isJS: false, isBrowser: false });

	compile(code: string): Compiled {
		watchedFiles.poll();
		const { diagnostics, output, declOutput, lastExpressionVar } = this.converter.convert(this.declarations, code);
		if (diagnostics.length > 0) return { complaints: complaintsOf(diagnostics) };
		const { toModule, toTypeScript } = takeCellMaps();
		return {
			script: {
				code: output,
				maps: [toModule, toTypeScript],
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
		watchedFiles.poll();
		const { start, end, candidates } = this.converter.complete(this.declarations, code, position);
		return { start, end, matches: candidates };
	}

	/** Signature and documentation of what stands at the cursor, or just before it. */
	inspect(code: string, position: number): string | undefined {
		watchedFiles.poll();
		for (const at of [position, position - 1]) {
			if (at < 0 || at >= code.length) continue;
			const info = this.converter.inspect(this.declarations, code, at);
			if (info !== undefined) return printQuickInfo(info);
		}
		return undefined;
	}

	isComplete(code: string): { status: "complete" | "incomplete" | "invalid"; indent?: string } {
		const { completed, indent } = tslab.isCompleteCode(code);
		if (!completed) return { status: "incomplete", indent: indent ?? "" };
		const file = ts.createSourceFile(
			"cell.ts",
			`export {};\n${code}`,
			ts.ScriptTarget.Latest,
			true,
		) as ts.SourceFile & {
			parseDiagnostics: unknown[];
		};
		return { status: file.parseDiagnostics.length > 0 ? "invalid" : "complete" };
	}
}

/** A chain of messages about one place is one complaint. */
function complaintsOf(diagnostics: Converted["diagnostics"]): Complaint[] {
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
