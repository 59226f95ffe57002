/** What a completion is, in the words that Jupyter's front ends have pictures for. */
import ts from "typescript";
import type { Match } from "../../wire/engine-protocol";
import type { View } from "../compile/tslab";
import { signatureOf } from "./view";

const { ScriptElementKind: Kind } = ts;

const KINDS = new Map<ts.ScriptElementKind, string>([
	[Kind.functionElement, "function"],
	[Kind.localFunctionElement, "function"],
	[Kind.memberFunctionElement, "function"],
	[Kind.constructSignatureElement, "function"],
	[Kind.callSignatureElement, "function"],
	[Kind.classElement, "class"],
	[Kind.localClassElement, "class"],
	[Kind.interfaceElement, "interface"],
	[Kind.typeElement, "type"],
	[Kind.typeParameterElement, "type"],
	[Kind.primitiveType, "type"],
	[Kind.enumElement, "enum"],
	[Kind.enumMemberElement, "property"],
	[Kind.memberVariableElement, "property"],
	[Kind.memberGetAccessorElement, "property"],
	[Kind.memberSetAccessorElement, "property"],
	[Kind.memberAccessorVariableElement, "property"],
	[Kind.parameterElement, "param"],
	[Kind.moduleElement, "module"],
	[Kind.externalModuleName, "module"],
	[Kind.scriptElement, "path"],
	[Kind.directory, "path"],
	[Kind.keyword, "keyword"],
	[Kind.string, "string"],
	[Kind.label, "label"],
]);

/** @param symbol what the completion stands for, where that is known: an import stands for what it imports */
export function kindOf(kind: ts.ScriptElementKind, symbol: ts.Symbol | undefined): string {
	if (kind !== Kind.alias || symbol === undefined) return KINDS.get(kind) ?? "instance";
	if (symbol.flags & ts.SymbolFlags.Class) return "class";
	if (symbol.flags & ts.SymbolFlags.Function) return "function";
	if (symbol.flags & ts.SymbolFlags.Module) return "module";
	if (symbol.flags & ts.SymbolFlags.Interface) return "interface";
	if (symbol.flags & ts.SymbolFlags.TypeAlias) return "type";
	return "instance";
}

/** A signature, and what that says of the kind: a constant may be a function. */
export function described(symbol: ts.Symbol | undefined, kind: string, view: View): Pick<Match, "kind" | "signature"> {
	const signature = signatureOf(symbol, view);
	if (kind !== "instance") return { kind, signature };
	return { kind: signature.startsWith("new ") ? "class" : /^[(<]/.test(signature) ? "function" : kind, signature };
}
