/**
 * What earlier cells declared, as the checker sees it: one scope, in which each name has its own small file.
 *
 * A cell that declares one name costs the parsing of that name's declaration and no other's. A declaration that mentions
 * a name whose meaning changed is parsed again too, and with it whatever mentions that one: no type that the checker
 * remembers outlives what it was made of.
 */
import ts from "typescript";
import { bindAsFileOfProgram } from "./internals";
import { specifiersIn } from "./resolutions";

type WithLocals = ts.SourceFile & { locals?: Map<string, ts.Symbol> };

export class EarlierNames {
	/** The scope that encloses a cell. */
	readonly scope: ts.SourceFile;
	private readonly locals = new Map<string, ts.Symbol>();
	private readonly texts = new Map<string, string>();
	/** The modules that the declarations name. */
	private readonly imported = new Map<string, readonly string[]>();

	constructor(
		private readonly fileName: string,
		private readonly options: ts.CompilerOptions,
	) {
		this.scope = this.parse("");
		(this.scope as WithLocals).locals = this.locals;
	}

	get specifiers(): string[] {
		return [...this.imported.values()].flat();
	}

	/** @param declarations name → what declares it */
	update(declarations: ReadonlyMap<string, string>): void {
		const { texts } = this;
		const changed = new Set<string>();
		for (const name of texts.keys()) if (!declarations.has(name)) changed.add(name);
		for (const [name, text] of declarations) if (texts.get(name) !== text) changed.add(name);
		if (changed.size === 0) return;
		// A set grows while it is walked: whatever mentions one that is added is found as well.
		for (const name of changed)
			for (const [other, text] of declarations) if (!changed.has(other) && mentions(text, name)) changed.add(other);
		for (const name of changed) {
			const text = declarations.get(name);
			if (text === undefined) {
				texts.delete(name);
				this.locals.delete(name);
				this.imported.delete(name);
			} else this.declare(name, text);
		}
	}

	private declare(name: string, text: string): void {
		const file = this.parse(text);
		const { locals } = file as WithLocals;
		const symbol = locals?.get(name);
		if (symbol !== undefined) this.locals.set(name, symbol);
		(file as WithLocals).locals = this.locals;
		this.texts.set(name, text);
		const specifiers = specifiersIn(file).map((specifier) => specifier.text);
		if (specifiers.length > 0) this.imported.set(name, specifiers);
		else this.imported.delete(name);
	}

	private parse(text: string): ts.SourceFile {
		const { target } = this.options;
		const file = ts.createSourceFile(this.fileName, `export {};\n${text}`, target ?? ts.ScriptTarget.Latest);
		bindAsFileOfProgram(file, this.fileName, this.options);
		return file;
	}
}

const mentions = (text: string, name: string) =>
	text.includes(name) && new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text);
