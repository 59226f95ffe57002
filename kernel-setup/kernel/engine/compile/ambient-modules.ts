/**
 * Files of declarations in which nothing stands but modules by name, `declare module "http2" { … }`: most of Node's are of
 * that kind, and a cell asks for few of them. So such a file is read when a checker first looks into one of its modules;
 * until then the program holds an empty file in its place, and symbols that know no more than the modules' names. They are
 * two thirds of all declarations, and as much of the memory of a kernel and of its start.
 */
import ts from "typescript";
import { type BoundFile, internals } from "./internals";

const MODULE = /^declare module ["']([^"']+)["'] \{$/gm;
/** What may begin a line that is not indented. */
const NOTHING_ELSE = /^(?:declare module ["'][^"']+["'] \{|\}|\s.*|\/\*.*|\/\/(?!\/).*|)$/;
const COMMENT = /^\s*(?:\/?\*|\/\/)/;
const IMPORTED = /\b(?:from|import|require)\b\s*\(?\s*["']([^"']+)["']/g;
/** `node:fs/promises`, `fs`: declared by name, wherever they are. */
const OF_NODE = /^node:|^[a-z0-9_/]+$/;

const texts = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found);

/** The modules that a text declares, if it does nothing else and needs no file by its path. */
function modulesIn(text: string): string[] | undefined {
	if (/\bglobal\s*\{/.test(text)) return undefined;
	const names = texts(text, MODULE);
	const lines = text.split(/\r?\n/);
	if (names.length === 0 || !lines.every((line) => NOTHING_ELSE.test(line))) return undefined;
	const code = lines.filter((line) => !COMMENT.test(line)).join("\n");
	return texts(code, IMPORTED).every((specifier) => OF_NODE.test(specifier)) ? names : undefined;
}

/** An empty file in the place of one like that; undefined for any other. */
export function emptyInPlaceOf(
	name: string,
	text: string,
	language: ts.ScriptTarget | ts.CreateSourceFileOptions,
	options: ts.CompilerOptions,
	read: () => string,
): ts.SourceFile | undefined {
	const modules = modulesIn(text);
	if (modules === undefined) return undefined;
	const empty = ts.createSourceFile(name, "", language) as BoundFile;
	const symbols = new Map<ts.__String, ts.Symbol>();

	/** What a program and the binder have noted on the empty file holds for the whole one. */
	const load = () => {
		const { path, resolvedPath, originalFileName, packageJsonScope } = empty;
		const file = ts.createSourceFile(name, read(), language) as BoundFile;
		Object.assign(file, { path, resolvedPath, originalFileName, packageJsonScope });
		Object.assign(file, { imports: [], moduleAugmentations: [], ambientModuleNames: modules });
		internals.bindSourceFile(file, options);
		for (const [key, symbol] of symbols) {
			const { exports, declarations, valueDeclaration } = file.locals?.get(key) as ts.Symbol;
			for (const [property, value] of Object.entries({ exports, declarations, valueDeclaration }))
				define(symbol, property, value);
			for (const declaration of declarations ?? []) Object.assign(declaration, { symbol });
			for (const inside of exports?.values() ?? []) Object.assign(inside, { parent: symbol });
			file.locals?.set(key, symbol);
		}
	};
	for (const module of new Set(modules)) {
		const key = `"${module}"` as ts.__String;
		const symbol = new (internals.objectAllocator.getSymbolConstructor())(ts.SymbolFlags.ValueModule, key);
		// Not `valueDeclaration`: whoever looks for names like a mistyped one asks each symbol for it, and does not miss it.
		for (const property of ["exports", "declarations"] as const)
			Object.defineProperty(symbol, property, {
				get: () => {
					load();
					return symbol[property];
				},
				set: (value) => define(symbol, property, value),
				enumerable: true,
				configurable: true,
			});
		symbols.set(key, symbol);
	}
	// So it passes for bound.
	const locals = new Map(symbols) as unknown as ts.SymbolTable;
	const bound = { locals, symbolCount: symbols.size, classifiableNames: new Set(), bindDiagnostics: [] };
	return Object.assign(empty, bound, { imports: [], moduleAugmentations: [], ambientModuleNames: modules });
}

function define(symbol: ts.Symbol, property: string, value: unknown): void {
	Object.defineProperty(symbol, property, { value, writable: true, enumerable: true, configurable: true });
}
