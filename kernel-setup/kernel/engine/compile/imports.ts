/** The import statements of a cell, as they stand. */
import ts from "typescript";

export function importsOf(code: string): string[] {
	if (!code.includes("import")) return [];
	const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
	const isImport = (statement: ts.Statement) =>
		ts.isImportDeclaration(statement) ||
		(ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference));
	return file.statements.filter(isImport).map((statement) => statement.getText(file));
}
