/** Second derivatives without second derivatives written out: the gradient is an expression, so it has a gradient, too. */
import { GraphError } from "../errors";
import { times } from "../gates/arithmetic";
import { sum } from "../gates/reduce";
import type { Node } from "../graph/node";
import { shown } from "../matrix/checks";
import { Matrix } from "../matrix/matrix";
import type { InputValue } from "../run/feed";
import { ComputationalGraph } from "../run/graph";
import { shapeText } from "../shape";
import { gradientExpression } from "./gradient-expression";

/**
 * The Hessian of a scalar times a direction, without the Hessian: the gradient of ⟨∂s/∂x, v⟩.
 * @param direction v, in the shape of `wrt`
 */
export function hessianVectorProduct(
	output: Node,
	wrt: Node,
	direction: Matrix,
	inputs: Readonly<Record<string, InputValue>> = {},
): Matrix {
	if (!(direction instanceof Matrix) || direction.rows !== wrt.rows || direction.cols !== wrt.cols)
		throw new GraphError(
			`hessianVectorProduct: the direction has the shape of ${wrt.name}, ${shapeText(wrt)}, and this is ${direction instanceof Matrix ? shapeText(direction) : shown(direction)}.`,
		);
	const along = sum(times(gradientExpression(output, wrt), direction));
	const graph = new ComputationalGraph(along);
	graph.forward(pick(graph, inputs));
	// Where the gradient does not depend on the variable (a linear function) the Hessian is 0.
	return graph.order.includes(wrt) ? graph.backward().of(wrt) : new Matrix(direction.rows, direction.cols);
}

/** Only the inputs that are left: differentiating may have made others vanish. */
function pick(graph: ComputationalGraph, inputs: Readonly<Record<string, InputValue>>): Record<string, InputValue> {
	const labels = graph.order.flatMap((node) => (node.role === "input" ? [node.label as string] : []));
	return Object.fromEntries(labels.map((label) => [label, inputs[label]]));
}
