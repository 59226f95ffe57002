/** Lesson 08: two planted bugs, and a ComputationalGraph of the learner's own, which is run on graphs made here. */
import type { Random } from "../../matrix/random";
import { type Exercise, WrongForm } from "../exercise";

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
type GraphClass = new (output: GraphNode) => OwnGraph;

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
interface Recipe {
	readonly values: readonly [number, number];
	readonly sources: readonly number[];
}

const GATES = [times, plus, squash, times, plus];

function someRecipe(random: Random): Recipe {
	return {
		values: [0.5 + random.uniform(), 0.5 + random.uniform()],
		sources: GATES.map(() => random.integer(2)),
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
function report(Graph: GraphClass, recipe: Recipe) {
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
function graphClass(faults: { order?: "preorder" | "twice"; fork?: "overwrite"; seed?: 0; keep?: true }): GraphClass {
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

export const LESSON_08_OWN_GRAPH: readonly Exercise[] = [
	{
		id: "08.4",
		file: "my-graph.ts",
		task: "A ComputationalGraph of your own, in my-graph.ts: order, forward and backward.",
		points: 4,
		inputs: (random) => [someRecipe(random)],
		use: report,
		entries: [
			"Every node stands in `order` once",
			"In `order` every node comes after its inputs",
			"forward",
			"backward",
			"backward, asked a second time",
			"forward, after the value of a source has changed",
		],
		answer: () => graphClass({}),
		mistakes: [
			{
				name: "an order from above",
				answer: () => graphClass({ order: "preorder" }),
				tell: "Your order puts a node before its inputs, so forward reads values that are not there yet. Visit the inputs first, then push the node.",
			},
			{
				name: "nodes visited twice",
				answer: () => graphClass({ order: "twice" }),
				tell: "A node that is used twice stands in your order twice, and sends its gradient twice. Remember which nodes you have seen.",
			},
			{
				name: "overwritten at forks",
				answer: () => graphClass({ fork: "overwrite" }),
				tell: "Where two edges meet, yours keeps the last gradient. Add to what is there.",
			},
			{
				name: "begun with 0",
				answer: () => graphClass({ seed: 0 }),
				tell: "All your gradients are 0. The output's own gradient is 1: begin with it.",
			},
			{
				name: "kept from the last run",
				answer: () => graphClass({ keep: true }),
				tell: "Right once. Asked again, backward adds to the gradients of the last time: begin each run with zeros.",
			},
		],
		hints: [
			"order: a function that visits the inputs of a node, then pushes the node; a Set of those seen.",
			"forward: in order, node.value = node.gate.forward(values of its inputs). Sources have no gate.",
			"backward: a Map with 0 for every node and 1 for the output; then in reverse order, add what gate.backward(gradient) sends to each input.",
		],
		solution: `constructor(readonly output: GraphNode) {
	const seen = new Set<GraphNode>();
	const visit = (node: GraphNode) => {
		if (seen.has(node)) return;
		seen.add(node);
		node.inputs.forEach(visit);
		this.order.push(node);
	};
	visit(output);
}

forward(): number {
	for (const node of this.order)
		if (node.gate !== null) node.value = node.gate.forward(...node.inputs.map(({ value }) => value));
	return this.output.value;
}

backward(): Map<GraphNode, number> {
	const gradients = new Map(this.order.map((node) => [node, 0]));
	gradients.set(this.output, 1);
	for (const node of [...this.order].reverse()) {
		const sent = node.gate?.backward(gradients.get(node) as number) ?? [];
		for (const [k, down] of sent.entries())
			gradients.set(node.inputs[k], (gradients.get(node.inputs[k]) as number) + down);
	}
	return gradients;
}`,
	},
	{
		id: "08.5",
		task: "The backward pass above has two planted bugs: the numbers of their lines, as a list.",
		points: 2,
		parts: true,
		answer: () => [3, 6],
		mistakes: [
			{
				name: "the seed",
				answer: () => [2, 6],
				tell: "Line 2 is right: the slope of the output by itself is 1. Ask in which order the gates come.",
			},
			{
				name: "plus",
				answer: () => [3, 5],
				tell: "Line 3 is one of them, and line 5 is right: plus distributes, and adds to what is there. Compare line 6 with it.",
			},
			{
				name: "the other way round",
				answer: () => [6, 3],
				tell: "Both are found. Write them in the order of the lines.",
			},
		],
		hints: [
			"Which gate's gradient is complete first?",
			"Backward begins at the last gate. And where two edges meet, gradients are added.",
			"Line 3 runs forwards, line 6 overwrites one of its two.",
		],
		solution: "[3, 6]",
	},
];
