/** The parts of a formula: one by one, in an order that makes like formulas alike, and those that may have been lost. */
import { type Formula, formulaText } from "../gates/formula";

/** The parts of a formula, each with the formula that has something else in its place. */
export function partsOf(formula: Formula): { part: Formula; put: (changed: Formula) => Formula }[] {
	switch (formula.kind) {
		case "number":
		case "name":
			return [];
		case "call":
			return formula.inputs.map((part, k) => ({
				part,
				put: (changed) => ({ ...formula, inputs: replaced(formula.inputs, k, changed) }),
			}));
		case "sum":
			return formula.terms.map(({ isSubtracted, of }, k) => ({
				part: of,
				put: (changed) => ({ ...formula, terms: replaced(formula.terms, k, { isSubtracted, of: changed }) }),
			}));
		case "product":
			return formula.factors.map((part, k) => ({
				part,
				put: (changed) => ({ ...formula, factors: replaced(formula.factors, k, changed) }),
			}));
		case "power":
			return [{ part: formula.of, put: (changed) => ({ ...formula, of: changed }) }];
		case "negative":
		case "transpose":
		case "inverse":
			return [{ part: formula.of, put: (changed) => ({ ...formula, of: changed }) }];
	}
}

/** The names and calls of a formula, each as it stands and transposed: what a factor may have been. */
export function wordsIn(formula: Formula): Formula[] {
	const own = formula.kind === "name" || formula.kind === "call" ? [formula] : [];
	const turned = formula.kind === "transpose" && own.length === 0 ? [formula] : [];
	return [...own, ...turned, ...partsOf(formula).flatMap(({ part }) => wordsIn(part))];
}

/** The same text for what differs in the order of terms, of entry products, or in transposes that cancel. */
export function canonicalText(formula: Formula): string {
	return formulaText(canonical(formula));
}

function canonical(formula: Formula): Formula {
	if (formula.kind === "transpose" && formula.of.kind === "transpose") return canonical(formula.of.of);
	const inner = partsOf(formula).reduce((whole, { part }, k) => partsOf(whole)[k].put(canonical(part)), formula);
	const byText = (a: Formula, b: Formula) => (formulaText(a) < formulaText(b) ? -1 : 1);
	if (inner.kind === "power") return { ...inner, isEntrywise: false };
	if (inner.kind === "sum") return { ...inner, terms: [...inner.terms].sort((a, b) => byText(a.of, b.of)) };
	return inner.kind === "product" && inner.sign === "⊙"
		? { ...inner, factors: [...inner.factors].sort(byText) }
		: inner;
}

/** A list with another item at one place. */
export function replaced<T>(items: readonly T[], k: number, item: T): T[] {
	return items.map((before, other) => (other === k ? item : before));
}
