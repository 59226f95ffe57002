/** The text behind a name: in this cell, in an earlier one, in a module. */
import ts from "typescript";
import type { View } from "../compile/tslab";

interface Finder {
	system: Pick<ts.System, "readFile" | "fileExists">;
	/** The text of the cell that declared a name. */
	cellOf(name: string): string | undefined;
}

/** Undefined where only a type is known of it. */
export function sourceOf(symbol: ts.Symbol, view: View, finder: Finder): string | undefined {
	const texts = (symbol.declarations ?? []).map((declaration) => textOf(declaration, view, finder));
	const found = [...new Set(texts.filter((text) => text !== undefined))];
	return found.length === 0 ? undefined : found.map(dedented).join("\n\n");
}

/** The first line has no indentation left; the others lose what they have in common. */
function dedented(text: string): string {
	const [first, ...lines] = text.split("\n");
	const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
	const common = Math.min(...indents);
	return [first, ...lines.map((line) => line.slice(Math.min(common, line.length)))].join("\n");
}

function textOf(declaration: ts.Declaration, { file }: View, { system, cellOf }: Finder): string | undefined {
	const home = declaration.getSourceFile();
	const path = pathTo(declaration);
	if (home === file) return whole(declaration).getText(file);
	// What earlier cells declared stands in files of one name, as declarations without bodies.
	if (home.fileName === file.parent.getSourceFile().fileName) {
		const cell = path.length === 0 ? undefined : cellOf(path[0]);
		return (cell && find(cell, path)) ?? whole(declaration).getText(home);
	}
	const original = home.isDeclarationFile ? originalOf(home.fileName, system) : undefined;
	return (original && find(original, path)) ?? whole(declaration).getText(home);
}

/** The TypeScript that a package's declarations were made of, where its source maps lead to it. */
function originalOf(file: string, { readFile, fileExists }: Finder["system"]): string | undefined {
	const bare = file.replace(/\.d\.([cm]?)ts$/, ".$1js");
	for (const map of [`${file}.map`, `${bare}.map`]) {
		if (!fileExists(map)) continue;
		try {
			const { sourceRoot = "", sources } = JSON.parse(readFile(map) ?? "") as {
				sourceRoot?: string;
				sources: string[];
			};
			return readFile(new URL(sourceRoot + sources[0], `file://${map}`).pathname);
		} catch {
			// No map that leads anywhere.
		}
	}
	return undefined;
}

const nameOf = (node: ts.Node): string | undefined => {
	const { name } = node as { name?: ts.Node };
	return name !== undefined && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteral(name))
		? name.text
		: undefined;
};

/** The names from the top of the file to a declaration: `["Matrix", "at"]`. */
function pathTo(declaration: ts.Node): string[] {
	const path: string[] = [];
	for (let node = declaration; !ts.isSourceFile(node); node = node.parent) {
		const name = nameOf(node);
		if (name !== undefined) path.unshift(name);
	}
	return path;
}

function find(text: string, path: readonly string[]): string | undefined {
	const file = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
	const search = (node: ts.Node, [name, ...rest]: readonly string[]): ts.Node[] => {
		if (name === undefined) return [node];
		const found: ts.Node[] = [];
		const visit = (child: ts.Node): void => {
			const its = nameOf(child);
			if (its === name && !ts.isPropertyAccessExpression(child)) found.push(...search(child, rest));
			else if (its === undefined || ts.isVariableDeclaration(child)) ts.forEachChild(child, visit);
		};
		ts.forEachChild(node, visit);
		return found;
	};
	// Of several, as with overloads, all of them.
	const texts = search(file, path).map((node) => whole(node).getText(file));
	return texts.length === 0 ? undefined : [...new Set(texts)].join("\n\n");
}

/** The statement of a variable, not only its name and value. */
function whole(node: ts.Node): ts.Node {
	return ts.isVariableDeclaration(node) && ts.isVariableStatement(node.parent.parent) ? node.parent.parent : node;
}
