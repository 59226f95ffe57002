/**
 * Files of declarations in which nothing stands but modules by name, `declare module "http2" { … }`: most of Node's are of
 * that kind, and a cell asks for few of them. So such a file is read when a checker first looks into one of its modules;
 * until then the program holds a small one in its place: the modules' names, and what they declare for everybody. What is
 * not read are most of all declarations, and of the memory of a kernel and the work of its start.
 */
import ts from "typescript";
import { type BoundFile, internals } from "./internals";

const MODULE = /^declare module ["']([^"']+)["'] \{$/gm;
/** What may begin a line that is not indented. */
const NOTHING_ELSE = /^(?:declare module ["'][^"']+["'] \{|\}|\s.*|\/\*.*|\/\/(?!\/).*|)$/;
/** Where modules begin and end; and the imports and the global declarations inside, formatted as all of Node's are. */
const MODULE_LINES = /^(?:declare module .*|\})$/gm;
const KEPT = /^(?:declare module .*|\}| {4}import [^;]*;| {4}global \{$[\s\S]*?^ {4}\})$/gm;
const COMMENT = /^\s*(?:\/?\*|\/\/)/;
const IMPORTED = /\b(?:from|import|require)\b\s*\(?\s*["']([^"']+)["']/g;
/** `node:fs/promises`, `fs`: declared by name, wherever they are. */
const OF_NODE = /^node:|^[a-z0-9_/]+$/;

const texts = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found);

/** What a text declares, if that is nothing but modules, and it needs no file by its path: all of it that must be there at once. */
function onlyNames(text: string): string | undefined {
	const lines = text.split(/\r?\n/);
	if (texts(text, MODULE).length === 0 || !lines.every((line) => NOTHING_ELSE.test(line))) return undefined;
	const code = lines.filter((line) => !COMMENT.test(line)).join("\n");
	if (!texts(code, IMPORTED).every((specifier) => OF_NODE.test(specifier))) return undefined;
	// What stands in `global { }` may use names that the module keeps to itself.
	const kept = /\bglobal\s*\{/.test(code) ? code.match(KEPT) : code.match(MODULE_LINES);
	if (kept === null || (/\bglobal\s*\{/.test(code) && /^\s+export\s*(?:=|default|\{)/m.test(code))) return undefined;
	return kept.join("\n");
}

/** A file of little more than names in the place of one like that; undefined for any other. */
export function namesInPlaceOf(
	name: string,
	text: string,
	language: ts.ScriptTarget | ts.CreateSourceFileOptions,
	options: ts.CompilerOptions,
	read: () => string,
): ts.SourceFile | undefined {
	const names = onlyNames(text);
	if (names === undefined) return undefined;
	const small = ts.createSourceFile(name, names, language) as BoundFile;
	internals.bindSourceFile(small, options);

	/** What a program has noted on the small file holds for the whole one. */
	const load = () => {
		const { path, resolvedPath, originalFileName, packageJsonScope } = small;
		const file = ts.createSourceFile(name, read(), language) as BoundFile;
		Object.assign(file, { path, resolvedPath, originalFileName, packageJsonScope });
		Object.assign(file, { imports: [], moduleAugmentations: [], ambientModuleNames: [] });
		internals.bindSourceFile(file, options);
		for (const [key, symbol] of small.locals ?? []) {
			const { exports, declarations, valueDeclaration } = file.locals?.get(key) as ts.Symbol;
			for (const [property, value] of Object.entries({ exports, declarations, valueDeclaration }))
				define(symbol, property, value);
			for (const declaration of declarations ?? []) Object.assign(declaration, { symbol });
			for (const inside of exports?.values() ?? []) Object.assign(inside, { parent: symbol });
			file.locals?.set(key, symbol);
		}
	};
	for (const symbol of small.locals?.values() ?? []) {
		// Whoever looks for names like a mistyped one asks each symbol for its `valueDeclaration`: that stays the small one.
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
	}
	return small;
}

function define(symbol: ts.Symbol, property: string, value: unknown): void {
	Object.defineProperty(symbol, property, { value, writable: true, enumerable: true, configurable: true });
}
