/** A backward pass, told edge by edge: upstream × local = downstream, as it would be written beside the graph. */
import type { Node } from "../graph/node";
import { reference } from "../kernels/reference";
import { Matrix } from "../matrix/matrix";
import type { PlainRun } from "./plain-run";

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

/** The edges in the order in which the backward pass takes them. @param run after its backward pass */
export function traceOf(run: PlainRun): TracedEdge[] {
	return run.edges().flatMap(({ from, to, local }) => {
		const upstream = run.gradient(from);
		if (upstream === null) return []; // it lends its shape only
		const [output, input] = [from, to].map((node) => run.value(node) as Matrix);
		const downstream = new Matrix(input.rows, input.cols);
		local.pull(upstream, downstream, reference, 0);
		return [{ from, to, upstream: upstream.copy(), local: local.dense(output, input), downstream }];
	});
}

/**
 * Forward mode: how the output moves when nodes move, edge by edge from the sources to the output: moved += local × nudge.
 * @param nudges for some nodes, a direction in their shape
 */
export function tangentOf(run: PlainRun, output: Node, nudges: ReadonlyMap<Node, Matrix>): Matrix {
	const moved = new Map(nudges);
	for (const { from, to, local } of run.edges().reverse()) {
		const nudge = moved.get(to);
		if (nudge === undefined) continue;
		const { rows, cols } = run.value(from) as Matrix;
		const sum = moved.get(from) ?? new Matrix(rows, cols);
		moved.set(from, sum);
		local.push(nudge, sum, reference);
	}
	const { rows, cols } = run.value(output) as Matrix;
	return moved.get(output)?.copy() ?? new Matrix(rows, cols);
}
