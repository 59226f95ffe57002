/** Lesson 08: two planted bugs, and a ComputationalGraph of the learner's own. */
import { inputsIn, type Recipe, type report } from "../../own-graph";
import type { Exercise } from "../exercise";
import { graphClass, someRecipe } from "../graph-classes";

/** Whether each node stands in the order once, whether it comes after its inputs; and the numbers. */
function judged([order, ...numbers]: ReturnType<typeof report>, recipe: Recipe) {
	const inputs = inputsIn(recipe);
	return [
		order.length === inputs.length && inputs.every((_, node) => order.includes(node)),
		order.every((node, k) => inputs[node]?.every((one) => order.indexOf(one) < k)),
		...numbers,
	];
}

export const LESSON_08_OWN_GRAPH: readonly Exercise[] = [
	{
		id: "08.4",
		file: "my-graph.ts",
		task: "A ComputationalGraph of your own, in my-graph.ts: order, forward and backward.",
		points: 4,
		inputs: (random) => [someRecipe(random)],
		how: "graph",
		use: judged,
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
