/** The import statements of a cell, as they stand. */
import ts from "typescript";

export function importsOf(code: string): string[] {
	if (!code.includes("import")) return [];
	const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
	return file.statements.filter(ts.isImportDeclaration).map((statement) => statement.getText(file));
}
