/** Derivatives of plain functions, for those who think in functions: a thin tracer over the graph. */
import { GraphError } from "../errors";
import { type Node, parameter } from "../graph/node";
import type { Matrix } from "../matrix/matrix";
import { ComputationalGraph } from "../run/graph";

/** A function that is written with gates: nodes in, a node out. */
export type Traceable = (...inputs: Node[]) => Node;

/** The arguments as sources x0, x1, …, and the function as a graph of them. */
function traced(f: Traceable, at: readonly Matrix[]): { graph: ComputationalGraph; sources: Node[] } {
	const sources = at.map((value, k) => parameter(`x${k}`, value));
	return { graph: new ComputationalGraph(f(...sources)), sources };
}

function gradientsOf(graph: ComputationalGraph, sources: readonly Node[], upstream?: Matrix): Matrix[] {
	for (const source of sources)
		if (!graph.order.includes(source)) throw new GraphError(`The function does not use its argument ${source.label}.`);
	const gradients = graph.backward(upstream);
	return sources.map((source) => gradients.of(source));
}

/**
 * The value of a scalar function and its gradient with respect to every argument, in the argument's shape.
 * @throws GraphError when f does not end in a scalar, or does not use an argument
 */
export function valueAndGradient(f: Traceable): (...at: Matrix[]) => { value: number; gradients: Matrix[] } {
	return (...at) => {
		const { graph, sources } = traced(f, at);
		return { value: graph.forward().data[0], gradients: gradientsOf(graph, sources) };
	};
}

/** The gradient of a scalar function with respect to every argument. */
export function gradient(f: Traceable): (...at: Matrix[]) => Matrix[] {
	const both = valueAndGradient(f);
	return (...at) => both(...at).gradients;
}

/** Vector times Jacobian: what arrives at every argument when `upstream` is the gradient at the output. One backward pass. */
export function vjp(f: Traceable, at: readonly Matrix[], upstream: Matrix): Matrix[] {
	const { graph, sources } = traced(f, at);
	graph.forward();
	return gradientsOf(graph, sources, upstream);
}

/** Jacobian times vector: how the output moves when every argument moves in its direction. One forward pass. */
export function jvp(f: Traceable, at: readonly Matrix[], directions: readonly Matrix[]): Matrix {
	const { graph } = traced(f, at);
	graph.forward();
	return graph.tangent(Object.fromEntries(directions.map((direction, k) => [`x${k}`, direction])));
}
