/** From a checked cell to JavaScript. TypeScript removes the types; what is the kernel's is done on its output. */
import ts from "typescript";
import { insertCheckpoints } from "./checkpoints";
import { referencesOf } from "./directives";
import { addNames } from "./scopes";
import { shareVariables } from "./shared-variables";

/** What a name stands for. */
export interface Meaning {
	value: boolean;
	type: boolean;
	/** It is only declared, as in `declare const x: number`: the variable itself is elsewhere. */
	ambient?: boolean;
	/** What has become of `const out = []` by the end of the cell, `number[]` for instance. */
	evolved?: string;
}

/** What there is to know of a cell beside its JavaScript. */
export interface Emitted {
	/** What it declares, for later cells. */
	declarations: string;
	meaningOf(name: string): Meaning;
	/** The names that each step of the cell defines, in order. */
	steps: string[][];
	/** Its last statement is an expression: its value is the cell's. */
	hasValue: boolean;
	/** What it imports, for which it may have to wait. */
	imports: string[];
	/** The variables of earlier cells that it uses. */
	uses: string[];
	/** Its `/// <reference … />`. */
	references: string[];
}

/**
 * tslab emits every local module that a cell imports, once, and runs that copy. The kernel loads modules by itself,
 * fresh after an edit (see modules.ts), so only the cell is emitted.
 * @param earlier the names that earlier cells declared
 */
export function emitOnly(
	isCell: (file: ts.SourceFile) => boolean,
	builder: ts.BuilderProgram,
	earlier: () => ReadonlySet<string>,
	done: (emitted: Emitted) => void,
): void {
	const emit = builder.emit;
	builder.emit = (file, write, token, onlyDeclarations, transformers) => {
		if (file === undefined || !isCell(file)) return { emitSkipped: true, diagnostics: [] };
		const locals = localsOf(file);
		const own = new Set(locals.keys());
		const checker = builder.getProgram().getTypeChecker();
		const last = lastExpression(file);
		const emitted: Emitted = {
			declarations: "",
			meaningOf: (name) => ({
				...meaningOf(locals.get(name), checker),
				ambient: isAmbient(locals.get(name)),
				evolved: evolvedArray(name, file, locals, checker),
			}),
			steps: [],
			hasValue: last !== undefined,
			imports: [],
			uses: [],
			references: referencesOf(file),
		};
		const { steps, imports, uses } = emitted;
		const share = shareVariables({ own, earlier: earlier(), last, steps, imports, uses });
		const { afterDeclarations } = transformers ?? {};
		const keep: ts.WriteFileCallback = (name, text, ...rest) => {
			if (name.endsWith(".d.ts")) emitted.declarations = text + nestedVariables(file, locals, checker);
			write?.(name, text, ...rest);
		};
		const result = emit.call(builder, file, keep, token, onlyDeclarations, {
			after: [insertCheckpoints, share],
			afterDeclarations,
		});
		done(emitted);
		return result;
	};
}

type Locals = Map<string, ts.Symbol>;

/** What a bound file declares at its top level. */
const localsOf = (file: ts.SourceFile): Locals => (file as { locals?: Locals }).locals ?? new Map();

/** tslab exports whatever a cell declares, `declare global` and `declare module "m"` too, which nobody can export. */
export function forgetAugmentations(file: ts.SourceFile): void {
	const locals = localsOf(file);
	for (const name of [...locals.keys()]) if (name === "__global" || name.startsWith('"')) locals.delete(name);
}

function meaningOf(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): Meaning {
	if (symbol === undefined) return { value: true, type: true };
	const { flags } = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
	const unknown = (flags & (ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace)) === 0;
	return {
		value: unknown || (flags & ts.SymbolFlags.Value) !== 0,
		type: unknown || (flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Namespace)) !== 0,
	};
}

function isAmbient(symbol: ts.Symbol | undefined): boolean {
	const declarations = symbol?.declarations ?? [];
	const isDeclare = (declaration: ts.Declaration) =>
		(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0;
	return declarations.length > 0 && declarations.every(isDeclare);
}

/**
 * An array that begins empty takes the type of what is put into it, as far as the checker follows it; what TypeScript
 * writes of it in a declaration is any[]. Asked is a use of the name that would stand at the end of the cell.
 */
function evolvedArray(name: string, file: ts.SourceFile, locals: Locals, checker: ts.TypeChecker): string | undefined {
	const declaration = locals.get(name)?.valueDeclaration;
	if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.type !== undefined) return;
	const { initializer } = declaration;
	if (initializer === undefined || !ts.isArrayLiteralExpression(initializer) || initializer.elements.length > 0) return;
	const [use] = ts.createSourceFile("use.ts", name, ts.ScriptTarget.Latest, true).statements;
	const { expression } = use as ts.ExpressionStatement;
	Object.assign(use, { parent: file });
	Object.assign(expression, { flowNode: (file as ts.SourceFile & { endFlowNode?: object }).endFlowNode });
	const type = checker.getTypeAtLocation(expression);
	const text = checker.typeToString(type, file, ts.TypeFormatFlags.NoTruncation);
	return text === "any[]" || !checker.isArrayType(type) ? undefined : text;
}

/** A `var` inside a block or a loop is a variable of the cell, and TypeScript writes no declaration of it. */
function nestedVariables(file: ts.SourceFile, locals: ReadonlyMap<string, ts.Symbol>, checker: ts.TypeChecker): string {
	const declared = new Set<string>();
	for (const statement of file.statements)
		if (ts.isVariableStatement(statement))
			for (const { name } of statement.declarationList.declarations) addNames(name, declared);
	return [...locals]
		.filter(([name, { flags }]) => flags & ts.SymbolFlags.FunctionScopedVariable && !declared.has(name))
		.map(([name, symbol]) => {
			const type = checker.getTypeOfSymbolAtLocation(symbol, file);
			return `declare let ${name}: ${checker.typeToString(type, file, ts.TypeFormatFlags.NoTruncation)};\n`;
		})
		.join("");
}

/** The last thing that a cell does, if it is an expression. */
function lastExpression(file: ts.SourceFile): ts.ExpressionStatement | undefined {
	const doesNothing = (statement: ts.Statement) =>
		ts.isExportDeclaration(statement) ||
		ts.isInterfaceDeclaration(statement) ||
		ts.isTypeAliasDeclaration(statement) ||
		ts.isEmptyStatement(statement);
	const last = file.statements.findLast((statement) => !doesNothing(statement));
	return last !== undefined && ts.isExpressionStatement(last) ? last : undefined;
}

// Both steps leave the map behind the code, where a debugger finds it.
const MAP = /^\/\/# sourceMappingURL=data:application\/json;base64,(.*)$/m;

/** The source map that stands behind a compiled text, as JSON. */
export function mapIn(code: string): string {
	const base64 = MAP.exec(code)?.[1];
	if (base64 === undefined) return "{}";
	return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
