/** What a program knows of the modules that its files import. TypeScript has it, and says nothing of it in its types. */
import ts from "typescript";

interface Resolutions {
	get(specifier: string, mode: ts.ResolutionMode): { resolvedModule?: ts.ResolvedModuleFull } | undefined;
}

/** Path of a file → how its specifiers resolve. */
export function resolutionsOf(program: ts.Program): Map<string, Resolutions> | undefined {
	return (program as ts.Program & { resolvedModules?: Map<string, Resolutions> }).resolvedModules;
}

/** The file that a specifier leads to, whichever way it is imported; undefined where it leads nowhere. */
export function resolvedFile(program: ts.Program, file: ts.SourceFile, specifier: string): string | undefined {
	const resolutions = resolutionsOf(program)?.get((file as ts.SourceFile & { path: string }).path);
	for (const mode of [undefined, ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS] as const) {
		const resolved = resolutions?.get(specifier, mode)?.resolvedModule;
		if (resolved !== undefined) return resolved.resolvedFileName;
	}
	return undefined;
}

/** What a file of a program imports. */
export function importsOf(file: ts.SourceFile): string[] {
	const { imports = [] } = file as ts.SourceFile & { imports?: readonly ts.StringLiteralLike[] };
	return imports.map(({ text }) => text);
}

/** The modules that a file of declarations declares by name. */
export function ambientModulesOf(file: ts.SourceFile): readonly string[] {
	return (file as ts.SourceFile & { ambientModuleNames?: readonly string[] }).ambientModuleNames ?? [];
}

/** The modules that the text of a cell names, in whatever form; a file of a program has them from the compiler. */
export function specifiersIn(file: ts.SourceFile): ts.StringLiteralLike[] {
	if (!/\bimport\b|\bfrom\b|\brequire\b/.test(file.text)) return [];
	const found: ts.StringLiteralLike[] = [];
	const visit = (node: ts.Node): void => {
		const specifier =
			ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
				? node.moduleSpecifier
				: ts.isExternalModuleReference(node)
					? node.expression
					: ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
						? node.argument.literal
						: ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
							? node.arguments[0]
							: undefined;
		if (specifier !== undefined && ts.isStringLiteralLike(specifier) && specifier.text !== "") found.push(specifier);
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}
