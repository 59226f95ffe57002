/** The terms of a sum, and the factors of a product. */
import { matmul, minus, plus } from "../gates/arithmetic";
import type { Node } from "../graph/node";
import { scaleFactor } from "./kinds";

const [PLUS, MINUS, MATMUL] = [plus.gate, minus.gate, matmul.gate];

export const isSum = ({ gate, label }: Node): boolean => label === null && (gate === PLUS || gate === MINUS);

/** The terms of a sum, each with its sign. */
export function termsOf(node: Node, sign = 1): { sign: number; node: Node }[] {
	if (isSum(node)) {
		const [a, b] = node.inputs;
		return [...termsOf(a, sign), ...termsOf(b, node.gate === PLUS ? sign : -sign)];
	}
	const factor = scaleFactor(node);
	return factor !== null && isSum(node.inputs[0]) && Math.abs(factor) === 1
		? termsOf(node.inputs[0], sign * factor)
		: [{ sign, node }];
}

/** The factors of a matrix product, from left to right. */
export function factorsOf(node: Node): Node[] {
	return node.label === null && node.gate === MATMUL ? node.inputs.flatMap(factorsOf) : [node];
}

/** The product of some matrices, from left to right. */
export function product(factors: readonly Node[]): Node {
	return factors.reduce((all, factor) => matmul(all, factor));
}
