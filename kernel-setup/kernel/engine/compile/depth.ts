/** Cells that nest deeper than the compiler can follow: it calls itself for each level, and its stack has an end. */
import ts from "typescript";

/** With twice as many, some of the compiler's walks end their stack. */
const AT_MOST_LEVELS = 500;
/** A shorter text cannot nest as deep. */
const SHORTEST = 2 * AT_MOST_LEVELS;

export class TooDeep extends Error {
	override name = "TooDeep";

	constructor(where: string) {
		super(
			`This cell nests too deeply for the compiler${where}: more than ${AT_MOST_LEVELS} terms in one sum, calls in one chain, or brackets in brackets. Nothing of it ran. Compute it in a loop, or in several statements.`,
		);
		this.stack = undefined;
	}
}

/** @throws TooDeep before the compiler is at it for a minute, and fails then */
export function refuseTooDeep(code: string, kind: ts.ScriptKind): void {
	if (code.length < SHORTEST) return;
	const file = withinStack(() => ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, false, kind));
	for (const statement of file.statements) {
		if (levelsOf(statement) <= AT_MOST_LEVELS) continue;
		const { line } = file.getLineAndCharacterOfPosition(statement.getStart(file));
		throw new TooDeep(` (line ${line + 1})`);
	}
}

/** The compiler at work. @throws TooDeep where its stack is not enough */
export function withinStack<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw error instanceof RangeError && /call stack/.test(error.message) ? new TooDeep("") : error;
	}
}

/** By a list of what is left to see, since a recursion would have the same trouble. */
function levelsOf(node: ts.Node): number {
	const left: [ts.Node, number][] = [[node, 1]];
	let deepest = 0;
	for (let next = left.pop(); next !== undefined && deepest <= AT_MOST_LEVELS; next = left.pop()) {
		const level = next[1];
		deepest = Math.max(deepest, level);
		ts.forEachChild(next[0], (child) => void left.push([child, level + 1]));
	}
	return deepest;
}
