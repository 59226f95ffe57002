/** Names the mistake in a wrong line: what would make it right, or which change of a right line makes it. */

import { builtFormula, type Scope } from "../gates/build";
import { type Formula, formulaText } from "../gates/formula";
import type { Node } from "../graph/node";
import { fill } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";
import { pathTerms } from "./chain";
import { insertions, losses, type MistakeName, reversible } from "./edits";
import { canonicalText, wordsIn } from "./formula-parts";
import { MESSAGES } from "./messages";
import { asJacobian, close, type Points } from "./points";

/** A mistake with its name, and a sentence for who made it. */
export interface FoundMistake {
	readonly name: MistakeName;
	readonly message: string;
}

/** The wrong line, and what is known to be right. */
export interface WrongLine {
	readonly formula: Formula;
	/** Null where it cannot be computed: its shapes do not fit. */
	readonly values: readonly Matrix[] | null;
	/** Right lines: those above it, and those that the library would write. */
	readonly references: readonly Formula[];
}

/** The mistake; null where none that is known by name explains the line. */
export function mistakeIn(line: WrongLine, points: Points, scope: Scope): FoundMistake | null {
	return (
		layoutMistake(line, points) ??
		repaired(line, points, scope) ??
		lostPath(line, points) ??
		plantedIn(line, points, scope) ??
		wrongByFactor(line, points) ??
		lostFactor(line, points, scope)
	);
}

/** In the transposed layout: the right numbers, each on the other side of the diagonal. */
function layoutMistake({ values }: WrongLine, points: Points): FoundMistake | null {
	if (values === null || points.wrt.rows === 1 || points.wrt.cols === 1) return null;
	const forms = ["shape", "jacobian"] as const;
	const isTurned = forms.some((form) => values.every((value, k) => close(transposed(value), points.wanted(form, k))));
	return isTurned ? { name: "convention", message: MESSAGES.convention("") } : null;
}

/** One change makes the line right. */
function repaired({ formula }: WrongLine, points: Points, scope: Scope): FoundMistake | null {
	for (const { mistake, formula: changed, about } of reversible(formula)) {
		const values = valuesOf(changed, points, scope);
		if (values !== null && points.formOf(values) !== null)
			return { name: mistake, message: MESSAGES[mistake](formulaText(about)) };
	}
	return null;
}

/** What is missing is what comes along some of the paths. */
function lostPath({ values }: WrongLine, points: Points): FoundMistake | null {
	const terms = values === null ? null : pathTerms(points.of, points.wrt);
	if (values === null || terms === null || terms.length < 2) return null;
	const all = terms.map((term) => points.valuesOf(term));
	if (all.includes(null) || values.some((value, k) => points.likeIn(value, k) === null)) return null;
	for (let chosen = 1; chosen < 2 ** terms.length - 1; chosen++) {
		const isIt = values.every((value, k) => {
			const total = asJacobian(value).copy();
			all.forEach((along, path) => {
				if (chosen & (1 << path)) addTo(total, (along as Matrix[])[k]);
			});
			return close(total, asJacobian(points.wanted("shape", k)));
		});
		if (isIt) return { name: "term", message: MESSAGES.term("") };
	}
	return null;
}

/** A right line with one mistake in it is this line. */
function plantedIn({ formula, values, references }: WrongLine, points: Points, scope: Scope): FoundMistake | null {
	const text = canonicalText(formula);
	for (const edits of [losses, reversible])
		for (const reference of references)
			for (const { mistake, formula: changed, about } of edits(reference)) {
				const isIt = values === null ? canonicalText(changed) === text : sameValues(changed, values, points, scope);
				if (isIt) return { name: mistake, message: MESSAGES[mistake](formulaText(about)) };
			}
	return null;
}

/** Every entry is the same number times what it should be. */
function wrongByFactor({ values }: WrongLine, points: Points): FoundMistake | null {
	if (values === null) return null;
	const ratios = values.map((value, k) => {
		const wanted = points.likeIn(value, k);
		if (wanted === null) return Number.NaN;
		const at = wanted.data.reduce(
			(best: number, entry: number, j: number) => (Math.abs(entry) > Math.abs(wanted.data[best]) ? j : best),
			0,
		);
		const ratio = value.data[at] / wanted.data[at];
		return close(
			value,
			fill(wanted.rows, wanted.cols, (i, j) => ratio * wanted.at(i, j)),
		)
			? ratio
			: Number.NaN;
	});
	const [ratio] = ratios;
	if (!ratios.every((other) => Math.abs(other - ratio) <= 1e-6 * Math.abs(ratio)) || ratio === 0) return null;
	if (Math.abs(ratio + 1) < 1e-6) return { name: "sign", message: MESSAGES.sign("") };
	return {
		name: "factor",
		message: `Everything is ${Number(ratio.toPrecision(4))} times what it should be: a factor was lost, or stands there twice.`,
	};
}

/** What stands in a right line, put in somewhere, makes this one right. */
function lostFactor({ formula, references }: WrongLine, points: Points, scope: Scope): FoundMistake | null {
	const words = new Map(references.flatMap(wordsIn).map((word) => [formulaText(word), word]));
	for (const { formula: changed, about } of insertions(formula, [...words.values()])) {
		const values = valuesOf(changed, points, scope);
		if (values !== null && points.formOf(values) !== null)
			return { name: "factor", message: MESSAGES.factor(formulaText(about)) };
	}
	return null;
}

function valuesOf(formula: Formula, points: Points, scope: Scope): Matrix[] | null {
	const node = builtIn(formula, points, scope);
	return node === null ? null : points.valuesOf(node);
}

/** The graph of a formula in the size of the derivative, in either form; null where the shapes do not fit. */
export function builtIn(formula: Formula, points: Points, scope: Scope): Node | null {
	for (const form of ["jacobian", "shape"] as const)
		try {
			return builtFormula(formula, scope, points.wanted(form, 0));
		} catch {
			// The other form may give it the size that it needs.
		}
	return null;
}

function sameValues(formula: Formula, values: readonly Matrix[], points: Points, scope: Scope): boolean {
	const other = valuesOf(formula, points, scope);
	return other !== null && values.every((value, k) => close(value, other[k]));
}

function transposed(A: Matrix): Matrix {
	return fill(A.cols, A.rows, (i, j) => A.at(j, i));
}

function addTo(total: Matrix, term: Matrix): void {
	for (let k = 0; k < total.data.length; k++) total.data[k] += term.data[k];
}
