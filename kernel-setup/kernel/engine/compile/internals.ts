/** Parts of the compiler that are there at run time and not in its declarations. A new TypeScript may change them. */
import ts from "typescript";

interface Internals {
	createCompilerHostWorker(options: ts.CompilerOptions, setParents: boolean, system: ts.System): ts.CompilerHost;
	bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
	objectAllocator: { getSymbolConstructor(): new (flags: ts.SymbolFlags, name: ts.__String) => ts.Symbol };
	nullTransformationContext: ts.TransformationContext;
	getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
	getContainerNode(node: ts.Node): ts.Node;
	matchFiles(
		root: string,
		extensions: readonly string[],
		excludes: readonly string[] | undefined,
		includes: readonly string[] | undefined,
		caseSensitive: boolean,
		folder: string,
		depth: number | undefined,
		entries: (folder: string) => { files: readonly string[]; directories: readonly string[] },
		realpath: (file: string) => string,
	): string[];
	getRelativePathFromDirectory(folder: string, file: string, ignoreCase: boolean): string;
	resolvePath(path: string, ...paths: string[]): string;
	isInComment(file: ts.SourceFile, position: number): object | undefined;
	Completions: {
		getCompletionsAtPosition(
			host: object,
			program: ts.Program,
			log: (line: string) => void,
			file: ts.SourceFile,
			position: number,
			preferences: ts.UserPreferences,
			triggerCharacter: undefined,
			triggerKind: ts.CompletionTriggerKind,
			cancellation: ts.CancellationToken,
			format: undefined,
			withSymbols: true,
		): ts.CompletionInfo | undefined;
	};
	SignatureHelp: {
		getSignatureHelpItems(
			program: ts.Program,
			file: ts.SourceFile,
			position: number,
			reason: ts.SignatureHelpTriggerReason | undefined,
			cancellation: ts.CancellationToken,
		): ts.SignatureHelpItems | undefined;
	};
	SymbolDisplay: {
		getSymbolDisplayPartsDocumentationAndSymbolKind(
			checker: ts.TypeChecker,
			symbol: ts.Symbol,
			file: ts.SourceFile,
			container: ts.Node,
			node: ts.Node,
		): { displayParts: ts.SymbolDisplayPart[]; documentation: ts.SymbolDisplayPart[]; tags?: ts.JSDocTagInfo[] };
	};
}
export const internals = ts as unknown as typeof ts & Internals;

/** What a program and the binder note on a file. */
export interface BoundFile extends ts.SourceFile {
	path: string;
	resolvedPath: string;
	originalFileName: string;
	packageJsonScope?: object;
	locals?: ts.SymbolTable;
}

/** What parsing alone finds wrong with a text. */
export function syntaxErrors(text: string, kind: ts.ScriptKind): readonly ts.Diagnostic[] {
	const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.Latest, true, kind);
	return (file as ts.SourceFile & { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics;
}

/** Gives a file that no program has read what the checker wants of one. */
export function bindAsFileOfProgram(
	file: ts.SourceFile,
	path: string,
	options: ts.CompilerOptions,
	imports: readonly ts.StringLiteralLike[] = [],
): void {
	const names = { path, resolvedPath: path, originalFileName: file.fileName };
	Object.assign(file, { ...names, imports, moduleAugmentations: [], ambientModuleNames: [] });
	internals.bindSourceFile(file, options);
}
