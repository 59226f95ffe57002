/** Derivatives of plain functions, for those who think in functions: a thin tracer over the graph. */
import { GraphError } from "../errors";
import { type Node, parameter } from "../graph/node";
import { shown } from "../matrix/checks";
import { Matrix } from "../matrix/matrix";
import { ComputationalGraph } from "../run/graph";

/** A function that is written with gates: nodes in, a node out. */
export type Traceable = (...inputs: Node[]) => Node;

/** What is asked of the function as a graph of its arguments, x0, x1, …, at a point; the graph's memory is given back. */
function at<T>(f: Traceable, point: readonly Matrix[], ask: (graph: ComputationalGraph, sources: Node[]) => T): T {
	const sources = point.map((value, k) => parameter(`x${k}`, value));
	const graph = new ComputationalGraph(f(...sources));
	try {
		graph.forward();
		return ask(graph, sources);
	} finally {
		graph.release();
	}
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
	return (...point) =>
		at(f, point, (graph, sources) => ({
			value: graph.borrowValue(graph.output).data[0],
			gradients: gradientsOf(graph, sources),
		}));
}

/** The gradient of a scalar function with respect to every argument. */
export function gradient(f: Traceable): (...at: Matrix[]) => Matrix[] {
	const both = valueAndGradient(f);
	return (...point) => both(...point).gradients;
}

/** Vector times Jacobian: what arrives at every argument when `upstream` is the gradient at the output. One backward pass. */
export function vjp(f: Traceable, point: readonly Matrix[], upstream: Matrix): Matrix[] {
	return at(f, point, (graph, sources) => gradientsOf(graph, sources, upstream));
}

/** Jacobian times vector: how the output moves when every argument moves in its direction. One forward pass. */
export function jvp(f: Traceable, point: readonly Matrix[], directions: readonly Matrix[]): Matrix {
	const odd = Array.isArray(directions) ? directions.findIndex((direction) => !(direction instanceof Matrix)) : 0;
	if (odd >= 0 || directions.length !== point.length)
		throw new GraphError(
			odd >= 0 && Array.isArray(directions)
				? `jvp: direction ${odd} is ${shown(directions[odd])}, and has to be a matrix in the shape of its argument.`
				: `jvp: ${point.length} ${point.length === 1 ? "argument wants" : "arguments want"} as many directions, in a list, and this is ${shown(directions)}.`,
		);
	const named = Object.fromEntries(directions.map((direction, k) => [`x${k}`, direction]));
	return at(f, point, (graph) => graph.tangent(named));
}
