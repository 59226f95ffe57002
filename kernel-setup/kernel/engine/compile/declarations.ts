/**
 * What the cells so far have declared, as declarations for the next one: one for each live name.
 *
 * A name that is declared again hides the older declaration. Others may still be written in terms of that one, as in
 * `interface Point …; let p: Point` and then another Point: then it stays, under a name that nobody writes.
 */
import ts from "typescript";
import { augmentationsIn, isAugmentation, isReplaced } from "./augmentations";
import type { Earlier } from "./cell-program";
import type { Meaning } from "./emit";
import { addNames } from "./scopes";

interface Declaration {
	text: string;
	/** Its JSDoc, for tooltips. */
	documentation?: string;
	/** The name that it declares, and where in the text; none for what adds to the global scope. */
	name: string | undefined;
	at: number;
	value: boolean;
	type: boolean;
	/** There is no variable of the cells behind it. */
	ambient?: boolean;
	/** `<T>`, and `<T>` as arguments. */
	parameters: string;
	/** What it adds to the global scope or to a module. */
	adds: readonly string[];
}

export class Declarations {
	private list: readonly Declaration[] = [];
	/** What was declared again, by the name that the older declaration has now. */
	private readonly renamed = new Map<string, string>();
	/** `/// <reference … />` */
	private readonly references = new Set<string>();

	/**
	 * What the next cell finds.
	 * @param added what that cell adds to the global scope: that must not be there already
	 */
	earlier(added: ReadonlySet<string> = new Set()): Earlier {
		const declarations = new Map<string, string>();
		const values = new Set<string>();
		for (const { name, documentation = "", text, value, ambient } of this.list) {
			if (name === undefined) continue;
			const others = declarations.get(name);
			declarations.set(name, `${others === undefined ? "" : `${others}\n`}${documentation}${text}`);
			if (value && !ambient) values.add(name);
		}
		const augmentations = this.list.filter((each) => each.name === undefined && !isReplaced(each, added));
		const texts = [...this.references, ...augmentations.map(({ text }) => text)];
		return { declarations, values, augmentations: texts.join("\n") };
	}

	/** What a cell refers to is there for all later ones. */
	refer(references: readonly string[]): void {
		for (const reference of references) this.references.add(reference);
	}

	/** Takes names away, as if no cell had declared them. */
	remove(names: ReadonlySet<string>): void {
		this.list = this.list.filter(({ name }) => name === undefined || !names.has(name));
	}

	/**
	 * @param meaningOf what an imported name stands for
	 * @returns the names that are declared
	 */
	add(declarations: string, meaningOf: (name: string) => Meaning): Set<string> {
		const file = ts.createSourceFile("cell.d.ts", declarations, ts.ScriptTarget.Latest, true);
		const fresh = file.statements.flatMap((statement) => {
			const documentation = documentationOf(statement, file);
			const found = declarationsIn(statement, file, meaningOf);
			return documentation === "" ? found : found.map((declaration) => ({ ...declaration, documentation }));
		});
		// What is declared of a variable that the cells have is a word about that one.
		const variables = this.earlier().values;
		for (const declaration of fresh) {
			const { name } = declaration;
			if (name !== undefined) declaration.ambient = meaningOf(name).ambient === true && !variables.has(name);
		}
		const added = new Set(fresh.flatMap(({ adds }) => adds));
		let kept = this.list.filter((declaration) => !isReplaced(declaration, added));
		const names = new Set(fresh.flatMap((declaration) => declaration.name ?? []));
		for (const name of names) {
			const same = fresh.filter((declaration) => declaration.name === name);
			const value = same.some((declaration) => declaration.value);
			const type = same.some((declaration) => declaration.type);
			kept = this.hide(kept, name, value, type);
		}
		this.list = [...fresh, ...kept];
		return names;
	}

	/**
	 * Takes other declarations of these names, of the same things; what was removed is there again.
	 * @returns the names that are declared otherwise than before
	 */
	replace(declarations: string, meaningOf: (name: string) => Meaning, names: ReadonlySet<string>): string[] {
		const file = ts.createSourceFile("cell.d.ts", declarations, ts.ScriptTarget.Latest, true);
		const changed = new Set<string>();
		for (const fresh of file.statements.flatMap((statement) => declarationsIn(statement, file, meaningOf))) {
			const { name } = fresh;
			const same = this.list.filter((old) => old.name === name);
			if (name === undefined || !names.has(name) || same.length > 1 || same[0]?.text === fresh.text) continue;
			const documentation = same[0]?.documentation;
			this.list = [{ ...fresh, documentation }, ...this.list.filter((old) => old !== same[0])];
			changed.add(name);
		}
		return [...changed];
	}

	/** A message of the compiler's without names that nobody has written. */
	inWords(message: string): string {
		if (!message.includes("$")) return message;
		return message.replace(/[\w$\u0080-\uffff]+/g, (word) => {
			const name = this.renamed.get(word);
			return name === undefined ? word : `${name} (as it was declared before)`;
		});
	}

	/** Makes room for a name that is declared again, as a value, as a type, or both. */
	private hide(list: readonly Declaration[], name: string, value: boolean, type: boolean): Declaration[] {
		const hidden = list.filter((old) => old.name === name && ((old.value && value) || (old.type && type)));
		const others = list.filter((old) => !hidden.includes(old));
		if (hidden.length === 0) return others;
		const references = others.map((other) => (other.text.includes(name) ? referencesTo(name, other.text) : []));
		const left = hidden.filter((old) => (old.value && !value) || (old.type && !type));
		if (left.length === 0 && references.every((found) => found.length === 0)) return others;

		const replacement = `${name}$${this.renamed.size + 1}`;
		this.renamed.set(replacement, this.renamed.get(name) ?? name);
		const rename = (text: string, places: readonly number[]) =>
			places.reduceRight((before, at) => before.slice(0, at) + replacement + before.slice(at + name.length), text);
		const renamed = hidden.map((old) => ({
			...old,
			name: replacement,
			text: rename(
				old.text,
				[...new Set([old.at, ...referencesTo(name, old.text)])].sort((a, b) => a - b),
			),
		}));
		const half = left.slice(0, 1).map((old): Declaration => {
			const text = value
				? `type ${name}${old.parameters} = ${replacement}${argumentsOf(old.parameters)};`
				: `declare const ${name}: typeof ${replacement};`;
			return { ...old, text, at: text.indexOf(name), value: !value, type: value };
		});
		// What is renamed keeps its place in what refers to it; the name in `at` comes before every reference.
		return [...others.map((other, k) => ({ ...other, text: rename(other.text, references[k]) })), ...renamed, ...half];
	}
}

const argumentsOf = (parameters: string) => {
	if (parameters === "") return "";
	const alias = ts.createSourceFile("t.ts", `type T${parameters} = 0`, ts.ScriptTarget.Latest).statements[0];
	const names = (alias as ts.TypeAliasDeclaration).typeParameters?.map(({ name }) => name.text);
	return `<${names?.join(", ")}>`;
};

const documentationOf = (statement: ts.Statement, file: ts.SourceFile): string =>
	ts
		.getJSDocCommentsAndTags(statement)
		.filter(ts.isJSDoc)
		.map((comment) => `${comment.getText(file)}\n`)
		.join("");

function declarationsIn(
	statement: ts.Statement,
	file: ts.SourceFile,
	meaningOf: (name: string) => Meaning,
): Declaration[] {
	if (ts.isVariableStatement(statement)) {
		const { declarationList } = statement;
		const keyword = declarationList.flags & ts.NodeFlags.Const ? "const" : "let";
		return declarationList.declarations.flatMap((declaration) => {
			const names = new Set<string>();
			addNames(declaration.name, names);
			const head = `declare ${keyword} `;
			// `let best = null` is meant to become something else.
			const { evolved } = ts.isIdentifier(declaration.name) ? meaningOf(declaration.name.text) : {};
			const nothing = keyword === "let" && /^(null|undefined)$/.test(declaration.type?.getText(file) ?? "");
			const type = nothing ? "any" : evolved;
			const text = `${head}${type === undefined ? declaration.getText(file) : `${declaration.name.getText(file)}: ${type}`};`;
			return [...names].map((name) => ({
				text,
				name,
				at: head.length,
				value: true,
				type: false,
				parameters: "",
				adds: [],
			}));
		});
	}
	if (ts.isImportDeclaration(statement)) return importsIn(statement, file, meaningOf);
	const text = statement.getText(file);
	if (ts.isImportEqualsDeclaration(statement)) {
		const { text: name } = statement.name;
		const at = statement.name.getStart(file) - statement.getStart(file);
		return [{ text, name, at, ...meaningOf(name), parameters: "", adds: [] }];
	}
	if (isAugmentation(statement))
		return augmentationsIn(statement, file).map((each) => ({
			...each,
			name: undefined,
			at: 0,
			value: false,
			type: false,
			parameters: "",
		}));
	const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
	const isBoth =
		ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement);
	if (!isType && !isBoth && !ts.isFunctionDeclaration(statement)) return [];
	const { name } = statement;
	if (name === undefined) return [];
	const { typeParameters } = statement as { typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> };
	const parameters =
		typeParameters === undefined ? "" : `<${typeParameters.map((each) => each.getText(file)).join(", ")}>`;
	const at = name.getStart(file) - statement.getStart(file);
	return [{ text, name: name.text, at, value: !isType, type: isType || isBoth, parameters, adds: [] }];
}

/** One declaration for each name that is imported. */
function importsIn(
	{ importClause, moduleSpecifier }: ts.ImportDeclaration,
	file: ts.SourceFile,
	meaningOf: (name: string) => Meaning,
): Declaration[] {
	const from = ` from ${moduleSpecifier.getText(file)};`;
	const declare = (head: string, name: string, tail: string): Declaration => {
		const keyword = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? "import type " : "import ";
		const text = keyword + head + name + tail + from;
		return { text, name, at: keyword.length + head.length, ...meaningOf(name), parameters: "", adds: [] };
	};
	const { name, namedBindings } = importClause ?? {};
	const all = name === undefined ? [] : [declare("", name.text, "")];
	if (namedBindings === undefined) return all;
	if (ts.isNamespaceImport(namedBindings)) return [...all, declare("* as ", namedBindings.name.text, "")];
	const members = namedBindings.elements.map(({ name, propertyName }) =>
		declare(`{ ${(propertyName ?? name).getText(file)} as `, name.text, " }"),
	);
	return [...all, ...members];
}

/** Where a declaration refers to a name, in order. A type parameter of that name is another thing. */
function referencesTo(name: string, text: string): number[] {
	const file = ts.createSourceFile("old.d.ts", text, ts.ScriptTarget.Latest, true);
	const found: number[] = [];
	const leftmost = (node: ts.Node): ts.Node =>
		ts.isQualifiedName(node)
			? leftmost(node.left)
			: ts.isPropertyAccessExpression(node)
				? leftmost(node.expression)
				: node;
	const visit = (node: ts.Node): void => {
		const { typeParameters } = node as { typeParameters?: readonly ts.TypeParameterDeclaration[] };
		if (typeParameters?.some((parameter) => parameter.name.text === name)) return;
		const target = ts.isTypeReferenceNode(node)
			? node.typeName
			: ts.isTypeQueryNode(node)
				? node.exprName
				: ts.isExpressionWithTypeArguments(node)
					? node.expression
					: undefined;
		if (target !== undefined) {
			const first = leftmost(target);
			if (ts.isIdentifier(first) && first.text === name) found.push(first.getStart(file));
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found.sort((a, b) => a - b);
}
