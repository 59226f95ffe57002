/** Names of the library that a cell may use once it imports them, and the import that is added with one of them. */
import ts from "typescript";
import type { CompletionAnswer, Match } from "../../wire/engine-protocol";
import type { View } from "../compile/tslab";
import { described, kindOf } from "./kinds";
import { isInternal, meant } from "./view";
import { wordAt } from "./words";

/** What a module exports. `view` is of a cell that imports it. */
export function exportsOf(view: View, prefix: string): Match[] {
	const checker = view.program.getTypeChecker();
	const declaration = view.file.statements.find(ts.isImportDeclaration);
	const module = declaration && checker.getSymbolAtLocation(declaration.moduleSpecifier);
	if (module === undefined) return [];
	return checker.getExportsOfModule(module).flatMap((symbol) => {
		const target = symbol.name.startsWith(prefix) ? meant(symbol, checker) : undefined;
		if (target === undefined || isInternal(target, checker)) return [];
		const kind = kindOf(ts.ScriptElementKind.alias, target);
		return [{ text: symbol.name, ...described(target, kind, view) }];
	});
}

interface Request {
	code: string;
	position: number;
	/** What TypeScript has found. */
	answer: CompletionAnswer;
	/** The names that need no import. */
	inScope: ReadonlySet<string>;
	/** Of the library, those that begin so. */
	names(word: string): readonly Match[];
	/** What the library may be imported as, the usual one first. */
	modules: readonly string[];
	file: ts.SourceFile;
	begin: number;
}

/**
 * A front end replaces one span with one text. So a list shows the names alone; the one name that is left, or that is
 * typed whole, comes with its import, in the place of everything from there to the cursor.
 */
export function withLibrary({ names, inScope, answer, ...request }: Request): CompletionAnswer {
	const { code, position } = request;
	const [start, end] = wordAt(code, position);
	const [word, whole] = [code.slice(start, position), code.slice(start, end)];
	if (word === "" || /^\d/.test(word)) return answer;
	const others = names(word).filter(({ text }) => !inScope.has(text));
	const exact = others.find(({ text }) => text === whole);
	const chosen = exact ?? (others.length === 1 ? others[0] : undefined);
	// What is only like it has nothing to say where a name begins so.
	const found = answer.matches.filter(({ text }) => text.toLowerCase().startsWith(word.toLowerCase()));
	if (chosen !== undefined && found.length === 0 && !hasLonger(code, whole))
		return importing(chosen, start, end, request);
	if (others.length === 0) return answer;
	if (found.length > 0 && (answer.start !== start || answer.end !== end)) return answer;
	return {
		start,
		end,
		matches: [
			...found,
			...others.map((one) => ({ ...one, signature: [one.signature, "not imported yet"].filter(Boolean).join(", ") })),
		],
	};
}

/** JupyterLab adds the cell's own words to a list, and would then replace the last word only. */
const hasLonger = (code: string, word: string) =>
	(code.match(/[\p{ID_Continue}$]+/gu) ?? []).some((other) => other !== word && other.startsWith(word));

function importing(
	{ text: name, kind, signature }: Match,
	start: number,
	end: number,
	{ code, file, begin, modules }: Pick<Request, "code" | "file" | "begin" | "modules">,
): CompletionAnswer {
	const existing = file.statements.flatMap((statement) => {
		if (!ts.isImportDeclaration(statement) || statement.end - begin > start) return [];
		const { importClause, moduleSpecifier } = statement;
		const bindings = importClause?.namedBindings;
		const isType = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
		if (isType || bindings === undefined || !ts.isNamedImports(bindings)) return [];
		return ts.isStringLiteral(moduleSpecifier) && modules.includes(moduleSpecifier.text) ? [bindings] : [];
	})[0];
	const [at, text] =
		existing === undefined
			? [0, `import { ${name} } from "${modules[0]}";\n`]
			: existing.elements.length === 0
				? [existing.getStart(file) + 1 - begin, ` ${name}`]
				: [(existing.elements.at(-1) as ts.Node).end - begin, `, ${name}`];
	return { start: at, end, matches: [{ text: text + code.slice(at, start) + name, kind, signature }] };
}
