/** How cells are checked, and which of the compiler's complaints reach the learner. */
import ts from "typescript";
import type { Typings } from "../ports";

/** Compiler options of a cell: checked, but a learner need not annotate every parameter. */
export const cellOptions = ({ roots, libraries, language }: Typings): ts.CompilerOptions => ({
	strict: true,
	// On, so that `const out = []` and `let t = null` become what is put into them; its complaints are passed over.
	noImplicitAny: true,
	useUnknownInCatchVariables: false,
	target: ts.ScriptTarget.ES2024,
	lib: [...language],
	// Decorators are the standard ones.
	experimentalDecorators: false,
	module: ts.ModuleKind.ESNext,
	moduleResolution: ts.ModuleResolutionKind.Bundler,
	allowImportingTsExtensions: false,
	types: ["node", "gradlab-kernel"],
	typeRoots: [...roots],
	paths: Object.fromEntries(Object.entries(libraries).map(([name, file]) => [name, [file]])),
	checkJs: false,
	skipLibCheck: true,
	rootDir: "/",
	inlineSourceMap: true,
	noImplicitUseStrict: undefined,
	disableTopLevelAwait: undefined,
});

/** Complaints that are about tslab's way of compiling, not about the learner's code. */
const NOT_THE_LEARNERS_FAULT = new Set([
	5097, // an import path may end in .ts: the kernel's loader takes it
	6059, // a file outside the notebook's folder is fine to import
	6307,
]);

/** What noImplicitAny complains of: a learner need not annotate every parameter. */
const isAboutImplicitAny = (code: number) => code >= 7005 && code <= 7053 && !(code >= 7027 && code <= 7030);

/** The complaints about some files. */
export function getPreEmitDiagnosticsOfFiles(program: ts.Program, files: readonly ts.SourceFile[]): ts.Diagnostic[] {
	const found = [...program.getGlobalDiagnostics()];
	for (const file of files) {
		const syntax = program.getSyntacticDiagnostics(file);
		// After a syntax error the checker's complaints are only its echo.
		found.push(...(syntax.length > 0 ? syntax : program.getSemanticDiagnostics(file)));
	}
	return found.filter(({ code }) => !NOT_THE_LEARNERS_FAULT.has(code) && !isAboutImplicitAny(code));
}
