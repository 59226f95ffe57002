/** Transposes. */
import { spread } from "../../gates/adjoint";
import { matmul, minus, plus, scale, times, transpose } from "../../gates/arithmetic";
import { diag, kron } from "../../gates/jacobians";
import { columnSums, rowSums } from "../../gates/reduce";
import { scaleBy } from "../../gates/scale-by";
import type { Node } from "../../graph/node";
import { scaleFactor } from "../kinds";
import { formulaRule, isIdentityMatrix, type Rule } from "../pattern";
import { factorsOf, isSum, termsOf } from "../terms";
import { A, B, IDENTITY, isMade, r, s, x, y } from "./letters";

/** Whether a term would lose a transpose by being transposed. */
function isTurned(term: Node): boolean {
	return factorsOf(term).some(
		(factor) => isMade(factor, transpose) || isMade(factor, diag) || isIdentityMatrix(factor),
	);
}

const TURNED_PRODUCT = "the transpose of a product: the transposes, in the other order";
const TURNED_TERMS = "a transpose goes to every term and every entry";

/** Transposes go inwards. */
export const TRANSPOSES: readonly Rule[] = [
	formulaRule(transpose(matmul(A, B)), matmul(transpose(B), transpose(A)), TURNED_PRODUCT),
	{
		// (Ax − y)ᵀ stays as it is: its terms have no transpose that another one would take away.
		because: TURNED_TERMS,
		examples: [transpose(plus(A, transpose(B))), transpose(minus(matmul(transpose(B), x), y))],
		apply: (node) => {
			const [sum] = node.inputs;
			if (!isMade(node, transpose) || !isSum(sum) || !termsOf(sum).some((term) => isTurned(term.node))) return null;
			const [a, b] = sum.inputs.map((term) => transpose(term));
			return isMade(sum, plus) ? plus(a, b) : minus(a, b);
		},
	},
	formulaRule(transpose(times(A, B)), times(transpose(A), transpose(B)), TURNED_TERMS),
	formulaRule(transpose(scaleBy(s, A)), scaleBy(s, transpose(A)), TURNED_TERMS),
	formulaRule(transpose(kron(A, B)), kron(transpose(A), transpose(B)), TURNED_TERMS),
	formulaRule(transpose(spread(x, A)), spread(transpose(x), transpose(A)), TURNED_TERMS),
	formulaRule(transpose(spread(r, A)), spread(transpose(r), transpose(A)), TURNED_TERMS),
	formulaRule(transpose(spread(s, A)), spread(s, transpose(A)), TURNED_TERMS),
	formulaRule(transpose(rowSums(A)), columnSums(transpose(A)), TURNED_TERMS),
	formulaRule(transpose(columnSums(A)), rowSums(transpose(A)), TURNED_TERMS),
	formulaRule(transpose(diag(x)), diag(x), "a diagonal is its own transpose"),
	{
		because: "I is its own transpose",
		examples: [transpose(IDENTITY)],
		apply: (node) => (isMade(node, transpose) && isIdentityMatrix(node.inputs[0]) ? node.inputs[0] : null),
	},
	{
		because: TURNED_TERMS,
		examples: [transpose(scale(A, 3))],
		apply: (node) => {
			const factor = isMade(node, transpose) ? scaleFactor(node.inputs[0]) : null;
			return factor === null ? null : scale(transpose(node.inputs[0].inputs[0]), factor);
		},
	},
];
