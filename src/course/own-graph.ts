/** A learner's ComputationalGraph on trial: graphs to run it on, and what is looked at. */
import { WrongForm } from "./wrong-form";

export interface Gate {
	forward(...inputs: number[]): number;
	backward(upstream: number): number[];
}
export interface GraphNode {
	gate: Gate | null;
	inputs: GraphNode[];
	value: number;
}
export interface OwnGraph {
	readonly order: GraphNode[];
	forward(): number;
	backward(): Map<GraphNode, number>;
}
/** What my-graph.ts exports. */
export type GraphClass = new (output: GraphNode) => OwnGraph;

/** A gate of two inputs that keeps them, as the lecture writes it. */
function gate(f: (a: number, b: number) => number, slopes: (a: number, b: number) => [number, number]): Gate {
	let kept: [number, number] = [0, 0];
	return {
		forward: (a, b) => {
			kept = [a, b];
			return f(a, b);
		},
		backward: (upstream) => slopes(...kept).map((slope) => upstream * slope),
	};
}

const plus = () =>
	gate(
		(a, b) => a + b,
		() => [1, 1],
	);
const times = () =>
	gate(
		(a, b) => a * b,
		(a, b) => [b, a],
	);
const squash = () =>
	gate(
		(a, b) => Math.tanh(a) * b,
		(a, b) => [(1 - Math.tanh(a) ** 2) * b, Math.tanh(a)],
	);

/** The values of two sources, and for each gate which of them it takes, beside the node before it. */
export interface Recipe {
	readonly values: readonly [number, number];
	readonly sources: readonly number[];
}

const GATES = [times, plus, squash, times, plus];

/** The graph, made anew for whoever runs it. The first gate is used by the second and by the last one: a fork. */
function graphOf({ values, sources }: Recipe): GraphNode[] {
	const nodes: GraphNode[] = values.map((value) => ({ gate: null, inputs: [], value }));
	for (const [k, make] of GATES.entries())
		nodes.push({ gate: make(), inputs: [nodes[sources[k]], nodes[nodes.length - 1]], value: 0 });
	nodes.push({ gate: plus(), inputs: [nodes[2], nodes[nodes.length - 1]], value: 0 });
	return nodes;
}

/**
 * What a graph does: its order, as the numbers of the nodes in ours (−1 for a stranger), a run, the gradients, the gradients
 * asked for again, and a run with another source.
 */
export function report(Graph: GraphClass, recipe: Recipe): [number[], number, number[], number[], number] {
	if (typeof Graph !== "function") throw new WrongForm("A class is wanted, the ComputationalGraph of my-graph.ts.");
	const nodes = graphOf(recipe);
	const output = nodes[nodes.length - 1];
	const graph = new Graph(output);
	if (!Array.isArray(graph.order)) throw new WrongForm("`order` has to be a list of nodes.");
	const numbers = () => {
		const gradients = graph.backward();
		if (!(gradients instanceof Map)) throw new WrongForm("backward has to return a Map from node to number.");
		return nodes.map((node) => gradients.get(node) ?? 0);
	};
	const value = graph.forward();
	const [first, again] = [numbers(), numbers()];
	nodes[0].value += 1;
	return [graph.order.map((node) => nodes.indexOf(node)), value, first, again, graph.forward()];
}

/** The inputs of each node, by number; those of a source are none. */
export const inputsIn = (recipe: Recipe): number[][] => {
	const nodes = graphOf(recipe);
	return nodes.map(({ inputs }) => inputs.map((one) => nodes.indexOf(one)));
};
