/** The value of an expression, now: for those who want a number and no graph. */

import type { Node } from "../graph/node";
import type { Matrix } from "../matrix/matrix";
import type { InputValues } from "./feed";
import { ComputationalGraph } from "./graph";

/** The value of an expression. @param inputs by label, where it has inputs @throws GraphError as `forward` does */
export function evaluate(expression: Node, inputs: InputValues = {}): Matrix {
	const graph = new ComputationalGraph(expression, { wrt: [] });
	try {
		return graph.forward(inputs);
	} finally {
		graph.release();
	}
}
