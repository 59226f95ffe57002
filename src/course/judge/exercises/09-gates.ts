/** Lesson 09: backward passes of gates. */
import { scale } from "../../../gates/arithmetic";
import { softmax } from "../../../gates/softmax";
import { fill } from "../../../matrix/make";
import type { Matrix } from "../../../matrix/matrix";
import { evaluate } from "../../../run/evaluate";
import type { Exercise } from "../exercise";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const entrywise = (x: Matrix, g: Matrix, f: (x: number, g: number) => number) =>
	fill(x.rows, x.cols, (i, j) => f(x.at(i, j), g.at(i, j)));
const oneHot = (S: Matrix, labels: readonly number[]) => (i: number, j: number) =>
	evaluate(softmax(S)).at(i, j) - (labels[j] === i ? 1 : 0);

export const LESSON_09: readonly Exercise[] = [
	{
		id: "09.1",
		file: "my-gates.ts",
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
	},
	{
		id: "09.2",
		file: "my-gates.ts",
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
	},
	{
		id: "09.3",
		file: "my-gates.ts",
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
	},
	{
		id: "09.4",
		file: "my-gates.ts",
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
	},
	{
		id: "09.6",
		file: "my-gates.ts",
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
	},
];
