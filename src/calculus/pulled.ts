/** downstream = upstream × local with symbols: what each structure of a local Jacobian sends to its input, in shape convention. */
import { GraphError } from "../errors";
import { collapse, scatter, spread, unselect } from "../gates/adjoint";
import { matmul, minus, scale, times, transpose } from "../gates/arithmetic";
import { exp } from "../gates/functions";
import { slopeOf } from "../gates/pointwise";
import { columnSums } from "../gates/reduce";
import { isOne } from "../gates/shapes";
import { wins } from "../gates/steps";
import type { Node } from "../graph/node";
import { localOf, operationOf } from "../graph/operations";
import type { Factor, Kronecker } from "../local/kronecker";
import type { Diagonal } from "../local/one-entry";

/**
 * What arrives at input i of a gate when `upstream` is the gradient at its output; null where the input has none.
 * @param by what computes the node: its own gate by default
 * @throws GraphError for a gate that moves numbers only, like one of a learner's own
 */
export function pulled(node: Node, i: number, upstream: Node, by = operationOf(node)): Node | null {
	if (by === null) return null;
	const input = by.inputs[i];
	const stated = by.gate.gradient?.(by.inputs, node, i, upstream) ?? null;
	if (stated !== null) return stated;
	const local = localOf(by, node, i);
	if (local === null) return null;
	switch (local.kind) {
		case "identity":
			return local.scale === 1 ? upstream : scale(upstream, local.scale);
		case "diagonal":
			return isOne(upstream) ? entriesOf(local) : times(upstream, entriesOf(local));
		case "kronecker":
			return pulledByKronecker(local, upstream, input);
		case "selection":
			return local.name === "transpose" ? transpose(upstream) : unselect(upstream, local, input);
		case "softmax": {
			const { output: y } = local;
			return times(y, minus(upstream, spread(columnSums(times(upstream, y)), y)));
		}
		case "log-softmax": {
			const { output: y } = local;
			return minus(upstream, times(exp(y), spread(columnSums(upstream), y)));
		}
		case "transposed":
		case "row":
		case "dense":
		case "fused":
			throw new GraphError(`${node.gate?.name} has no symbolic gradient.`);
	}
}

/** The entries of a diagonal, in the shape of the input. */
export function entriesOf({ entries }: Diagonal<Node>): Node {
	switch (entries.by) {
		case "operand":
			return entries.operand;
		case "slope":
			return slopeOf(entries.f, entries.x);
		case "route":
			return wins(entries.mine, entries.other);
	}
}

/** C = A·X·B sends Aᵀ · upstream · Bᵀ. */
function pulledByKronecker({ left, right }: Kronecker<Node>, upstream: Node, input: Node): Node {
	if (right?.is === "one-hot") return scatter(upstream, right.indices, input);
	if (left?.is === "operand" || right?.is === "operand") {
		const fromLeft = left?.is === "operand" ? matmul(turned(left), upstream) : upstream;
		return right?.is === "operand" ? matmul(fromLeft, turned(right)) : fromLeft;
	}
	const grows =
		Number(input.rows !== upstream.rows && upstream.rows === 1) +
		Number(input.cols !== upstream.cols && upstream.cols === 1);
	return grows > 0 ? spread(upstream, input) : collapse(upstream, input);
}

/** The transpose of a factor. */
function turned(factor: Factor<Node> & { is: "operand" }): Node {
	return factor.transposed ? factor.operand : transpose(factor.operand);
}
