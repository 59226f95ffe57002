/** δ: what arrives at a matrix product. It gets a name of its own, since it is computed once and serves all that lies below. */
import type { Node } from "../graph/node";
import { nodesDependingOn, topologicalOrder } from "../graph/order";

/** Where the gradient of the variable is an outer product: the outputs of the products in which it is the left factor. */
export function outerProducts(of: Node, wrt: Node): Set<Node> {
	const order = topologicalOrder(of);
	const leading = nodesDependingOn(wrt, order);
	const found = order.filter(
		(node) =>
			leading.has(node) &&
			node.inputs.some((input, i) => {
				const local = input === wrt ? node.local(i) : null;
				return local?.kind === "kronecker" && local.left === null && local.right?.is === "operand";
			}),
	);
	return new Set(found);
}

/** δ, or the first of its kind that no node of the expression has for a name; with an index where there are several. */
export function deltaNames(of: Node, count: number): string[] {
	const taken = new Set(topologicalOrder(of).map(({ label }) => label?.replace(/_?\d+$/, "")));
	const letter = ["δ", "ε", "η", "ζ"].find((name) => !taken.has(name)) ?? "δδ";
	return count === 1 ? [letter] : Array.from({ length: count }, (_, k) => `${letter}_${k + 1}`);
}
