/**
 * Small changes of a formula, each a mistake that people make: a transpose too few, two factors in the wrong order, f where f′
 * belongs. Most undo themselves, so the same changes that plant a mistake in a right line repair a wrong one.
 */
import type { Formula, Term } from "../gates/formula";
import { functionCalled } from "../gates/registry";
import { partsOf, replaced } from "./formula-parts";

/** The mistakes that are known by name. */
export type MistakeName = "transpose" | "order" | "slope" | "term" | "convention" | "factor" | "sign";

/** A formula after one change. */
export interface Edit {
	readonly mistake: MistakeName;
	readonly formula: Formula;
	/** What was changed, in the notation. */
	readonly about: Formula;
}

/** Changes that undo themselves: transposes, order, f and f′, signs. */
export function* reversible(formula: Formula): Generator<Edit> {
	yield* everywhere(formula, function* (part) {
		if (part.kind === "call") {
			const isSlope = part.name.endsWith("'");
			const other = isSlope ? part.name.slice(0, -1) : `${part.name}'`;
			if (isSlope || functionCalled(part.name) !== null) yield edit("slope", { ...part, name: other }, part);
		}
	});
	yield* everywhere(formula, function* (part) {
		if (part.kind !== "product" || part.sign === "⊙") return;
		for (let i = 0; i < part.factors.length; i++)
			for (let j = i + 1; j < part.factors.length; j++) {
				const factors = [...part.factors];
				[factors[i], factors[j]] = [factors[j], factors[i]];
				yield edit("order", { ...part, factors }, part);
			}
	});
	yield* everywhere(formula, function* (part) {
		if (part.kind === "transpose") yield edit("transpose", part.of, part);
		else if (part.kind !== "number" && part.kind !== "negative")
			yield edit("transpose", { kind: "transpose", of: part }, part);
	});
	yield* everywhere(formula, function* (part) {
		if (part.kind === "negative") yield edit("sign", part.of, part);
		if (part.kind === "sum")
			for (const [k, term] of part.terms.entries())
				yield edit("sign", { ...part, terms: replaced(part.terms, k, flippedTerm(term)) }, term.of);
	});
}

/** What can be lost: a term of a sum, a factor of a product, a number in front. */
export function* losses(formula: Formula): Generator<Edit> {
	yield* everywhere(formula, function* (part) {
		if (part.kind === "sum")
			for (const [k, lost] of part.terms.entries())
				yield edit("term", sumOf(part.terms.filter((_, other) => other !== k)), lost.of);
	});
	yield* everywhere(formula, function* (part) {
		if (part.kind === "product" && part.sign !== "⊗")
			for (const [k, lost] of part.factors.entries()) {
				// The numerator of a fraction leaves 1 behind.
				if (part.sign === "/" && k === 0) continue;
				const factors = part.factors.filter((_, other) => other !== k);
				yield edit("factor", factors.length === 1 ? factors[0] : { ...part, factors }, lost);
			}
		if (part.kind === "power") yield edit("factor", part.of, part);
		if (part.kind === "inverse") yield edit("factor", part.of, part);
	});
}

/** A factor more, at every place of every product; a part alone becomes one. */
export function* insertions(formula: Formula, words: readonly Formula[]): Generator<Edit> {
	for (const word of words)
		yield* everywhere(formula, function* (part) {
			const factors = part.kind === "product" && part.sign === "*" ? part.factors : [part];
			for (let at = 0; at <= factors.length; at++)
				yield edit(
					"factor",
					{ kind: "product", sign: "*", factors: [...factors.slice(0, at), word, ...factors.slice(at)] },
					word,
				);
			if (part.kind === "product" && part.sign === "⊙")
				yield edit("factor", { ...part, factors: [...part.factors, word] }, word);
		});
}

function edit(mistake: MistakeName, formula: Formula, about: Formula): Edit {
	return { mistake, formula, about };
}

function flippedTerm({ isSubtracted, of }: Term): Term {
	return { isSubtracted: !isSubtracted, of };
}

function sumOf(terms: readonly Term[]): Formula {
	const [first] = terms;
	if (terms.length > 1) return { kind: "sum", terms };
	return first.isSubtracted ? { kind: "negative", of: first.of } : first.of;
}

/** Applies a change to every part of a formula in turn, and puts the changed part back in its place. */
function* everywhere(formula: Formula, change: (part: Formula) => Generator<Edit>): Generator<Edit> {
	yield* change(formula);
	for (const { part, put } of partsOf(formula))
		for (const { mistake, formula: changed, about } of everywhere(part, change))
			yield { mistake, formula: put(changed), about };
}
