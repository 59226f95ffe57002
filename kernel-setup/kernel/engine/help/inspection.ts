/** What there is to know of the name at the cursor, or of the call around it. */
import ts from "typescript";
import type { MimeBundle } from "../../wire/engine-protocol";
import { internals } from "../compile/internals";
import type { View } from "../compile/tslab";
import { type About, toMarkdown, toPlainText } from "./about";
import { callAround } from "./parameters";
import { isInternal, meant } from "./view";

/** @param sourceOf the text of a declaration, asked for where the source is to be shown */
export function inspectAt(
	view: View,
	position: number,
	sourceOf: ((symbol: ts.Symbol, view: View) => string | undefined) | undefined,
): MimeBundle | undefined {
	const about =
		aboutName(view, position, sourceOf) ?? aboutName(view, position - 1, sourceOf) ?? aboutCall(view, position);
	return about && { "text/markdown": toMarkdown(about), "text/plain": toPlainText(about) };
}

function aboutName(view: View, position: number, sourceOf: Parameters<typeof inspectAt>[2]): About | undefined {
	const { program, file, begin } = view;
	const at = begin + position;
	if (position < 0 || at >= file.end) return undefined;
	const node = internals.getTouchingPropertyName(file, at);
	if (!isName(node) || at < node.getStart(file) || at >= node.end) return undefined;
	const checker = program.getTypeChecker();
	const symbol = meant(checker.getSymbolAtLocation(node), checker);
	if (symbol === undefined || isInternal(symbol, checker)) return undefined;
	const container = internals.getContainerNode(node);
	const parts = internals.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
		checker,
		symbol,
		file,
		container,
		node,
	);
	return {
		signature: ts.displayPartsToString(parts.displayParts) + howToCall(symbol, view, node),
		documentation: ts.displayPartsToString(parts.documentation),
		tags: (parts.tags ?? []).map(({ name, text }) => ({ name, text: ts.displayPartsToString(text) })),
		source: sourceOf?.(symbol, view),
	};
}

/** A constant whose type only names what kind of function it is says no word of its parameters. */
function howToCall(symbol: ts.Symbol, { program }: View, node: ts.Node): string {
	if ((symbol.flags & ts.SymbolFlags.Variable) === 0) return "";
	const checker = program.getTypeChecker();
	const type = checker.getTypeOfSymbolAtLocation(symbol, node);
	const [first] = type.getCallSignatures();
	if (first === undefined || checker.typeToString(type).includes("=>")) return "";
	return `\n${symbol.name}${checker.signatureToString(first)}`;
}

const isName = (node: ts.Node) =>
	ts.isIdentifier(node) ||
	ts.isPrivateIdentifier(node) ||
	node.kind === ts.SyntaxKind.ThisKeyword ||
	node.kind === ts.SyntaxKind.SuperKeyword;

function aboutCall(view: View, position: number): About | undefined {
	if (position < 0 || internals.isInComment(view.file, view.begin + position) !== undefined) return undefined;
	const call = callAround(view, position);
	if (call === undefined) return undefined;
	const { before, parameter, after, others } = call;
	return {
		signature: `${before}${parameter}${after}${others > 0 ? ` (+${others} more)` : ""}`,
		parameter,
		documentation: call.documentation,
		tags:
			call.aboutParameter === ""
				? []
				: [{ name: "param", text: `${parameter.split(/\??:/)[0]} ${call.aboutParameter}` }],
	};
}
