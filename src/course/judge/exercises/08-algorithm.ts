import type { Random } from "../../../matrix/random";
import type { Exercise } from "../exercise";

/** A tiny graph: nodes by number, inputs first; "+" or "*" of two earlier nodes. */
interface Tiny {
	op: "+" | "*";
	a: number;
	b: number;
}

function tiny(random: Random): [number[], Tiny[]] {
	const inputs = [1 + random.uniform(), 2 + random.uniform()];
	const gates = Array.from(
		{ length: 4 },
		(_, k): Tiny => ({ op: random.uniform() < 0.5 ? "+" : "*", a: k + 1, b: random.integer(k + 2) }),
	);
	return [inputs, gates];
}

function forwardOf(inputs: readonly number[], gates: readonly Tiny[]): number[] {
	const values = [...inputs];
	for (const { op, a, b } of gates) values.push(op === "+" ? values[a] + values[b] : values[a] * values[b]);
	return values;
}

function backwardOf(
	inputs: readonly number[],
	gates: readonly Tiny[],
	add = true,
	switched = true,
	upstream = true,
): number[] {
	const values = forwardOf(inputs, gates);
	const gradients = values.map(() => 0);
	gradients[values.length - 1] = 1;
	for (let k = gates.length - 1; k >= 0; k--) {
		const { op, a, b } = gates[k];
		const g = upstream ? gradients[k + inputs.length] : 1;
		const [toA, toB] = op === "+" ? [g, g] : switched ? [g * values[b], g * values[a]] : [g * values[a], g * values[b]];
		gradients[a] = (add ? gradients[a] : 0) + toA;
		gradients[b] = (add ? gradients[b] : 0) + toB;
	}
	return gradients;
}

function shuffled(random: Random, n: number): number[] {
	const order = Int32Array.from({ length: n }, (_, k) => k);
	random.shuffle(order);
	return [...order];
}

export const LESSON_08: readonly Exercise[] = [
	{
		id: "08.1",
		task: "Whether `order` (a list of node numbers) is topological for `edges`, pairs [from, to]: from comes before to.",
		points: 1,
		inputs: (random) => [
			shuffled(random, 4),
			[
				[0, 1],
				[1, 3],
				[2, 3],
			],
		],
		answer: (order: number[], edges: [number, number][]) =>
			edges.every(([from, to]) => order.indexOf(from) < order.indexOf(to)),
		mistakes: [
			{
				name: "reversed",
				answer: (order: number[], edges: [number, number][]) =>
					edges.every(([from, to]) => order.indexOf(from) > order.indexOf(to)),
				tell: "That is the order of the backward pass. Forward, inputs come first.",
			},
			{
				name: "some for every",
				answer: (order: number[], edges: [number, number][]) =>
					edges.some(([from, to]) => order.indexOf(from) < order.indexOf(to)),
				tell: "One edge in order is not enough: every edge has to be.",
			},
			{
				name: "sorted numbers",
				answer: (order: number[]) => order.every((v, k) => v === k),
				tell: "There is more than one right order: 2, 0, 1, 3 is one, too.",
			},
		],
		hints: [
			"Look at one edge.",
			"Where does `from` stand in the order, where `to`?",
			"edges.every(([from, to]) => order.indexOf(from) < order.indexOf(to))",
		],
		solution: "return edges.every(([from, to]) => order.indexOf(from) < order.indexOf(to));",
	},
	{
		id: "08.2",
		task: 'All values of a graph: `inputs`, then for each gate { op: "+" or "*", a, b } the value from the nodes number a and b.',
		points: 2,
		inputs: tiny,
		answer: (inputs: number[], gates: Tiny[]) => forwardOf(inputs, gates),
		mistakes: [
			{
				name: "output only",
				answer: (inputs: number[], gates: Tiny[]) => forwardOf(inputs, gates).slice(-1),
				tell: "That is the last value. The backward pass will want all of them: keep every one.",
			},
			{
				name: "gates without inputs",
				answer: (inputs: number[], gates: Tiny[]) => forwardOf(inputs, gates).slice(inputs.length),
				tell: "The inputs are nodes as well: they come first in the list.",
			},
		],
		hints: [
			"Begin with a copy of the inputs.",
			"Push one value for each gate.",
			'values.push(op === "+" ? values[a] + values[b] : values[a] * values[b])',
		],
		solution:
			'const values = [...inputs];\nfor (const { op, a, b } of gates) values.push(op === "+" ? values[a] + values[b] : values[a] * values[b]);\nreturn values;',
	},
	{
		id: "08.3",
		task: "All gradients of the last node of such a graph, in the order of the nodes.",
		points: 3,
		inputs: tiny,
		answer: (inputs: number[], gates: Tiny[]) => backwardOf(inputs, gates),
		mistakes: [
			{
				name: "overwritten at forks",
				answer: (inputs: number[], gates: Tiny[]) => backwardOf(inputs, gates, false),
				tell: "Where two edges meet, yours keeps the last: add with +=, do not overwrite.",
			},
			{
				name: "times not switched",
				answer: (inputs: number[], gates: Tiny[]) => backwardOf(inputs, gates, true, false),
				tell: "times switches: a gets upstream times the value of b.",
			},
			{
				name: "upstream forgotten",
				answer: (inputs: number[], gates: Tiny[]) => backwardOf(inputs, gates, true, true, false),
				tell: "You send local gradients. Multiply each by what arrives from above.",
			},
		],
		hints: [
			"The last node gets 1. Then gate by gate, from the last to the first.",
			"Each gate sends upstream × local to a and to b.",
			"gradients[a] += …; gradients[b] += …",
		],
		solution:
			'const values = forward(inputs, gates);\nconst gradients = values.map(() => 0);\ngradients[values.length - 1] = 1;\nfor (let k = gates.length - 1; k >= 0; k--) {\n\tconst { op, a, b } = gates[k];\n\tconst g = gradients[inputs.length + k];\n\tgradients[a] += op === "+" ? g : g * values[b];\n\tgradients[b] += op === "+" ? g : g * values[a];\n}\nreturn gradients;',
	},
	{
		id: "08.6",
		task: "Multiplications in an m×k matrix times a k×n matrix.",
		points: 1,
		inputs: (random) => [2 + random.integer(5), 8 + random.integer(5), 15 + random.integer(5)],
		answer: (m: number, k: number, n: number) => m * k * n,
		mistakes: [
			{
				name: "entries of the result",
				answer: (m: number, _k: number, n: number) => m * n,
				tell: "That many entries, and each one takes k multiplications.",
			},
		],
		hints: ["How many entries has the result?", "m·n, each a sum of k products.", "m·k·n"],
		solution: "return m * k * n;",
	},
	{
		id: "08.7",
		task: "d diamonds in a row, each a fork into two ways that meet again: how many paths lead from end to end?",
		points: 1,
		inputs: (random) => [3 + random.integer(8)],
		answer: (d: number) => 2 ** d,
		mistakes: [
			{
				name: "added",
				answer: (d: number) => 2 * d,
				tell: "That many edges to walk. Paths multiply: at every diamond each one splits.",
			},
			{ name: "squared", answer: (d: number) => d * d, tell: "They double at each diamond." },
		],
		hints: ["One diamond: 2. Two diamonds?", "Each doubles.", "2 ** d"],
		solution: "return 2 ** d;",
	},
];
