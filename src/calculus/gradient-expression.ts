/**
 * The gradient of an expression as an expression: the backward pass, written with symbols where `backward()` moves numbers.
 * It can be printed, drawn, run on other inputs, and differentiated again.
 */
import { GraphError } from "../errors";
import { plus, scale } from "../gates/arithmetic";
import { EXACT } from "../gates/exact";
import { constant, type Node } from "../graph/node";
import { asWritten, type Operation, passedBy, rewritten } from "../graph/operations";
import { nodesDependingOn, topologicalOrder } from "../graph/order";
import { scalar } from "../matrix/make";
import { pulled } from "./pulled";

/**
 * ∂output/∂wrt in the shape of `wrt`, as an expression of the same sources.
 * @param output a scalar, 1×1
 * @param wrt any node that the output depends on; where it does not, the gradient is 0
 * @throws GraphError when the output is no scalar, or for a gate without a symbolic gradient, as one of your own
 */
export function gradientExpression(output: Node, wrt: Node): Node {
	return backwardPass(output, wrt, (_node, gradient) => gradient);
}

/**
 * The backward pass with symbols.
 * @param arrived what takes the place of the gradient that has arrived at a node: itself, simplified, or under a name
 */
export function backwardPass(output: Node, wrt: Node, arrived: (node: Node, gradient: Node) => Node): Node {
	if (output.rows !== 1 || output.cols !== 1)
		throw new GraphError(
			`gradientExpression(${output.name}): only a scalar has a gradient; end the expression in one, for example sum(…).`,
		);
	const order = topologicalOrder(output);
	const leads = nodesDependingOn(wrt, order);
	const operations = exactly(order, wrt);
	const adjoints = new Map<Node, Node>([[output, constant(scalar(1))]]);
	for (const node of order.toReversed()) {
		const gradient = adjoints.get(node);
		const operation = operations.get(node) ?? null;
		if (gradient === undefined || operation === null || node === wrt) continue;
		const upstream = arrived(node, gradient);
		operation.inputs.forEach((input, i) => {
			const downstream = leads.has(input) ? pulled(node, i, upstream, operation) : null;
			if (downstream === null) return;
			const before = adjoints.get(input);
			adjoints.set(input, before === undefined ? downstream : plus(before, downstream)); // the sum at a fork
		});
	}
	return adjoints.get(wrt) ?? scale(wrt, 0);
}

/** What computes each node: what a graph would compute, and as it was written where that passes the variable by. */
function exactly(order: readonly Node[], wrt: Node): Map<Node, Operation | null> {
	const positions = new Map(order.map((node, k) => [node, k]));
	const written = asWritten(order);
	const exact = rewritten(positions, written, EXACT);
	const operations = passedBy(order, exact).has(wrt) ? written : exact;
	return new Map(order.map((node, k) => [node, operations[k]]));
}
