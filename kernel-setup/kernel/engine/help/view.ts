/** What asking the compiler takes, beside a view of the cell. */
import ts from "typescript";

/** Nobody cancels: an answer takes milliseconds. */
export const NEVER_CANCELLED: ts.CancellationToken & { throwIfCancellationRequested(): void } = {
	isCancellationRequested: () => false,
	throwIfCancellationRequested: () => undefined,
};

/** What a name stands for, in whatever module that is declared; undefined where nothing is known of it. */
export function meant(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): ts.Symbol | undefined {
	if (symbol === undefined) return undefined;
	const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
	return checker.isUnknownSymbol(target) ? undefined : target;
}

/** Marked `@internal`: there for the library itself. */
export const isInternal = (symbol: ts.Symbol, checker: ts.TypeChecker): boolean =>
	symbol.getJsDocTags(checker).some(({ name }) => name === "internal");

/** How it is called, or what it is: `(value: number) => number`, `Matrix`. */
export function signatureOf(symbol: ts.Symbol | undefined, view: { program: ts.Program; file: ts.SourceFile }): string {
	const checker = view.program.getTypeChecker();
	const target = meant(symbol, checker);
	if (target === undefined || (target.flags & ts.SymbolFlags.Value) === 0) return "";
	const type = checker.getTypeOfSymbolAtLocation(target, view.file);
	const [calls, constructions] = [type.getCallSignatures(), type.getConstructSignatures()];
	const [first, ...others] = calls.length > 0 ? calls : constructions;
	if (first === undefined) return checker.typeToString(type);
	const text = checker.signatureToString(first);
	const more = others.length === 0 ? "" : ` (+${others.length} more)`;
	return `${calls.length > 0 ? "" : "new "}${text}${more}`;
}
