/**
 * What a module exports, read from its declarations without the type checker: for names that no cell has imported yet,
 * whose module the checker has not loaded.
 */
import ts from "typescript";
import type { Match } from "../../wire/engine-protocol";

type Read = Pick<ts.System, "readFile" | "fileExists">;
type Exports = Map<string, Match>;

export function exportsOf(file: string, system: Read): Match[] {
	return [...new Reader(system).exportsOf(file).values()];
}

class Reader {
	private readonly done = new Map<string, Exports>();

	constructor(private readonly system: Read) {}

	exportsOf(file: string): Exports {
		const known = this.done.get(file);
		if (known !== undefined) return known;
		const found: Exports = new Map();
		this.done.set(file, found);
		const text = this.system.readFile(file);
		if (text === undefined) return found;
		const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
		for (const statement of source.statements)
			if (ts.isExportDeclaration(statement)) this.reexport(statement, file, found);
			else if (isExported(statement) && !isInternal(statement))
				for (const match of matchesOf(statement, source)) if (!found.has(match.text)) found.set(match.text, match);
		return found;
	}

	private reexport({ moduleSpecifier, exportClause }: ts.ExportDeclaration, file: string, found: Exports): void {
		if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return;
		const target = this.resolve(moduleSpecifier.text, file);
		if (target === undefined) return;
		const exported = this.exportsOf(target);
		if (exportClause === undefined) {
			for (const [name, match] of exported) if (!found.has(name)) found.set(name, match);
		} else if (ts.isNamedExports(exportClause)) {
			for (const { name, propertyName } of exportClause.elements) {
				const match = exported.get((propertyName ?? name).text);
				if (match !== undefined) found.set(name.text, { ...match, text: name.text });
			}
		} else found.set(exportClause.name.text, { text: exportClause.name.text, kind: "module", signature: "" });
	}

	/** Beside the file: a library's own declarations name each other so. */
	private resolve(specifier: string, file: string): string | undefined {
		if (!specifier.startsWith(".")) return undefined;
		const { pathname } = new URL(specifier.replace(/\.[cm]?js$/, ""), `file://${file}`);
		const bare = decodeURI(pathname);
		return [`${bare}.d.ts`, `${bare}/index.d.ts`].find((candidate) => this.system.fileExists(candidate));
	}
}

const isExported = (statement: ts.Statement) =>
	ts.canHaveModifiers(statement) &&
	ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;

const isInternal = (node: ts.Node) => ts.getJSDocTags(node).some(({ tagName }) => tagName.text === "internal");

function matchesOf(statement: ts.Statement, file: ts.SourceFile): Match[] {
	const text = (node: ts.Node | undefined) => node?.getText(file).replace(/\s+/g, " ") ?? "";
	if (ts.isVariableStatement(statement))
		return statement.declarationList.declarations.map(({ name, type }) => {
			const kind = type !== undefined && ts.isFunctionTypeNode(type) ? "function" : "instance";
			return { text: text(name), kind, signature: text(type) };
		});
	if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
		const parameters = statement.parameters.map(text).join(", ");
		return [{ text: statement.name.text, kind: "function", signature: `(${parameters}): ${text(statement.type)}` }];
	}
	const kind = ts.isClassDeclaration(statement)
		? "class"
		: ts.isInterfaceDeclaration(statement)
			? "interface"
			: ts.isTypeAliasDeclaration(statement)
				? "type"
				: ts.isEnumDeclaration(statement)
					? "enum"
					: undefined;
	const { name } = statement as { name?: ts.Identifier };
	return kind === undefined || name === undefined ? [] : [{ text: name.text, kind, signature: "" }];
}
