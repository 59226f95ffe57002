/** From the chain rule to the textbook: the rules of the table, stage by stage; what each stage changes is a line of its own. */
import type { Node } from "../graph/node";
import { Formulas } from "./formulas";
import type { Rule } from "./pattern";
import { rewrite } from "./rewrite";
import { INVERSES, ONES, SCALARS, SLOPES, SUMS, TIDY, TRANSPOSES, UNITS } from "./rules";

/** A formula, and why it is the one before. */
export interface Step {
	readonly expression: Node;
	readonly because: string;
}

/** Rules that are applied together, since one would on paper. */
export type Stage = readonly Rule[];

/** In the order in which one would take them. */
export const STAGES: readonly Stage[] = [UNITS, TRANSPOSES, SLOPES, ONES, SCALARS, INVERSES, SUMS];

/** Every rule there is. */
export const RULES: readonly Rule[] = [TIDY, ...STAGES].flat();

/** Stages can wake each other: after gathering there may be a scalar to move. */
const MOST_ROUNDS = 4;

/** Without a word: 1·A is A, (Aᵀ)ᵀ is A. */
export function tidied(formula: Node): Node {
	return rewrite(formula, TIDY, new Formulas()).node;
}

/** The steps from a formula to its textbook form: none where it is in it. */
export function simplify(formula: Node, stages: readonly Stage[] = STAGES): Step[] {
	const formulas = new Formulas();
	const steps: Step[] = [];
	let now = formula;
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const before = now;
		for (const stage of stages) {
			const { node, used } = rewrite(now, [...TIDY, ...stage], formulas);
			if (formulas.same(node, now)) continue;
			const reasons = new Set([...used].filter((rule) => !TIDY.includes(rule)).map(({ because }) => because));
			// What was only tidied up on the way, or reads as before, needs no line.
			const isSeen = reasons.size > 0 && node.latex() !== now.latex();
			now = node;
			if (isSeen) steps.push({ expression: now, because: [...reasons].join(", and ") });
		}
		if (formulas.same(now, before)) break;
	}
	return steps;
}

/** The textbook form of a formula. */
export function simplified(formula: Node): Node {
	return simplify(tidied(formula)).at(-1)?.expression ?? tidied(formula);
}
