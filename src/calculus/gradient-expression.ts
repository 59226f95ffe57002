/**
 * The gradient of an expression as an expression: the backward pass, written with symbols where `backward()` moves numbers.
 * It can be printed, drawn, run on other inputs, and differentiated again.
 */
import { GraphError } from "../errors";
import { collapse, largestShare, oneHot, perColumn, perEntry, scatter, spread, unselect, wins } from "../gates/adjoint";
import { minus, plus, scale, times } from "../gates/arithmetic";
import { transpose } from "../gates/layout";
import { matmul } from "../gates/linear";
import { softmax } from "../gates/loss";
import { exp, logistic, slopeOf } from "../gates/pointwise";
import { columnSums, sum } from "../gates/reduce";
import { constant, type Node } from "../graph/node";
import { nodesDependingOn, topologicalOrder } from "../graph/order";
import type { LogSoftmaxBlocks, SoftmaxBlocks } from "../local/block";
import type { Diagonal } from "../local/diagonal";
import type { Identity } from "../local/identity";
import type { Factor, Kronecker } from "../local/kronecker";
import type { Local } from "../local/local";
import type { Selection } from "../local/selection";
import { Matrix, scalar } from "../matrix/matrix";
import type { InputValue } from "../run/feed";
import { ComputationalGraph } from "../run/graph";

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

	const adjoints = new Map<Node, Node>([[output, ONE]]);
	for (const node of [...order].reverse()) {
		const upstream = adjoints.get(node);
		if (upstream === undefined || node.gate === null || node === wrt) continue;
		node.inputs.forEach((input, i) => {
			if (!leads.has(input)) return;
			const local = node.local(i);
			if (local === null) return;
			const downstream = pulled(local, upstream, node, input, i);
			const before = adjoints.get(input);
			adjoints.set(input, before === undefined ? downstream : plus(before, downstream)); // the sum at a fork
		});
	}
	return adjoints.get(wrt) ?? scale(wrt, 0);
}

const ONE = constant(scalar(1));

/** downstream = upstream × local, in shape convention, with symbols. */
function pulled(local: Local<Node>, upstream: Node, node: Node, input: Node, i: number): Node {
	switch (local.kind) {
		case "identity": {
			const { scale: c } = local as Identity<Node>;
			return c === 1 ? upstream : scale(upstream, c);
		}
		case "diagonal":
			return product(upstream, entriesOf(local as Diagonal<Node>));
		case "kronecker":
			return pulledByKronecker(local as Kronecker<Node>, upstream, input);
		case "selection": {
			const choice = local as Selection<Node>;
			return choice.name === "transpose" ? transpose(upstream) : unselect(upstream, choice, input);
		}
		case "block":
			return pulledByBlocks(node, upstream, local as SoftmaxBlocks<Node> | LogSoftmaxBlocks<Node>);
		case "row":
			return pulledByRow(node, upstream, i);
	}
	throw new GraphError(`gradientExpression: ${node.gate?.name} (${local.kind}) has no symbolic gradient.`);
}

/** a ⊙ b, where 1 ⊙ b is b. */
function product(a: Node, b: Node): Node {
	return a === ONE ? b : times(a, b);
}

/** A scalar times a matrix: spread to its shape first, since nothing is broadcast. */
function scaledBy(factor: Node, A: Node): Node {
	return factor === ONE ? A : times(spread(factor, A), A);
}

function entriesOf({ entries }: Diagonal<Node>): Node {
	switch (entries.by) {
		case "operand":
			return entries.operand;
		case "slope":
			return slopeOf(entries.f, entries.x);
		case "route":
			return wins(entries.mine, entries.other);
	}
}

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

function pulledByBlocks(node: Node, upstream: Node, local: SoftmaxBlocks<Node> | LogSoftmaxBlocks<Node>): Node {
	const y = local.output;
	if (node.gate?.name === "softmax") return times(y, minus(upstream, spread(columnSums(times(upstream, y)), y)));
	return minus(upstream, times(exp(y), spread(columnSums(upstream), y)));
}

/** The gradient of a gate that ends in one number with respect to its input i, as an expression; null where it has none. */
export function rowGradient(node: Node, i: number): Node | null {
	return node.local(i)?.kind === "row" ? pulledByRow(node, ONE, i) : null;
}

/** The gradients of what ends in one number. */
function pulledByRow(node: Node, upstream: Node, i: number): Node {
	const [a, b] = node.inputs;
	// One column is its own mean.
	const overBatch = (errors: Node) => scaledBy(a.cols === 1 ? upstream : product(upstream, perColumn(a)), errors);
	switch (node.gate?.name) {
		case "softmaxCrossEntropy":
			return overBatch(minus(softmax(a), oneHot(b, a))); // (ŷ − y) / B
		case "logisticCrossEntropy":
			return overBatch(minus(logistic(a), b)); // (σ(s) − y) / B
		case "squaredError":
			return overBatch(scale(minus(a, b), i === 0 ? 2 : -2));
		case "mean":
			return spread(product(upstream, perEntry(a)), a);
		case "max":
			return scaledBy(upstream, largestShare(a, node));
	}
	throw new GraphError(`gradientExpression: ${node.gate?.name} has no symbolic gradient.`);
}

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
