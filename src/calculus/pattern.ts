/**
 * Rules as formulas: `formulaRule(transpose(matmul(A, B)), matmul(transpose(B), transpose(A)), "…")` says what it does, prints
 * as it reads, and is proven by number like any other expression. Letters stand for any expression of their kind.
 */
import { input, Node, operation } from "../graph/node";
import { orderUpTo } from "../graph/order";
import { identityMatrix } from "../matrix/make";
import type { Formulas } from "./formulas";

/** A step that one may take in a formula. */
export interface Rule {
	/** The reason that stands beside the line. */
	readonly because: string;
	/** Formulas to which it applies: what the proof by number is made with. */
	readonly examples: readonly Node[];
	/** The formula after the step; null where the rule does not apply. */
	apply(node: Node, formulas: Formulas): Node | null;
}

const letters = new WeakSet<Node>();

/** A letter of a rule. It stands for any matrix; where it is a column, a row or a scalar, for any such. */
export function letter(name: string, rows: number, cols: number): Node {
	const node = input(name, rows, cols);
	letters.add(node);
	return node;
}

/** Identity matrices in a rule stand for those of any size. */
export const ANY_IDENTITY = letter("I", 3, 3);

/** What a rule's letters stand for. */
type Bindings = Map<Node, Node>;

/** A rule that says: the left formula is the right one. */
export function formulaRule(left: Node, right: Node, because: string): Rule {
	return {
		because,
		examples: [exampleOf(left)],
		apply(node, formulas) {
			const bindings: Bindings = new Map();
			return matches(left, node, bindings, formulas) ? filled(right, bindings) : null;
		},
	};
}

function matches(pattern: Node, node: Node, bindings: Bindings, formulas: Formulas): boolean {
	if (pattern === ANY_IDENTITY) return isIdentityMatrix(node);
	if (letters.has(pattern)) {
		if ((pattern.rows === 1 && node.rows !== 1) || (pattern.cols === 1 && node.cols !== 1)) return false;
		const bound = bindings.get(pattern);
		if (bound !== undefined) return formulas.same(bound, node);
		bindings.set(pattern, node);
		return true;
	}
	if (pattern.gate === null) return node.label === null && formulas.same(pattern, node);
	// A node with a name is that name: nobody looks behind it.
	if (node.label !== null || node.gate === null || !sameGate(pattern.gate, node.gate)) return false;
	return pattern.inputs.every((part, i) => matches(part, node.inputs[i], bindings, formulas));
}

/** The same object, or of the same family with the same numbers. */
export function sameGate(a: NonNullable<Node["gate"]>, b: NonNullable<Node["gate"]>): boolean {
	if (a === b) return true;
	if (a.settings === undefined || b.settings === undefined) return false;
	return (
		a.name === b.name && a.settings.length === b.settings.length && a.settings.every((c, k) => c === b.settings?.[k])
	);
}

/** I as a node, of any size; the number 1 is the smallest. */
export function isIdentityMatrix({ role, value, rows, cols }: Node): boolean {
	if (role !== "constant" || value === null || rows !== cols) return false;
	const { data } = identityMatrix(rows as number);
	return data.every((entry, k) => entry === value.data[k]);
}

/** The formula with its letters filled in. */
function filled(template: Node, bindings: Bindings): Node {
	const done = new Map<Node, Node>(bindings);
	for (const part of orderUpTo(template, (node) => bindings.has(node))) {
		if (done.has(part)) continue;
		const { gate } = part;
		done.set(
			part,
			gate === null
				? part
				: operation(
						gate,
						part.inputs.map((input) => done.get(input) as Node),
					),
		);
	}
	return done.get(template) as Node;
}

/** The left side as it stands, with an identity for the letter I. */
function exampleOf(left: Node): Node {
	const identity = new Node("constant", identityMatrix(3), null, [], "I", identityMatrix(3));
	return filled(left, new Map([[ANY_IDENTITY, identity]]));
}
