/** Which of the compiler's complaints reach the learner, and where they stand in what she wrote. */
import ts from "typescript";
import { LINES_BEFORE_CELL } from "../../wire/engine-protocol";
import type { Complaint } from "../errors/complaints";
import { internals } from "./internals";
import { importsOf } from "./resolutions";

/** Complaints that are about tslab's way of compiling, not about the learner's code. */
const NOT_THE_LEARNERS_FAULT = new Set([
	5097, // an import path may end in .ts: the kernel's loader takes it
	6059, // a file outside the notebook's folder is fine to import
	6307,
]);

/** What noImplicitAny complains of: a learner need not annotate every parameter. */
const isAboutImplicitAny = (code: number) => code >= 7005 && code <= 7053 && !(code >= 7027 && code <= 7030);

/** `export { rate }` in a cell, whose every name tslab exports a second time. */
function isAboutExport({ code, file, start }: ts.Diagnostic): boolean {
	if (code !== 2300 || file === undefined || start === undefined) return false;
	return ts.isExportSpecifier(internals.getTouchingPropertyName(file, start).parent);
}

/**
 * What the compiler says about some files.
 * @param annotations every parameter has to be annotated
 */
export function diagnosticsOf(
	program: ts.Program,
	files: readonly ts.SourceFile[],
	annotations: boolean,
): ts.Diagnostic[] {
	const found = [...program.getGlobalDiagnostics()];
	for (const file of files) {
		const syntax = program.getSyntacticDiagnostics(file);
		// After a syntax error the checker's complaints are only its echo.
		found.push(...(syntax.length > 0 ? syntax : program.getSemanticDiagnostics(file)));
	}
	return found.filter(
		(each) =>
			!NOT_THE_LEARNERS_FAULT.has(each.code) &&
			!(isAboutImplicitAny(each.code) && !annotations) &&
			!isAboutExport(each),
	);
}

/** @param folder the notebook's, from which files are named */
export function complaintOf(
	{ file, start = 0, length = 0, messageText, code }: ts.Diagnostic,
	cell: ts.SourceFile | undefined,
	folder: string,
	hint?: string,
): Complaint | undefined {
	if (file === undefined) return undefined;
	const before = file === cell ? LINES_BEFORE_CELL : 0;
	const place = (at: number) => {
		const { line, character } = file.getLineAndCharacterOfPosition(at);
		return { line: line + 1 - before, column: character + 1 };
	};
	return {
		...place(start),
		end: place(start + length),
		message: asWritten(sentences(messageText), file, file === cell ? folder : file.fileName.replace(/\/[^/]*$/, "")),
		file: file === cell ? undefined : internals.getRelativePathFromDirectory(folder, file.fileName, false),
		code,
		hint,
	};
}

/** The compiler calls a module by its file, or by a way to it of its own; here it is called as it is imported. */
function asWritten(message: string, file: ts.SourceFile, folder: string): string {
	const bare = (name: string) => internals.resolvePath(folder, name).replace(/\.[cm]?[jt]sx?$/, "");
	return message.replace(/(Module '|import\()"(\.{0,2}\/[^"]*)"/g, (_whole, before: string, name: string) => {
		const isThis = (specifier: string) => /^\.{0,2}\//.test(specifier) && bare(specifier) === bare(name);
		const specifier = importsOf(file).find(isThis) ?? bare(name).replace(`${folder}/`, "./");
		return `${before}"${specifier}"`;
	});
}

/** A chain of messages, from what is wrong to why, as one text. */
function sentences(message: string | ts.DiagnosticMessageChain): string {
	// A type is called by its name, not by the file that declares it.
	if (typeof message === "string") return message.replace(/import\("[^"]*"\)\./g, "");
	return [sentences(message.messageText), ...(message.next ?? []).map(sentences)].join(" ");
}
