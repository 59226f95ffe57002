/** Inverses and determinants. */

import { matmul, transpose } from "../../gates/arithmetic";
import { determinant } from "../../gates/determinant";
import { inverse } from "../../gates/inverse";
import { identityNode } from "../../gates/jacobians";
import { reciprocal } from "../../gates/powers";
import type { Node } from "../../graph/node";
import type { Formulas } from "../formulas";
import { formulaRule, type Rule } from "../pattern";
import { rewrite } from "../rewrite";
import { factorsOf, product } from "../terms";
import { A, B, C, isMade, x } from "./letters";
import { TIDY } from "./tidy";
import { TRANSPOSES } from "./transposes";

const INVERSE_TWICE = "the inverse of an inverse";

/** Inverses and determinants. */
export const INVERSES: readonly Rule[] = [
	formulaRule(inverse(inverse(A)), A, INVERSE_TWICE),
	formulaRule(
		inverse(transpose(A)),
		transpose(inverse(A)),
		"the inverse of a transpose is the transpose of the inverse",
	),
	formulaRule(determinant(transpose(A)), determinant(A), "a transpose has the same determinant"),
	formulaRule(determinant(inverse(A)), reciprocal(determinant(A)), "det A⁻¹ is 1 / det A"),
	{
		because: "the inverse of a product: the inverses, in the other order",
		examples: [inverse(matmul(A, B))],
		apply: (node) => {
			if (!isMade(node, inverse) || !isMade(node.inputs[0], matmul)) return null;
			const [left, right] = node.inputs[0].inputs;
			return left.rows === left.cols ? matmul(inverse(right), inverse(left)) : null;
		},
	},
	{
		because: "A⁻¹A is I",
		examples: [
			matmul(matmul(A, inverse(B)), matmul(B, C)),
			matmul(transpose(inverse(A)), matmul(transpose(A), x)),
			matmul(A, inverse(A)),
		],
		apply: (node, formulas) => {
			const factors = isMade(node, matmul) ? factorsOf(node) : [];
			const at = factors.findIndex((factor, k) => k > 0 && undo(factors[k - 1], factor, formulas));
			if (at < 0) return null;
			const rest = [...factors.slice(0, at - 1), ...factors.slice(at + 1)];
			return rest.length === 0 ? identityNode(node.rows as number) : product(rest);
		},
	},
	{
		because: "the inverse of what is symmetric is symmetric",
		examples: [transpose(inverse(matmul(transpose(A), A)))],
		apply: (node, formulas) => {
			if (!isMade(node, transpose) || !isMade(node.inputs[0], inverse)) return null;
			const [inner] = node.inputs[0].inputs;
			const turned = rewrite(transpose(inner), [...TIDY, ...TRANSPOSES], formulas).node;
			return inner.gate !== null && formulas.same(turned, inner) ? node.inputs[0] : null;
		},
	},
];

/** Whether one is the other's inverse, both transposed or both not. */
function undo(left: Node, right: Node, formulas: Formulas): boolean {
	const bare = (node: Node) =>
		isMade(node, transpose) ? { node: node.inputs[0], turned: true } : { node, turned: false };
	const [a, b] = [bare(left), bare(right)];
	if (a.turned !== b.turned) return false;
	return (
		(isMade(a.node, inverse) && formulas.same(a.node.inputs[0], b.node)) ||
		(isMade(b.node, inverse) && formulas.same(b.node.inputs[0], a.node))
	);
}
