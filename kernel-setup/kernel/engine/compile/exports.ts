/**
 * `export` in a cell. Nobody imports a cell, and what it declares is there for every later cell anyway: so the word means
 * nothing, and a file that is pasted into a cell runs. It is overwritten with blanks, and every position stays.
 */
import ts from "typescript";

interface Edit {
	at: number;
	end: number;
	text: string;
}

/** The text of a cell without its `export` and `export default`. */
export function withoutExports(code: string, kind: ts.ScriptKind): string {
	if (!code.includes("export")) return code;
	const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true, kind);
	return file.statements
		.flatMap((statement) => editsOf(statement, file))
		.reduceRight((text, { at, end, text: put }) => text.slice(0, at) + put + text.slice(end), code);
}

function editsOf(statement: ts.Statement, file: ts.SourceFile): Edit[] {
	const blank = (at: number, end: number, head = ""): Edit => {
		const text = head + file.text.slice(at + head.length, end).replace(/[^\r\n]/g, " ");
		return { at, end, text };
	};
	/** `export default x` → `(            x)` */
	const asExpression = (end: number, from: number): Edit[] => [
		blank(statement.getStart(file), from, "("),
		{ at: end, end, text: ")" },
	];
	if (ts.isExportAssignment(statement) && !statement.isExportEquals) {
		const { expression } = statement;
		return asExpression(expression.end, expression.getStart(file));
	}
	const words = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
	const exports = words.filter(
		({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
	);
	if (exports.length === 0) return [];
	const named = !(ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) || statement.name;
	if (!named) return asExpression(statement.end, (exports.at(-1) as ts.Node).end);
	return exports.map((word) => blank(word.getStart(file), word.end));
}
