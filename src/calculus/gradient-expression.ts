/**
 * The gradient of an expression as an expression: the backward pass, written with symbols where `backward()` moves numbers.
 * It can be printed, drawn, run on other inputs, and differentiated again.
 */
import { GraphError } from "../errors";
import { plus, scale } from "../gates/arithmetic";
import { constant, type Node } from "../graph/node";
import { nodesDependingOn, topologicalOrder } from "../graph/order";
import { scalar } from "../matrix/matrix";
import { pulled } from "./pulled";

/**
 * ∂output/∂wrt in the shape of `wrt`, as an expression of the same sources.
 * @param output a scalar, 1×1
 * @param wrt any node that the output depends on; where it does not, the gradient is 0
 * @throws GraphError when the output is no scalar, or for a gate without a symbolic gradient (kron)
 */
export function gradientExpression(output: Node, wrt: Node): Node {
	if (output.rows !== 1 || output.cols !== 1)
		throw new GraphError(
			`gradientExpression(${output.name}): only a scalar has a gradient; end the expression in one, for example sum(…).`,
		);
	const order = topologicalOrder(output);
	const leads = nodesDependingOn(wrt, order);
	const adjoints = new Map<Node, Node>([[output, constant(scalar(1))]]);
	for (const node of [...order].reverse()) {
		const upstream = adjoints.get(node);
		if (upstream === undefined || node.gate === null || node === wrt) continue;
		node.inputs.forEach((input, i) => {
			const downstream = leads.has(input) ? pulled(node, i, upstream) : null;
			if (downstream === null) return;
			const before = adjoints.get(input);
			adjoints.set(input, before === undefined ? downstream : plus(before, downstream)); // the sum at a fork
		});
	}
	return adjoints.get(wrt) ?? scale(wrt, 0);
}
