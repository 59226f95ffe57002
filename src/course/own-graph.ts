/** A learner's ComputationalGraph on trial: graphs to run it on, what is looked at, and graphs that are wrong in one thing. */
import type { Random } from "../matrix/random";
import { WrongForm } from "./exercise";

interface Gate {
	forward(...inputs: number[]): number;
	backward(upstream: number): number[];
}
interface GraphNode {
	gate: Gate | null;
	inputs: GraphNode[];
	value: number;
}
interface OwnGraph {
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

/** A recipe out of a hat. */
export function someRecipe(random: Random): Recipe {
	return {
		values: [0.5 + random.uniform(), 0.5 + random.uniform()],
		// The first gate takes the first source, so that both lead somewhere.
		sources: GATES.map((_, k) => (k === 0 ? 0 : random.integer(2))),
	};
}

/** The graph, made anew for whoever runs it. The first gate is used by the second and by the last one: a fork. */
function graphOf({ values, sources }: Recipe): GraphNode[] {
	const nodes: GraphNode[] = values.map((value) => ({ gate: null, inputs: [], value }));
	for (const [k, make] of GATES.entries())
		nodes.push({ gate: make(), inputs: [nodes[sources[k]], nodes[nodes.length - 1]], value: 0 });
	nodes.push({ gate: plus(), inputs: [nodes[2], nodes[nodes.length - 1]], value: 0 });
	return nodes;
}

/** What a graph does: its order, a run, the gradients, the gradients asked for again, and a run with another source. */
export function report(Graph: GraphClass, recipe: Recipe) {
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
	return [
		[...new Set(graph.order)].length === nodes.length && graph.order.length === nodes.length,
		graph.order.every((node, k) => node.inputs.every((one) => graph.order.indexOf(one) < k)),
		value,
		first,
		again,
		graph.forward(),
	];
}

/** Graphs that are right, or wrong in one thing. */
export function graphClass(faults: {
	order?: "preorder" | "twice";
	fork?: "overwrite";
	seed?: 0;
	keep?: true;
}): GraphClass {
	return class implements OwnGraph {
		readonly order: GraphNode[] = [];
		private readonly kept = new Map<GraphNode, number>();

		constructor(readonly output: GraphNode) {
			const seen = new Set<GraphNode>();
			const visit = (node: GraphNode) => {
				if (seen.has(node) && faults.order !== "twice") return;
				seen.add(node);
				if (faults.order === "preorder") this.order.push(node);
				for (const one of node.inputs) visit(one);
				if (faults.order !== "preorder") this.order.push(node);
			};
			visit(output);
		}

		forward(): number {
			for (const node of this.order)
				if (node.gate !== null) node.value = node.gate.forward(...node.inputs.map(({ value }) => value));
			return this.output.value;
		}

		backward(): Map<GraphNode, number> {
			const gradients = faults.keep ? this.kept : new Map<GraphNode, number>();
			gradients.set(this.output, faults.seed ?? 1);
			for (const node of [...this.order].reverse())
				for (const [k, down] of (node.gate?.backward(gradients.get(node) ?? 0) ?? []).entries())
					gradients.set(
						node.inputs[k],
						(faults.fork === "overwrite" ? 0 : (gradients.get(node.inputs[k]) ?? 0)) + down,
					);
			return new Map(gradients);
		}
	};
}
