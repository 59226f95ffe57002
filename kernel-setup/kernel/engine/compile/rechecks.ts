/**
 * Functions see the variables of the cells, also one that is declared again with another type: `let v = 1; const f = () => v`
 * and then `let v = "two"`. What was known of such a function then is not true any more. So it is checked once more, against
 * what is there now: its type may become another one, and where it would not compile, whoever uses it is told.
 */
import ts from "typescript";
import type { Converted } from "./tslab";

/** What the code of one name is, as far as it runs later than its cell. */
interface Unit {
	name: string;
	text: string;
}

export interface Known {
	/** What a check of some text against the present declarations says. */
	check(text: string): Converted;
	/** Takes what the emitted text declares in the place of what was there; returns the names that are declared otherwise now. */
	replace(emitted: NonNullable<Converted["emitted"]>, names: ReadonlySet<string>): string[];
	/** The code of this name would not compile now. */
	withdraw(name: string, why: string): void;
}

/** A chain of functions that changes at every step is not followed for ever. */
const MANY_ROUNDS = 8;

export class Rechecks {
	private readonly units = new Map<string, Unit>();
	private changed = new Set<string>();

	/** @param kind how cells are read */
	constructor(private readonly kind: () => ts.ScriptKind) {}

	/** A cell has declared these names, some of them with another type than before. */
	note(code: string, declared: ReadonlySet<string>, changed: Iterable<string>): void {
		for (const name of declared) this.units.delete(name);
		for (const unit of unitsOf(code, this.kind())) if (declared.has(unit.name)) this.units.set(unit.name, unit);
		for (const name of changed) this.changed.add(name);
	}

	forget(names: readonly string[]): void {
		for (const name of names) this.units.delete(name);
	}

	run(known: Known): void {
		for (let round = 0; this.changed.size > 0 && round < MANY_ROUNDS; round++) {
			const { changed } = this;
			this.changed = new Set();
			let concerned = [...this.units.values()].filter((unit) => runsLater(unit, changed, this.kind()));
			while (concerned.length > 0) {
				const { complaints, emitted } = known.check(concerned.map(({ text }) => text).join("\n"));
				if (emitted !== undefined) {
					for (const name of known.replace(emitted, new Set(concerned.map(({ name }) => name)))) this.changed.add(name);
					break;
				}
				const whole = concerned.filter((unit, k) => {
					const begin = concerned.slice(0, k).reduce((line, { text }) => line + text.split("\n").length, 1);
					const end = begin + unit.text.split("\n").length;
					const found = complaints.find(({ line }) => line >= begin && line < end);
					if (found === undefined) return true;
					const used = [...changed].find((name) => mentions(unit.text, name));
					const why = `it uses ${used}, which was declared again, and would not compile now: ${found.message}`;
					known.withdraw(unit.name, found.message.startsWith(`${used}: `) ? `it uses ${used}. ${found.message}` : why);
					this.changed.add(unit.name);
					return false;
				});
				if (whole.length === concerned.length) break;
				concerned = whole;
			}
		}
		this.changed.clear();
	}
}

const mentions = (text: string, name: string) =>
	text.includes(name) && new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text);

/** Uses one of these names, and only in code that runs when it is called. */
function runsLater({ name, text }: Unit, changed: ReadonlySet<string>, kind: ts.ScriptKind): boolean {
	const used = [...changed].filter((each) => each !== name && mentions(text, each));
	if (used.length === 0) return false;
	const uses = (node: ts.Node) => used.some((each) => mentions(node.getText(), each));
	const [statement] = parse(text, kind).statements;
	if (!ts.isVariableStatement(statement)) return true;
	const { initializer } = statement.declarationList.declarations[0];
	return initializer !== undefined && isLater(initializer, uses);
}

function isLater(value: ts.Expression, uses: (node: ts.Node) => boolean): boolean {
	if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value) || ts.isSatisfiesExpression(value))
		return isLater(value.expression, uses);
	if (ts.isArrowFunction(value) || ts.isFunctionExpression(value) || ts.isClassExpression(value)) return true;
	if (ts.isArrayLiteralExpression(value)) return value.elements.every((each) => isLater(each, uses));
	if (ts.isObjectLiteralExpression(value))
		return value.properties.every((each) =>
			ts.isPropertyAssignment(each)
				? isLater(each.initializer, uses)
				: ts.isMethodDeclaration(each) || ts.isAccessor(each) || !uses(each),
		);
	return !uses(value);
}

const parse = (text: string, kind: ts.ScriptKind) =>
	ts.createSourceFile("unit.ts", text, ts.ScriptTarget.Latest, true, kind);

/** Functions, classes, and variables whose values may hold functions. */
function unitsOf(code: string, kind: ts.ScriptKind): Unit[] {
	const file = parse(code, kind);
	const units = new Map<string, string>();
	const several = new Set<string>();
	const add = (name: string, text: string) => {
		if (units.has(name)) several.add(name);
		units.set(name, text);
	};
	let overloads = "";
	for (const statement of file.statements) {
		const text = statement.getText(file);
		if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
			overloads += statement.body === undefined ? `${text}\n` : text;
			if (statement.body === undefined) continue;
			add(statement.name.text, overloads);
			overloads = "";
		} else if (ts.isVariableStatement(statement)) {
			const keyword = statement.declarationList.flags & ts.NodeFlags.Const ? "const" : "let";
			for (const declaration of statement.declarationList.declarations)
				if (ts.isIdentifier(declaration.name) && declaration.initializer !== undefined)
					add(declaration.name.text, `${keyword} ${declaration.getText(file)};`);
		} else if (ts.isClassDeclaration(statement) && statement.name !== undefined) add(statement.name.text, text);
		// What is merged of several declarations is left as it is.
		else if ("name" in statement) several.add((statement as { name?: ts.Node }).name?.getText(file) ?? "");
	}
	return [...units].filter(([name]) => !several.has(name)).map(([name, text]) => ({ name, text }));
}
