/** Which names a piece of JavaScript declares, scope by scope, and which identifiers in it are no references at all. */
import ts from "typescript";

/** The names of one scope. A name that no scope has belongs to an earlier cell or to the language. */
export class Scope {
	constructor(
		readonly names: ReadonlySet<string>,
		readonly parent?: Scope,
	) {}

	has(name: string): boolean {
		return this.names.has(name) || (this.parent?.has(name) ?? false);
	}

	/** The names of this scope and of those around it. */
	all(): Set<string> {
		return new Set([...(this.parent?.all() ?? []), ...this.names]);
	}
}

/** A name that the compiler has made up. Its text is not what will be printed: `Net`, say, for Net_1. */
export function isMadeUp(name: ts.Identifier): boolean {
	return (name as { emitNode?: { autoGenerate?: object } }).emitNode?.autoGenerate !== undefined;
}

export function addNames(name: ts.BindingName, names: Set<string>): void {
	if (ts.isIdentifier(name)) {
		if (!isMadeUp(name)) names.add(name.text);
	} else for (const element of name.elements) if (ts.isBindingElement(element)) addNames(element.name, names);
}

export function addImports({ importClause }: ts.ImportDeclaration, names: Set<string>): void {
	if (importClause?.name !== undefined) names.add(importClause.name.text);
	const bindings = importClause?.namedBindings;
	if (bindings === undefined) return;
	if (ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
	else for (const { name } of bindings.elements) names.add(name.text);
}

export function isVar(list: ts.VariableDeclarationList): boolean {
	return (list.flags & ts.NodeFlags.BlockScoped) === 0;
}

/** What the statements of one block declare for that block. */
export function lexicalNames(statements: readonly ts.Statement[], names = new Set<string>()): Set<string> {
	for (const statement of statements) {
		if (ts.isVariableStatement(statement) && !isVar(statement.declarationList))
			for (const { name } of statement.declarationList.declarations) addNames(name, names);
		const named = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
		if (named && statement.name !== undefined) addNames(statement.name, names);
	}
	return names;
}

/** Every `var` below a node, up to the functions inside it. */
export function varNames(node: ts.Node, names = new Set<string>()): Set<string> {
	if (ts.isVariableDeclarationList(node) && isVar(node))
		for (const { name } of node.declarations) addNames(name, names);
	ts.forEachChild(node, (child) => {
		if (!ts.isFunctionLike(child) && !ts.isClassStaticBlockDeclaration(child)) varNames(child, names);
	});
	return names;
}

/** The names that a node declares for what is inside it; undefined for a node that opens no scope. */
export function namesInside(node: ts.Node): Set<string> | undefined {
	if (ts.isFunctionLike(node)) {
		const names = new Set<string>();
		for (const parameter of node.parameters) addNames(parameter.name as ts.BindingName, names);
		if (ts.isFunctionExpression(node) && node.name !== undefined) addNames(node.name, names);
		const { body } = node as ts.FunctionLikeDeclaration;
		if (body !== undefined) varNames(body, names);
		return names;
	}
	if (ts.isClassLike(node)) return node.name === undefined ? undefined : new Set([node.name.text]);
	if (ts.isClassStaticBlockDeclaration(node)) return varNames(node.body);
	if (ts.isBlock(node)) return lexicalNames(node.statements);
	if (ts.isCaseBlock(node)) return lexicalNames(node.clauses.flatMap((clause) => [...clause.statements]));
	if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node)) {
		const names = new Set<string>();
		const { initializer } = node;
		if (initializer !== undefined && ts.isVariableDeclarationList(initializer) && !isVar(initializer))
			for (const { name } of initializer.declarations) addNames(name, names);
		return names;
	}
	if (ts.isCatchClause(node)) {
		const names = new Set<string>();
		if (node.variableDeclaration !== undefined) addNames(node.variableDeclaration.name, names);
		return names;
	}
	return undefined;
}

/** Children of a node that are identifiers and refer to nothing: names of members, declarations, labels. */
export function nonReferences(node: ts.Node): ts.Node[] {
	const { name, propertyName, label } = node as { name?: ts.Node; propertyName?: ts.Node; label?: ts.Node };
	const own = ts.isShorthandPropertyAssignment(node) ? [] : [name, propertyName, label];
	return own.filter((child): child is ts.Node => child !== undefined && ts.isIdentifier(child));
}

/** What the text of a cell would declare at its top level, values and types, whether it is right or not. */
export function declaredNames(code: string, kind: ts.ScriptKind): string[] {
	const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true, kind);
	const names = varNames(file, lexicalNames(file.statements));
	for (const statement of file.statements) {
		if (ts.isImportDeclaration(statement)) addImports(statement, names);
		else if (
			ts.isInterfaceDeclaration(statement) ||
			ts.isTypeAliasDeclaration(statement) ||
			ts.isEnumDeclaration(statement) ||
			ts.isImportEqualsDeclaration(statement) ||
			(ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name) && statement.name.text !== "global")
		)
			names.add(statement.name.text);
	}
	return [...names];
}
