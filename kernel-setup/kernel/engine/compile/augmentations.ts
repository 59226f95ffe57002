/** What a cell adds to the global scope or to a module that exists: `declare global { … }`, `declare module "m" { … }`. */
import ts from "typescript";
import { addNames } from "./scopes";

/** One statement of such a block, as a block of its own. */
export interface Augmentation {
	text: string;
	/** What it declares: `counter`, or `Array.second` for a member of an interface. */
	adds: readonly string[];
}

/** Whether a statement is such a block. */
export function isAugmentation(statement: ts.Statement): statement is ts.ModuleDeclaration {
	return ts.isModuleDeclaration(statement) && (statement.name.text === "global" || ts.isStringLiteral(statement.name));
}

export function augmentationsIn(statement: ts.ModuleDeclaration, file: ts.SourceFile): Augmentation[] {
	const { name, body } = statement;
	const head = name.text === "global" ? "global" : `module ${name.getText(file)}`;
	if (body === undefined || !ts.isModuleBlock(body)) return [{ text: statement.getText(file), adds: [head] }];
	return body.statements.map((member) => ({
		text: `declare ${head} { ${member.getText(file)} }`,
		adds: namesOf(member).map((added) => `${head} ${added}`),
	}));
}

function namesOf(member: ts.Statement): string[] {
	if (ts.isInterfaceDeclaration(member))
		return member.members.map(({ name }, k) => `${member.name.text}.${name?.getText() ?? k}`);
	if (ts.isVariableStatement(member)) {
		const names = new Set<string>();
		for (const declaration of member.declarationList.declarations) addNames(declaration.name, names);
		return [...names];
	}
	const { name } = member as { name?: ts.Node };
	return [name?.getText() ?? member.getText()];
}

/** What the text of a cell adds. */
export function addedBy(code: string): Set<string> {
	if (!/\bdeclare\s+(global|module)\b/.test(code)) return new Set();
	const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
	return new Set(
		file.statements.filter(isAugmentation).flatMap((each) => augmentationsIn(each, file).flatMap(({ adds }) => adds)),
	);
}

/** Whether all that a declaration adds is added anew: then it makes room. */
export function isReplaced({ adds }: Pick<Augmentation, "adds">, fresh: ReadonlySet<string>): boolean {
	return adds.length > 0 && adds.every((name) => fresh.has(name));
}
