/** Tooltips: the signature and the documentation of a name. */
import ts from "typescript";
import { internals } from "./internals";

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
