/** Parameters of a run, `name=value`, as code for each notebook that declares them. */
import ts from "typescript";
import { Problem } from "../../setup/owners.mjs";
import type { NotebookText } from "./notebook-text";

/** name → value, of which kind JSON says; what is no JSON is a string. */
export type Parameters = ReadonlyMap<string, unknown>;

/** @throws Problem for what is no `name=value` */
export function readParameter(text: string, before: Parameters = new Map()): Parameters {
	const [, name, value] = /^([\p{L}_$][\p{L}\p{N}_$]*)=(.*)$/su.exec(text) ?? [];
	if (name === undefined) throw new Problem(`“${text}” is no parameter.`, "Write name=value, as in --param epochs=2.");
	if (before.has(name)) throw new Problem(`The parameter ${name} is given twice.`, "Give it once.");
	return new Map([...before, [name, valueIn(value)]]);
}

function valueIn(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** How a notebook declares a parameter. */
interface Declaration {
	readonly isConstant: boolean;
	/** The type that stands there, or an empty text. */
	readonly type: string;
}

/** What the cell tagged `parameters` declares. */
export function declaredIn({ cells }: NotebookText): ReadonlyMap<string, Declaration> {
	const cell = cells.find(({ tags }) => tags.includes("parameters"));
	const found = new Map<string, Declaration>();
	if (cell === undefined) return found;
	const file = ts.createSourceFile("parameters.ts", cell.source, ts.ScriptTarget.Latest);
	for (const statement of file.statements) {
		if (!ts.isVariableStatement(statement)) continue;
		const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
		for (const { name, type } of statement.declarationList.declarations)
			if (ts.isIdentifier(name)) found.set(name.text, { isConstant, type: type?.getText(file) ?? "" });
	}
	return found;
}

/** The cell that gives a notebook the parameters that it declares; empty where there are none for it. */
export function parametersCell(notebook: NotebookText, parameters: Parameters): string {
	const declared = declaredIn(notebook);
	const lines = [...parameters].flatMap(([name, value]) => {
		const declaration = declared.get(name);
		if (declaration === undefined) return [];
		const { isConstant, type } = declaration;
		// An assignment keeps the type that the notebook gave it: a word for a number is an error of the notebook's.
		return [`${isConstant ? `const ${name}${type && `: ${type}`}` : name} = ${JSON.stringify(value)};`];
	});
	return lines.join("\n");
}

/** @throws Problem where a parameter is declared by none of them: a slip of the pen would otherwise change nothing, in silence */
export function requireDeclared(notebooks: readonly NotebookText[], parameters: Parameters): void {
	const declared = new Set(notebooks.flatMap((notebook) => [...declaredIn(notebook).keys()]));
	for (const name of parameters.keys())
		if (!declared.has(name))
			throw new Problem(
				`No notebook of this run has a parameter called ${name}.`,
				declared.size > 0
					? `There are: ${[...declared].join(", ")}.`
					: "A parameter is declared in a cell that is tagged `parameters`.",
			);
}
