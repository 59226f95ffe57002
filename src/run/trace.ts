/** A backward pass, told edge by edge: upstream × local = downstream, as it would be written beside the graph. */

import type { Plan } from "../fast/plan";
import type { Node } from "../graph/node";
import { Matrix } from "../matrix/matrix";

/** One edge of a backward pass: downstream = upstream × local. */
export interface TracedEdge {
	/** The gate's output, from which the gradient comes. */
	readonly from: Node;
	/** The input to which it goes. */
	readonly to: Node;
	/** The gradient at the output, in its shape. */
	readonly upstream: Matrix;
	/** The local Jacobian, written out: entries of the output × entries of the input. */
	readonly local: Matrix;
	/** What this edge sends, in the shape of the input. Where paths meet, the input's gradient is the sum. */
	readonly downstream: Matrix;
}

/** The edges in the order in which the backward pass takes them. @param plan a full one, after its backward pass */
export function traceOf(plan: Plan): TracedEdge[] {
	const { order, values, options } = plan;
	return plan.backward.edges.map(({ from, to, local, upstream }) => {
		const downstream = new Matrix(values[to].rows, values[to].cols);
		local.pull(upstream, downstream, options.kernels, 0);
		const dense = local.dense(values[from], values[to]);
		return { from: order[from], to: order[to], upstream: upstream.copy(), local: dense, downstream };
	});
}
