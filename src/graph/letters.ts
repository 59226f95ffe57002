/**
 * The library's own letters: I, K, E, B, and C for matrices without a name. Where the expression calls something else so, another
 * form of the letter takes its place. What stands beside an expression, as the lines of a derivation do, has a say in it, too.
 */
import type { Matrix } from "../matrix/matrix";
import { topologicalOrder } from "./order";

/** What of a node is looked at. */
interface Named {
	readonly label: string | null;
	readonly inputs: readonly Named[];
	readonly value: Matrix | null;
}

/** A letter of the library. */
export type Letter = "I" | "K" | "E" | "B" | "C" | "m";

const OTHER_FORMS: Readonly<Record<Letter, string>> = { I: "𝕀", K: "𝕂", E: "𝔼", B: "𝔹", C: "ℂ", m: "𝕞" };

/** Nodes that the library itself gave their letter, and the letter. */
const own = new WeakMap<object, Letter>();
/** What stands beside an expression. */
const beside = new WeakMap<object, Named>();

/** Says that a node's name is one of the library's letters, which gives way. */
export function ownLetter<N extends object>(node: N, letter: Letter): N {
	own.set(node, letter);
	return node;
}

/** The letter that the library gave a node; null where it gave none. */
export function letterOf(node: object): Letter | null {
	return own.get(node) ?? null;
}

/** From now on an expression prints with letters that mean nothing else in `other`. */
export function printBeside(expression: Named, other: Named): void {
	if (expression !== other) beside.set(expression, other);
}

/** The letters of one expression. */
export class Letters {
	private readonly taken = new Set<string>();
	/** Matrices without a name, each once. */
	private readonly unnamed: Matrix[] = [];

	constructor(expression: Named) {
		const other = beside.get(expression);
		for (const node of [...(other === undefined ? [] : topologicalOrder(other)), ...topologicalOrder(expression)]) {
			if (node.label !== null && !own.has(node)) {
				this.taken.add(node.label);
				// E_1:2 and C_1 have an index: so E and C are taken by E_1, too.
				if (/^[EC]_?\d/.test(node.label)) this.taken.add(node.label[0]);
			} else if (node.label === null && node.value !== null && isAnyMatrix(node.value)) this.number(node.value);
		}
	}

	/** The letter, or the first of its forms that is free. */
	of(letter: Letter): string {
		let found: string = letter;
		for (let k = 0; this.taken.has(found); k++) found = `${OTHER_FORMS[letter]}${"'".repeat(k)}`;
		return found;
	}

	/** Of several matrices without a name, which one it is; null where there is only one. */
	indexOf(value: Matrix): number | null {
		const index = this.number(value);
		return this.unnamed.length === 1 ? null : index;
	}

	private number(value: Matrix): number {
		const known = this.unnamed.findIndex((other) => sameNumbers(other, value));
		return known >= 0 ? known + 1 : this.unnamed.push(value);
	}
}

/** Whether it is none of the matrices that have a sign of their own: a number, ones, zeros, an identity. */
export function isAnyMatrix(value: Matrix): boolean {
	return value.data.length > 1 && !isFilledWith(value, 1) && !isFilledWith(value, 0) && !isIdentity(value);
}

export function isFilledWith({ data }: Matrix, number: number): boolean {
	return data.every((entry) => entry === number);
}

/** I, of any size. */
export function isIdentity({ rows, cols, data }: Matrix): boolean {
	return rows === cols && data.every((entry, k) => entry === (k % (rows + 1) === 0 ? 1 : 0));
}

function sameNumbers(a: Matrix, b: Matrix): boolean {
	if (a === b) return true;
	return a.rows === b.rows && a.cols === b.cols && a.data.every((entry, k) => Object.is(entry, b.data[k]));
}
