/** What kind of node it is: a multiple, a power, a scalar, zero. */
import { scale } from "../gates/arithmetic";
import { power } from "../gates/powers";
import { constant, type Node } from "../graph/node";
import { zeros } from "../matrix/make";

const ONE = constant(1);

/** c, where the node is c·A for a plain number c. */
export function scaleFactor({ gate, label }: Node): number | null {
	const [factor] = gate?.settings ?? [];
	return label === null && Number.isFinite(factor) && gate === scale(ONE, factor).gate ? factor : null;
}

/** p, where the node was made by power(x, p). */
export function powerExponent({ gate }: Node): number | null {
	const [p] = gate?.settings ?? [];
	return Number.isFinite(p) && gate === power(ONE, p).gate ? p : null;
}

export const isScalar = ({ rows, cols }: Node): boolean => rows === 1 && cols === 1;

/** 0 in the shape of a node. */
export function zeroLike(node: Node): Node {
	const { rows, cols } = node;
	return rows === "batch" || cols === "batch" ? scale(node, 0) : constant(zeros(rows, cols), "0");
}

export const isZero = ({ role, value }: Node): boolean =>
	role === "constant" && value !== null && value.data.every((entry) => entry === 0);
