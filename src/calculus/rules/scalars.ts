/** Scalars, sums of ones, and sums. */
import { collapse, spread } from "../../gates/adjoint";
import { matmul, minus, plus, scale, times, transpose } from "../../gates/arithmetic";
import { exp, log } from "../../gates/functions";
import { reciprocal, square } from "../../gates/powers";
import { columnSums, sum } from "../../gates/reduce";
import { scaleBy } from "../../gates/scale-by";
import { softmax } from "../../gates/softmax";
import { formulaRule, type Rule } from "../pattern";
import { scaledOf } from "../scaled";
import { gathered } from "../sums";
import { written } from "../written";
import { A, B, C, s, x, y } from "./letters";

/** What is one number stands in front. */
export const SCALARS: readonly Rule[] = [
	{
		because: "numbers and scalars to the front",
		examples: [
			matmul(A, scale(B, 3)),
			scale(scale(A, 3), 2),
			times(A, scale(B, -1)),
			scaleBy(s, scale(scaleBy(reciprocal(s), A), 2)),
			matmul(scaleBy(s, A), scaleBy(reciprocal(square(s)), B)),
			transpose(scale(matmul(x, s), 2)),
			matmul(x, matmul(transpose(x), y)),
			spread(scale(s, 2), A),
		],
		apply: (node, formulas) => {
			if (node.label !== null || node.gate === null) return null;
			const parts = scaledOf(node, formulas);
			const next = written(parts);
			return formulas.same(next, node) ? null : next;
		},
	},
];

const SUM_OF_PRODUCTS = "1ᵀ(x ⊙ y) adds up the products: xᵀy";

/** Ones add up. */
export const ONES: readonly Rule[] = [
	formulaRule(sum(times(x, y)), matmul(transpose(x), y), SUM_OF_PRODUCTS),
	formulaRule(columnSums(times(x, y)), matmul(transpose(x), y), SUM_OF_PRODUCTS),
	formulaRule(collapse(times(x, y), s), matmul(transpose(x), y), SUM_OF_PRODUCTS),
	formulaRule(exp(minus(x, spread(log(sum(exp(x))), x))), softmax(x), "eˣ over the sum of all eˣ is softmax"),
];

/** Equal terms, and what terms share. */
export const SUMS: readonly Rule[] = [
	{
		because: "like terms gathered, what they share written once",
		examples: [
			plus(A, A),
			minus(plus(A, B), A),
			plus(matmul(A, B), matmul(A, C)),
			plus(matmul(transpose(A), x), matmul(A, x)),
			minus(scale(times(A, B), 2), scale(times(B, C), 2)),
			plus(scaleBy(s, A), scaleBy(s, scale(B, -1))),
		],
		apply: (node, formulas) => gathered(node, formulas),
	},
];
