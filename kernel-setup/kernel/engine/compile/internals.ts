/** Parts of the compiler that are there at run time and not in its declarations. A new TypeScript may change them. */
import ts from "typescript";

interface Internals {
	nullTransformationContext: ts.TransformationContext;
	getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
	createTextSpanFromNode(node: ts.Node, file: ts.SourceFile): ts.TextSpan;
	typeToDisplayParts(checker: ts.TypeChecker, type: ts.Type, container: ts.Node): ts.SymbolDisplayPart[];
	getContainerNode(node: ts.Node): ts.Node;
	isExpressionNode(node: ts.Node): boolean;
	Completions: { getCompletionsAtPosition(...args: unknown[]): ts.CompletionInfo | undefined };
	SymbolDisplay: {
		getSymbolDisplayPartsDocumentationAndSymbolKind(
			checker: ts.TypeChecker,
			symbol: ts.Symbol,
			file: ts.SourceFile,
			container: ts.Node,
			node: ts.Node,
		): { displayParts: ts.SymbolDisplayPart[]; documentation: ts.SymbolDisplayPart[]; tags: ts.JSDocTagInfo[] };
	};
}
export const internals = ts as unknown as typeof ts & Internals;

/** What parsing alone finds wrong with a text. */
export function syntaxErrors(text: string): readonly ts.Diagnostic[] {
	const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.Latest, true);
	return (file as ts.SourceFile & { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics;
}
