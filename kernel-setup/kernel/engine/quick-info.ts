/** Tooltips and completion need parts of the compiler that it does not declare; here they are declared. */
import ts from "typescript";

/** Parts of the compiler that are there at run time and not in its declarations. */
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

/** The tooltip of whatever stands at a position: signature and documentation. */
export function getQuickInfoAtPosition(
	file: ts.SourceFile,
	checker: ts.TypeChecker,
	_token: unknown,
	position: number,
): ts.QuickInfo | undefined {
	const node = internals.getTouchingPropertyName(file, position);
	if (node === file) return undefined;
	const textSpan = internals.createTextSpanFromNode(node, file);
	const common = { kind: ts.ScriptElementKind.unknown, kindModifiers: "", textSpan };
	const symbol = checker.getSymbolAtLocation(node);
	if (symbol === undefined) {
		if (!internals.isExpressionNode(node)) return undefined;
		const type = checker.getTypeAtLocation(node);
		return {
			...common,
			displayParts: internals.typeToDisplayParts(checker, type, internals.getContainerNode(node)),
			documentation: type.symbol?.getDocumentationComment(checker),
			tags: type.symbol?.getJsDocTags(checker),
		};
	}
	const parts = internals.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
		checker,
		symbol,
		file,
		internals.getContainerNode(node),
		node,
	);
	return { ...common, displayParts: parts.displayParts, documentation: parts.documentation, tags: parts.tags };
}
