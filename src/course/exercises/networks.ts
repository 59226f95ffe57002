/** Lessons 07 to 11: graphs, the algorithm, gates, training, and what goes wrong. */
import { scale } from "../../gates/arithmetic";
import { transpose } from "../../gates/layout";
import { matmul } from "../../gates/linear";
import { softmax } from "../../gates/loss";
import { evaluate } from "../../graph/evaluate";
import { column, fill, type Matrix } from "../../matrix/matrix";
import type { Random } from "../../matrix/random";
import type { Exercise } from "../exercise";

const number = (random: Random) => random.normal(0, 1);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

export const LESSON_07: readonly Exercise[] = [
	{
		id: "07.1",
		task: "f = (x + y) · max(y, z) at x = 1, y = 2, z = 0: the list [∂f/∂x, ∂f/∂y, ∂f/∂z].",
		points: 2,
		answer: () => [2, 5, 0],
		mistakes: [
			{
				name: "one path of the fork",
				answer: () => [2, 2, 0],
				tell: "y goes two ways: through x + y, and through max. You took the first. Add what comes by the second, 3.",
			},
			{
				name: "the other path",
				answer: () => [2, 3, 0],
				tell: "y goes two ways. You took the one through max and overwrote the one through x + y, 2. Add them.",
			},
			{ name: "max to both", answer: () => [2, 5, 3], tell: "max routes: z is the smaller one and gets exactly 0." },
		],
		hints: ["x + y = 3, max = 2. What does each factor get?", "x + y gets 2, max gets 3.", "y gets 2 + 3."],
		solution: "[2, 2 + 3, 0]",
	},
	{
		id: "07.2",
		task: "The slope of f(a) = a·a + a, by adding up what arrives along each edge at a.",
		points: 1,
		inputs: (random) => [1 + random.uniform()],
		answer: (a: number) => 2 * a + 1,
		mistakes: [
			{
				name: "one edge of the product",
				answer: (a: number) => a + 1,
				tell: "a·a has two edges to a, each brings a. You counted one.",
			},
			{
				name: "overwritten",
				answer: () => 1,
				tell: "Only the last edge is left: at a fork gradients are added, not overwritten.",
			},
			{ name: "sum forgotten", answer: (a: number) => 2 * a, tell: "That is a·a. The + a brings 1 more." },
		],
		hints: ["How many edges lead to a?", "Three: two from the product, one from the sum.", "a + a + 1."],
		solution: "return a + a + 1;",
	},
	{
		id: "07.3",
		task: "max(a, b) with the upstream gradient g: the list of what a and b get.",
		points: 1,
		inputs: (random) => [number(random), number(random), number(random)],
		answer: (a: number, b: number, g: number) => [a > b ? g : 0, a > b ? 0 : g],
		mistakes: [
			{
				name: "to both",
				answer: (_a: number, _b: number, g: number) => [g, g],
				tell: "max routes. The smaller one could move a little and nothing would happen: it gets 0.",
			},
			{
				name: "to the smaller",
				answer: (a: number, b: number, g: number) => [a > b ? 0 : g, a > b ? g : 0],
				tell: "The other way round: the larger one is the one that counts.",
			},
			{
				name: "1 for g",
				answer: (a: number, b: number) => [a > b ? 1 : 0, a > b ? 0 : 1],
				tell: "Those are the local gradients. Times upstream.",
			},
		],
		hints: ["Nudge the smaller one. What happens?", "Nothing: 0.", "[a > b ? g : 0, a > b ? 0 : g]"],
		solution: "return a > b ? [g, 0] : [0, g];",
	},
	{
		id: "07.4",
		task: "a·b with the upstream gradient g: the list of what a and b get.",
		points: 1,
		inputs: (random) => [number(random), number(random), number(random)],
		answer: (a: number, b: number, g: number) => [b * g, a * g],
		mistakes: [
			{
				name: "not switched",
				answer: (a: number, b: number, g: number) => [a * g, b * g],
				tell: "times switches: each one gets the other.",
			},
			{
				name: "upstream forgotten",
				answer: (a: number, b: number) => [b, a],
				tell: "Those are the local gradients. downstream = upstream × local.",
			},
		],
		hints: ["∂(ab)/∂a is …", "b.", "[b·g, a·g]"],
		solution: "return [b * g, a * g];",
	},
	{
		id: "07.5",
		task: "C = A·B with the upstream gradient G: the list of what A and B get, in their shapes.",
		points: 2,
		inputs: (random) => [random.matrix(3, 3), random.matrix(3, 3), random.matrix(3, 3)],
		answer: (A: Matrix, B: Matrix, G: Matrix) => [matmul(G, transpose(B)), matmul(transpose(A), G)],
		mistakes: [
			{
				name: "not transposed",
				answer: (A: Matrix, B: Matrix, G: Matrix) => [matmul(G, B), matmul(A, G)],
				tell: "Transposes are missing. With square matrices the shapes do not tell: try 2×3 times 3×4.",
			},
			{
				name: "wrong side",
				answer: (A: Matrix, B: Matrix, G: Matrix) => [matmul(transpose(B), G), matmul(G, transpose(A))],
				tell: "The factors are on the wrong sides: A stood left of B, so its gradient keeps G on the left.",
			},
		],
		hints: ["Let the shapes lead: A is m×k, G m×n, B k×n.", "m×k from m×n and k×n: G·Bᵀ.", "[G·Bᵀ, Aᵀ·G]"],
		solution: "return [matmul(G, transpose(B)), matmul(transpose(A), G)];",
	},
	{
		id: "07.6",
		task: "f has the value v and the slope g at x. Predict f(x + ε).",
		points: 1,
		inputs: (random) => [number(random), number(random), 0.01],
		answer: (v: number, g: number, e: number) => v + g * e,
		mistakes: [
			{
				name: "slope for value",
				answer: (v: number, g: number) => v + g,
				tell: "g is for a step of 1. The step is ε.",
			},
			{
				name: "change for value",
				answer: (_v: number, g: number, e: number) => g * e,
				tell: "That is the change. Where does it start?",
			},
		],
		hints: ["A gradient is an exchange rate.", "The change is about g·ε.", "v + g·ε"],
		solution: "return v + g * e;",
	},
];

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
		id: "08.4",
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
		id: "08.5",
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

function shuffled(random: Random, n: number): number[] {
	const order = Int32Array.from({ length: n }, (_, k) => k);
	random.shuffle(order);
	return [...order];
}

const entrywise = (x: Matrix, g: Matrix, f: (x: number, g: number) => number) =>
	fill(x.rows, x.cols, (i, j) => f(x.at(i, j), g.at(i, j)));
const oneHot = (S: Matrix, labels: readonly number[]) => (i: number, j: number) =>
	evaluate(softmax(S)).at(i, j) - (labels[j] === i ? 1 : 0);

export const LESSON_09: readonly Exercise[] = [
	{
		id: "09.1",
		task: "backward of the logistic gate: what goes down, from its output y and the upstream gradient g (matrices of one shape).",
		points: 1,
		inputs: (random) => [random.matrix(3, 2, 0.1, 0.9), random.matrix(3, 2)],
		answer: (y: Matrix, g: Matrix) => entrywise(y, g, (v, u) => u * v * (1 - v)),
		mistakes: [
			{
				name: "upstream forgotten",
				answer: (y: Matrix, g: Matrix) => entrywise(y, g, (v) => v * (1 - v)),
				tell: "That is the local gradient. Times upstream.",
			},
			{
				name: "slope of tanh",
				answer: (y: Matrix, g: Matrix) => entrywise(y, g, (v, u) => u * (1 - v * v)),
				tell: "1 − y² belongs to tanh.",
			},
			{
				name: "σ taken twice",
				answer: (y: Matrix, g: Matrix) =>
					entrywise(y, g, (v, u) => {
						const s = 1 / (1 + Math.exp(-v));
						return u * s * (1 - s);
					}),
				tell: "You applied σ to y, which is σ(x) already.",
			},
		],
		hints: ["Write the slope by y.", "y(1 − y), entry by entry.", "g ⊙ y ⊙ (1 − y)"],
		solution: "return fill(y.rows, y.cols, (i, j) => g.at(i, j) * y.at(i, j) * (1 - y.at(i, j)));",
	},
	{
		id: "09.2",
		task: "backward of the ReLU gate, from its input x and the upstream gradient g.",
		points: 1,
		inputs: (random) => [random.matrix(3, 3), random.matrix(3, 3)],
		answer: (x: Matrix, g: Matrix) => entrywise(x, g, (v, u) => (v > 0 ? u : 0)),
		mistakes: [
			{
				name: "passed on everywhere",
				answer: (_x: Matrix, g: Matrix) => g,
				tell: "Where x is negative nothing gets through: 0.",
			},
			{
				name: "value for slope",
				answer: (x: Matrix, g: Matrix) => entrywise(x, g, (v, u) => u * Math.max(0, v)),
				tell: "You multiply by ReLU itself. Its slope is 1 or 0.",
			},
			{
				name: "sign of upstream",
				answer: (x: Matrix, g: Matrix) => entrywise(x, g, (_v, u) => (u > 0 ? u : 0)),
				tell: "You look at the sign of the gradient. It is the input that opens the gate.",
			},
		],
		hints: ["A gate that is open or shut.", "Open where x > 0.", "x > 0 ? g : 0"],
		solution: "return fill(x.rows, x.cols, (i, j) => (x.at(i, j) > 0 ? g.at(i, j) : 0));",
	},
	{
		id: "09.3",
		task: "The gradient of the mean softmax cross entropy of a batch with respect to its scores S (C×B), labels a list.",
		points: 2,
		inputs: (random) => [random.matrix(3, 4), Array.from({ length: 4 }, () => random.integer(3))],
		answer: (S: Matrix, labels: number[]) => scale(fill(S.rows, S.cols, oneHot(S, labels)), 1 / S.cols),
		mistakes: [
			{
				name: "sum for mean",
				answer: (S: Matrix, labels: number[]) => fill(S.rows, S.cols, oneHot(S, labels)),
				tell: "That is the gradient of the sum. The loss is a mean: divide by the batch.",
			},
			{
				name: "sign",
				answer: (S: Matrix, labels: number[]) => scale(fill(S.rows, S.cols, oneHot(S, labels)), -1 / S.cols),
				tell: "ŷ − y, not y − ŷ.",
			},
			{
				name: "mean over entries",
				answer: (S: Matrix, labels: number[]) => scale(fill(S.rows, S.cols, oneHot(S, labels)), 1 / (S.rows * S.cols)),
				tell: "The mean is over examples, not over all entries: divide by B.",
			},
		],
		hints: ["One column is one example: ŷ − y.", "The mean over B columns.", "(softmax(S) − Y)/B"],
		solution:
			"const P = evaluate(softmax(S));\nreturn fill(S.rows, S.cols, (i, j) => (P.at(i, j) - (labels[j] === i ? 1 : 0)) / S.cols);",
	},
	{
		id: "09.4",
		task: "backward of a lookup: the gradient of L (d×V), from the upstream gradient G (d×n), the list of n indices, and V.",
		points: 2,
		inputs: (random) => [random.matrix(2, 4), [1, random.integer(3), 1, 2], 4],
		answer: (G: Matrix, ids: number[], V: number) =>
			fill(G.rows, V, (i, k) => sum(ids.map((id, j) => (id === k ? G.at(i, j) : 0)))),
		mistakes: [
			{
				name: "overwritten",
				answer: (G: Matrix, ids: number[], V: number) =>
					fill(G.rows, V, (i, k) => {
						const j = ids.lastIndexOf(k);
						return j < 0 ? 0 : G.at(i, j);
					}),
				tell: "A word that comes twice in the window gets two gradients: add them. Yours keeps the last.",
			},
			{
				name: "first only",
				answer: (G: Matrix, ids: number[], V: number) =>
					fill(G.rows, V, (i, k) => {
						const j = ids.indexOf(k);
						return j < 0 ? 0 : G.at(i, j);
					}),
				tell: "A word that comes twice gets two gradients. Yours keeps the first.",
			},
		],
		hints: [
			"Where did column j of the output come from?",
			"Add G's column j to column ids[j].",
			"+=, since a word can come twice.",
		],
		solution:
			"const gradient = zeros(G.rows, V);\nids.forEach((id, j) => { for (let i = 0; i < G.rows; i++) gradient.set(i, id, gradient.at(i, id) + G.at(i, j)); });\nreturn gradient;",
	},
	{
		id: "09.5",
		task: "What a bias b gets in Z + b·1ᵀ, from the upstream gradient G (n×B), as a column.",
		points: 1,
		inputs: (random) => [random.matrix(3, 3)],
		answer: (G: Matrix) => fill(G.rows, 1, (i) => sum(G.toArray()[i])),
		mistakes: [
			{
				name: "mean for sum",
				answer: (G: Matrix) => fill(G.rows, 1, (i) => sum(G.toArray()[i]) / G.cols),
				tell: "b is a fork into every column: what comes back is added, not averaged.",
			},
			{
				name: "column sums",
				answer: (G: Matrix) => fill(G.cols, 1, (j) => sum(G.toArray().map((own) => own[j]))),
				tell: "You added down the columns. b has one entry for each row.",
			},
		],
		hints: ["b is used in every column: a fork.", "At a fork gradients are added.", "The row sums of G."],
		solution: "return column(G.toArray().map((own) => own.reduce((a, b) => a + b, 0)));",
	},
];

export const LESSON_10: readonly Exercise[] = [
	{
		id: "10.1",
		task: "The loss of a model that knows nothing, with C classes, in nats.",
		points: 1,
		inputs: (random) => [2 + random.integer(8)],
		answer: (C: number) => Math.log(C),
		mistakes: [
			{
				name: "probability for loss",
				answer: (C: number) => 1 / C,
				tell: "1/C is the probability of each class. The loss is −log of it.",
			},
			{
				name: "bits",
				answer: (C: number) => Math.log2(C),
				tell: "These are bits. The loss is in nats: the natural logarithm.",
			},
			{ name: "sign", answer: (C: number) => -Math.log(C), tell: "A loss is not negative: −log(1/C) = +log C." },
		],
		hints: ["What probability has the right class?", "1/C.", "−log(1/C)"],
		solution: "return Math.log(C);",
	},
	{
		id: "10.2",
		task: "F1 in per cent, from how many names are right, how many were found, how many are there.",
		points: 1,
		inputs: (random) => [5 + random.integer(5), 12 + random.integer(9), 15 + random.integer(9)],
		answer: (right: number, found: number, there: number) => (200 * right) / (found + there),
		mistakes: [
			{
				name: "plain mean",
				answer: (right: number, found: number, there: number) => 50 * (right / found + right / there),
				tell: "That is the plain mean of precision and recall. F1 is their harmonic mean, which the smaller one pulls down.",
			},
			{
				name: "recall",
				answer: (right: number, _found: number, there: number) => (100 * right) / there,
				tell: "That is recall.",
			},
			{
				name: "precision",
				answer: (right: number, found: number) => (100 * right) / found,
				tell: "That is precision.",
			},
		],
		hints: ["Precision is right/found, recall right/there.", "2PR/(P + R).", "200·right/(found + there)"],
		solution: "return (200 * right) / (found + there);",
	},
	{
		id: "10.3",
		task: "How many names a list of IOB2 tags holds.",
		points: 1,
		inputs: (random) => [Array.from({ length: 8 }, () => random.pick(["O", "B-PER", "B-LOC", "B-PER", "O"]))],
		answer: (tags: string[]) => tags.filter((tag) => tag.startsWith("B-")).length,
		mistakes: [
			{
				name: "outside counted",
				answer: (tags: string[]) => tags.length,
				tell: "That is the number of tokens. Names begin with B.",
			},
		],
		hints: ["Where does a name begin?", "At every B.", 'tags.filter((tag) => tag.startsWith("B-")).length'],
		solution: 'return tags.filter((tag) => tag.startsWith("B-")).length;',
	},
	{
		id: "10.4",
		task: "The rate in an epoch (from 0) that falls as rate/(1 + decay · epoch).",
		points: 1,
		inputs: (random) => [random.uniform(), 0.1 + random.uniform(), 2 + random.integer(5)],
		answer: (rate: number, decay: number, epoch: number) => rate / (1 + decay * epoch),
		mistakes: [
			{
				name: "exponential",
				answer: (rate: number, decay: number, epoch: number) => rate * Math.exp(-decay * epoch),
				tell: "That falls exponentially, far faster after many epochs.",
			},
			{
				name: "from 1",
				answer: (rate: number, decay: number, epoch: number) => rate / (1 + decay * (epoch + 1)),
				tell: "Epochs count from 0: the first one has the full rate.",
			},
		],
		hints: ["Epoch 0 has the full rate.", "Divide.", "rate / (1 + decay * epoch)"],
		solution: "return rate / (1 + decay * epoch);",
	},
];

export const LESSON_11: readonly Exercise[] = [
	{
		id: "11.1",
		task: 'A list of gradient norms, from the first layer to the last: "vanishing" where the first is below a thousandth of the last, "exploding" where it is above a thousand times, else "healthy".',
		points: 1,
		inputs: (random) => [[10 ** (random.uniform() * 12 - 6), 0.5, 1]],
		answer: (norms: number[]) => diagnosis(norms[0] / norms[norms.length - 1]),
		mistakes: [
			{
				name: "turned round",
				answer: (norms: number[]) => diagnosis(norms[norms.length - 1] / norms[0]),
				tell: "Turned round: gradients travel from the last layer to the first. Small at the first means vanished on the way.",
			},
			{ name: "always healthy", answer: () => "healthy", tell: "Look at the ratio of the first to the last." },
		],
		hints: [
			"In which direction does the gradient travel?",
			"From the last layer to the first.",
			"first / last below 1e-3: vanishing.",
		],
		solution:
			'const ratio = norms[0] / norms[norms.length - 1];\nreturn ratio < 1e-3 ? "vanishing" : ratio > 1e3 ? "exploding" : "healthy";',
	},
	{
		id: "11.2",
		task: "The share of dead ReLU units in Z (units × examples): those whose z is never above 0.",
		points: 2,
		inputs: (random) => [fill(5, 6, (i) => (i < 2 ? -random.uniform() : random.normal(0, 1)))],
		answer: (Z: Matrix) => Z.toArray().filter((own) => own.every((z) => z <= 0)).length / Z.rows,
		mistakes: [
			{
				name: "entries for units",
				answer: (Z: Matrix) =>
					Z.toArray()
						.flat()
						.filter((z) => z <= 0).length /
					(Z.rows * Z.cols),
				tell: "That is the share of entries that are off. A unit is dead only when it is off for every example.",
			},
			{
				name: "alive for dead",
				answer: (Z: Matrix) => Z.toArray().filter((own) => own.some((z) => z > 0)).length / Z.rows,
				tell: "Those are the living ones.",
			},
		],
		hints: ["Look at one row.", "Dead: every entry at or below 0.", "Rows that are all ≤ 0, over all rows."],
		solution: "return Z.toArray().filter((own) => own.every((z) => z <= 0)).length / Z.rows;",
	},
	{
		id: "11.3",
		task: "Clip a gradient (a column) by its norm: shorten it to `limit` where it is longer, and leave it as it is else.",
		points: 1,
		inputs: (random) => [column([number(random) * 1.5, number(random) * 1.5, number(random)]), 2],
		answer: (g: Matrix, limit: number) => scale(g, Math.min(1, limit / Math.hypot(...g.data))),
		mistakes: [
			{
				name: "by value",
				answer: (g: Matrix, limit: number) => column([...g.data].map((v) => Math.max(-limit, Math.min(limit, v)))),
				tell: "You cut every entry by itself: the direction changes. Shorten the whole vector.",
			},
			{
				name: "always",
				answer: (g: Matrix, limit: number) => scale(g, limit / Math.hypot(...g.data)),
				tell: "Short gradients have to stay short: yours stretches them to the limit.",
			},
		],
		hints: ["How long is it?", "Multiply by limit/norm where the norm is larger.", "Math.min(1, limit / norm)"],
		solution: "const norm = Math.hypot(...g.data);\nreturn scale(g, Math.min(1, limit / norm));",
	},
	{
		id: "11.4",
		task: "The slope of the logistic function is 1/4 at most. The largest factor by which d of them in a row can scale a gradient.",
		points: 1,
		inputs: (random) => [3 + random.integer(10)],
		answer: (d: number) => 0.25 ** d,
		mistakes: [
			{ name: "added", answer: (d: number) => 0.25 * d, tell: "Local gradients multiply along a path." },
			{ name: "slope of 1/2", answer: (d: number) => 0.5 ** d, tell: "y(1 − y) is largest at y = ½: there it is ¼." },
		],
		hints: ["Along a path slopes …", "multiply.", "(1/4)^d"],
		solution: "return 0.25 ** d;",
	},
];

function diagnosis(ratio: number): string {
	return ratio < 1e-3 ? "vanishing" : ratio > 1e3 ? "exploding" : "healthy";
}
