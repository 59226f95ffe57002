/** How cells are checked. */
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
	customConditions: ["node"],
	paths: { "file://*": ["*"], ...Object.fromEntries(Object.entries(libraries).map(([name, file]) => [name, [file]])) },
	checkJs: false,
	skipLibCheck: true,
	rootDir: "/",
	inlineSourceMap: true,
	noImplicitUseStrict: undefined,
	disableTopLevelAwait: undefined,
});
