/** A backward pass, told edge by edge: upstream × local = downstream, as it would be written beside the graph. */
import type { Kernels } from "../kernels/kernels";
import { Matrix } from "../matrix/matrix";
import type { Node } from "./node";
import type { Plan } from "./plan";

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

/** The edges in the order in which the backward pass takes them. */
export function traceOf(order: readonly Node[], plan: Plan, kernels: Kernels): TracedEdge[] {
	const traced: TracedEdge[] = [];
	for (let k = order.length - 1; k >= 0; k--) {
		const upstream = plan.gradients[k];
		if (upstream === null) continue;
		for (const { to, local } of plan.edges[k]) {
			const downstream = new Matrix(plan.values[to].rows, plan.values[to].cols);
			local.pull(upstream, downstream, kernels);
			const dense = local.dense(plan.values[k], plan.values[to]);
			traced.push({ from: order[k], to: order[to], upstream: upstream.copy(), local: dense, downstream });
		}
	}
	return traced;
}
