/** Sums: equal terms are gathered, and what all terms of a sum begin or end with is written once. */
import { matmul, minus, plus, scale, times, transpose } from "../gates/arithmetic";
import type { Node } from "../graph/node";
import type { Formulas } from "./formulas";
import { zeroLike } from "./kinds";
import { type Scaled, scaledOf } from "./scaled";
import { factorsOf, isSum, product, termsOf } from "./terms";
import { written } from "./written";

const [TIMES, TRANSPOSE] = [times.gate, transpose.gate];

/** A sum with its like terms gathered, in the usual order; null where that changes nothing. */
export function gathered(node: Node, formulas: Formulas): Node | null {
	if (!isSum(node)) return null;
	let terms: Scaled[] = [];
	for (const { sign, node: term } of termsOf(node)) {
		const parts = scaledOf(term, formulas);
		const next = { ...parts, number: sign * parts.number };
		const like = terms.findIndex((other) => alike(other, next, formulas));
		if (like < 0) terms.push(next);
		else terms[like] = { ...next, number: terms[like].number + next.number };
	}
	terms = terms.filter(({ number }) => number !== 0);
	if (terms.length === 0) return zeroLike(node);
	for (let pair = sharingPair(terms, formulas); pair !== null; pair = sharingPair(terms, formulas)) {
		const { first, second, joined } = pair;
		terms = terms.flatMap((term, k) => (k === first ? [joined] : k === second ? [] : [term]));
	}
	const [{ number }] = terms;
	// 2 A − 2 B is 2 (A − B).
	const isShared =
		terms.length > 1 && Math.abs(number) !== 1 && terms.every((term) => Math.abs(term.number) === Math.abs(number));
	const factor = isShared ? Math.abs(number) : 1;
	const sum = sumOf(terms.map((term) => ({ ...term, number: term.number / factor })));
	const result = factor === 1 ? sum : scale(sum, factor);
	return formulas.same(result, node) ? null : result;
}

/** The same but for the number in front. */
function alike(a: Scaled, b: Scaled, formulas: Formulas): boolean {
	const bare = ({ scalars, matrix }: Scaled) =>
		formulas.id(written({ number: 1, scalars: inOrder(scalars, formulas), matrix }));
	return bare(a) === bare(b);
}

function inOrder(scalars: Scaled["scalars"], formulas: Formulas): Scaled["scalars"] {
	return [...scalars].sort((a, b) => formulas.id(a.base) - formulas.id(b.base));
}

/** The sum as one writes it: what is not transposed first, what is subtracted behind. */
export function sumOf(terms: readonly Scaled[]): Node {
	const sorted = terms
		.map((term, place) => ({ term, place, transposes: transposesIn(term) }))
		.sort((a, b) => a.transposes - b.transposes || a.place - b.place)
		.map(({ term }) => term);
	const first = Math.max(
		0,
		sorted.findIndex(({ number }) => number > 0),
	);
	const rest = sorted.filter((_, k) => k !== first);
	return rest.reduce(
		(all, { number, ...term }) =>
			number < 0 ? minus(all, written({ ...term, number: -number })) : plus(all, written({ ...term, number })),
		written(sorted[first]),
	);
}

function transposesIn({ matrix }: Scaled): number {
	return matrix === null
		? 0
		: factorsOf(matrix).filter(({ gate, label }) => label === null && gate === TRANSPOSE).length;
}

interface Pair {
	readonly first: number;
	readonly second: number;
	readonly joined: Scaled;
}

/** Two terms that begin or end with the same factor, and what they are together. */
function sharingPair(terms: readonly Scaled[], formulas: Formulas): Pair | null {
	for (let first = 0; first < terms.length; first++)
		for (let second = first + 1; second < terms.length; second++) {
			const joined = together(terms[first], terms[second], formulas);
			if (joined !== null) return { first, second, joined };
		}
	return null;
}

function together(a: Scaled, b: Scaled, formulas: Formulas): Scaled | null {
	if (a.matrix === null || b.matrix === null) return null;
	const sameScalars = alike({ ...a, matrix: null }, { ...b, matrix: null }, formulas);
	// The scalars that both have stay in front.
	const [front, inA, inB] = sameScalars ? [a.scalars, [], []] : [[], a.scalars, b.scalars];
	// −A − B has its sign in front.
	const sign = a.number < 0 && b.number < 0 ? -1 : 1;
	const number = sign * (Math.abs(a.number) === Math.abs(b.number) ? Math.abs(a.number) : 1);
	const join = (restA: Node, restB: Node) =>
		sumOf([
			{ number: a.number / number, scalars: inA, matrix: restA },
			{ number: b.number / number, scalars: inB, matrix: restB },
		]);
	const matrix = commonFactor(a.matrix, b.matrix, join, formulas);
	return matrix === null ? null : { number, scalars: front, matrix };
}

/** A B + A C is A (B + C), A C + B C is (A + B) C, and v ⊙ w + v ⊙ u is v ⊙ (w + u). */
function commonFactor(a: Node, b: Node, join: (a: Node, b: Node) => Node, formulas: Formulas): Node | null {
	const [left, right] = [factorsOf(a), factorsOf(b)];
	const most = Math.min(left.length, right.length) - 1;
	const shared = (at: (factors: readonly Node[], k: number) => Node) => {
		let count = 0;
		while (count < most && formulas.same(at(left, count), at(right, count))) count++;
		return count;
	};
	const behind = shared((factors, k) => factors[factors.length - 1 - k]);
	if (behind > 0) {
		const rest = (factors: readonly Node[]) => product(factors.slice(0, factors.length - behind));
		return matmul(join(rest(left), rest(right)), product(left.slice(left.length - behind)));
	}
	const before = shared((factors, k) => factors[k]);
	if (before > 0)
		return matmul(product(left.slice(0, before)), join(product(left.slice(before)), product(right.slice(before))));
	const [entriesA, entriesB] = [hadamardFactors(a), hadamardFactors(b)];
	if (entriesA === null || entriesB === null) return null;
	for (const [i, one] of entriesA.entries())
		for (const [j, other] of entriesB.entries())
			if (formulas.same(one, other)) return times(one, join(entriesA[1 - i], entriesB[1 - j]));
	return null;
}

function hadamardFactors({ gate, label, inputs }: Node): readonly Node[] | null {
	return label === null && gate === TIMES ? inputs : null;
}
