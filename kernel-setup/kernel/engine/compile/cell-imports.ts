/** Imports of a cell. They come first, as in every module, and what they name stays linked to the module. */
import ts from "typescript";

/** The parameter through which a cell reaches what the kernel gives it. */
export const CELL = "$cell";
/** The functions that read an imported name: no debugger steps into them. */
const LINK = "$link";

/**
 * `import d, { a as b } from "m"` → `if ($cell.mustWait("m")) await $cell.arrived; const $module_1 = $cell.module("m");
 * $cell.link("d", function $link() { return $module_1.default; }); …`
 * @param own what the cell declares
 */
export function importStatements(
	declaration: ts.ImportDeclaration,
	index: number,
	own: ReadonlySet<string>,
	f: ts.NodeFactory,
): ts.Statement[] {
	const call = (method: string, ...list: ts.Expression[]) =>
		f.createCallExpression(f.createPropertyAccessExpression(f.createIdentifier(CELL), method), undefined, list);

	const { importClause, moduleSpecifier } = declaration;
	const load = ts.setTextRange(call("module", moduleSpecifier), declaration);
	const arrived = f.createAwaitExpression(f.createPropertyAccessExpression(f.createIdentifier(CELL), "arrived"));
	const wait = f.createIfStatement(
		ts.setTextRange(call("mustWait", moduleSpecifier), declaration),
		ts.setTextRange(f.createExpressionStatement(ts.setTextRange(arrived, declaration)), declaration),
	);
	if (importClause === undefined) return [wait, ts.setTextRange(f.createExpressionStatement(load), declaration)];
	const loaded = `$module_${index}`;
	const statements: ts.Statement[] = [
		wait,
		ts.setTextRange(
			f.createVariableStatement(
				undefined,
				f.createVariableDeclarationList(
					[f.createVariableDeclaration(loaded, undefined, undefined, load)],
					ts.NodeFlags.Const,
				),
			),
			declaration,
		),
	];
	const link = (name: string, value: ts.Expression) => {
		const body = f.createBlock([f.createReturnStatement(value)]);
		const read = f.createFunctionExpression(undefined, undefined, LINK, undefined, [], undefined, body);
		statements.push(f.createExpressionStatement(call("link", f.createStringLiteral(name), read)));
	};
	const member = (name: ts.ModuleExportName) =>
		name.text === "default"
			? call("defaultOf", f.createIdentifier(loaded))
			: ts.isIdentifier(name)
				? f.createPropertyAccessExpression(f.createIdentifier(loaded), name.text)
				: f.createElementAccessExpression(f.createIdentifier(loaded), f.createStringLiteral(name.text));
	if (importClause.name !== undefined) link(importClause.name.text, member(f.createIdentifier("default")));
	const bindings = importClause.namedBindings;
	if (bindings !== undefined) {
		if (ts.isNamespaceImport(bindings)) link(bindings.name.text, call("namespaceOf", f.createIdentifier(loaded)));
		else
			for (const { name, propertyName } of bindings.elements) {
				const value = member(propertyName ?? name);
				if (own.has(name.text)) link(name.text, value);
				else {
					// Not written in the cell: it is what JSX becomes.
					const constant = f.createVariableDeclaration(name, undefined, undefined, value);
					statements.push(
						f.createVariableStatement(undefined, f.createVariableDeclarationList([constant], ts.NodeFlags.Const)),
					);
				}
			}
	}
	return statements;
}
