/** Lessons 00 to 03: the self-test, windows, layers, losses. */

import { plus } from "../../gates/arithmetic";
import { transpose } from "../../gates/layout";
import { matmul } from "../../gates/linear";
import { softmax } from "../../gates/loss";
import { evaluate } from "../../graph/evaluate";
import { column, fill, type Matrix } from "../../matrix/matrix";
import type { Random } from "../../matrix/random";
import type { Exercise } from "../exercise";

const sigma = (s: number) => 1 / (1 + Math.exp(-s));
const numbers = (random: Random, n: number) => Array.from({ length: n }, () => random.normal(0, 1));
const shares = (random: Random, n: number) => {
	const raw = Array.from({ length: n }, () => 0.1 + random.uniform());
	const whole = raw.reduce((a, b) => a + b, 0);
	return raw.map((value) => value / whole);
};
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const soft = (scores: readonly number[]) => [...evaluate(softmax(column(scores))).data];
const columnOf = (L: Matrix, k: number) => column([...L.data.slice(k * L.rows, (k + 1) * L.rows)]);
const stacked = (L: Matrix, ids: readonly number[]) => column(ids.flatMap((k) => [...columnOf(L, k).data]));
const WORDS = ["the", "museums", "in", "Paris", "are", "amazing", "to", "see"];

export const LESSON_00: readonly Exercise[] = [
	{
		id: "00.1",
		task: "The slope of x³ at x = 2.",
		points: 1,
		answer: () => 12,
		mistakes: [
			{ name: "value for slope", answer: () => 8, tell: "8 is the value of x³ at 2. The slope is 3x²." },
			{ name: "exponent kept", answer: () => 6, tell: "3x is 6, but the power goes down by one only: 3x²." },
		],
		hints: ["How does a power lose one?", "The derivative of xⁿ is n·xⁿ⁻¹.", "3·2²."],
		solution: "3 * 2 ** 2",
	},
	{
		id: "00.2",
		task: "The slope of (3x + 1)² at x = 1.",
		points: 1,
		answer: () => 24,
		mistakes: [
			{
				name: "inner derivative forgotten",
				answer: () => 8,
				tell: "2(3x + 1) is 8: the outer slope. The inside moves three times as fast as x, so multiply by 3. That is the chain rule.",
			},
		],
		hints: ["There is a function inside a function.", "Outer slope times inner slope.", "2(3x + 1)·3 at x = 1."],
		solution: "2 * (3 * 1 + 1) * 3",
	},
	{
		id: "00.3",
		task: "∂(x²y)/∂y at x = 3, y = 2.",
		points: 1,
		answer: () => 9,
		mistakes: [
			{ name: "the other variable", answer: () => 12, tell: "12 is ∂/∂x, 2xy. For ∂/∂y the x is a constant." },
		],
		hints: ["Only y moves.", "x² is a constant factor of y.", "3²."],
		solution: "3 ** 2",
	},
	{
		id: "00.4",
		task: "Rows and columns of a 2×3 matrix times a 3×4 matrix, as a list.",
		points: 1,
		answer: () => [2, 4],
		mistakes: [
			{
				name: "inner dimensions",
				answer: () => [3, 3],
				tell: "The two 3s in the middle have to match, and then they are gone. The outer ones remain.",
			},
			{ name: "transposed", answer: () => [4, 2], tell: "Rows come first: those of the left matrix." },
		],
		hints: ["Which dimensions disappear?", "(m×k)(k×n) is m×n.", "m = 2, n = 4."],
		solution: "[2, 4]",
	},
	{
		id: "00.5",
		task: "[[1, 2], [3, 4]] times the column [1, 1], as a list.",
		points: 1,
		answer: () => [3, 7],
		mistakes: [
			{
				name: "transposed matrix",
				answer: () => [4, 6],
				tell: "These are sums down the columns: the transposed matrix. Each entry comes of one row.",
			},
		],
		hints: ["One entry a row.", "Row times column, entry by entry, then add.", "1·1 + 2·1 and 3·1 + 4·1."],
		solution: "[3, 7]",
	},
	{
		id: "00.6",
		task: "The slope of max(0, x) at x = −3.",
		points: 1,
		answer: () => 0,
		mistakes: [
			{
				name: "slope of the other side",
				answer: () => 1,
				tell: "1 is the slope where x is positive. At −3 the function is flat.",
			},
			{ name: "argument for slope", answer: () => -3, tell: "−3 is x. How fast does max(0, x) change there?" },
		],
		hints: ["Draw it.", "Left of 0 it is always 0.", "A flat line has slope 0."],
		solution: "0",
	},
];

export const LESSON_01: readonly Exercise[] = [
	{
		id: "01.1",
		task: "The window of `width` words around word k of `tokens`, with <s> before the sentence and </s> after it.",
		points: 2,
		inputs: (random) => [WORDS.slice(0, 3 + random.integer(5)), random.integer(3), 5],
		answer: (tokens: string[], k: number, width: number) => windowAround(tokens, k, width, "<s>", "</s>"),
		mistakes: [
			{
				name: "one padding for both ends",
				answer: (tokens: string[], k: number, width: number) => windowAround(tokens, k, width, "<s>", "<s>"),
				tell: "You pad both ends with <s>. Before a sentence is not after it: use </s> at the end.",
			},
			{
				name: "no padding",
				answer: (tokens: string[], k: number, width: number) =>
					tokens.slice(Math.max(0, k - 2), k + (width - 1) / 2 + 1),
				tell: "Near the ends your window is shorter than it should be. Every window has the same width, or x would have no fixed size: pad it.",
			},
			{
				name: "window begins at the word",
				answer: (tokens: string[], k: number, width: number) => windowAround(tokens, k + 2, width, "<s>", "</s>"),
				tell: "Word k is the first of your window. It has to stand in the middle.",
			},
		],
		hints: [
			"How many words stand on either side?",
			"From k − 2 to k + 2; what lies outside is padding.",
			"Below 0 take <s>, from tokens.length on </s>.",
		],
		solution:
			'const reach = (width - 1) / 2;\nreturn Array.from({ length: width }, (_, i) => {\n\tconst at = k - reach + i;\n\treturn at < 0 ? "<s>" : (tokens[at] ?? "</s>");\n});',
	},
	{
		id: "01.2",
		task: "The word vector of word k: column k of L (d×V), as a column.",
		points: 1,
		inputs: (random) => [random.matrix(4, 4), random.integer(4)],
		answer: (L: Matrix, k: number) => columnOf(L, k),
		mistakes: [
			{
				name: "row for column",
				answer: (L: Matrix, k: number) => column(L.toArray()[k]),
				tell: "That is row k: one number of every word. A word is a column of L.",
			},
			{
				name: "next column",
				answer: (L: Matrix, k: number) => columnOf(L, (k + 1) % L.cols),
				tell: "That is the next word. Words count from 0.",
			},
		],
		hints: [
			"L·e with a one-hot e picks one column.",
			"Entry i of the vector is L.at(i, k).",
			"column(Array.from({ length: L.rows }, (_, i) => L.at(i, k)))",
		],
		solution: "return column(Array.from({ length: L.rows }, (_, i) => L.at(i, k)));",
	},
	{
		id: "01.3",
		task: "x for a window: the vectors of the words `ids`, one below the other, 5d×1.",
		points: 2,
		inputs: (random) => [random.matrix(3, 6), Array.from({ length: 5 }, () => random.integer(6))],
		answer: (L: Matrix, ids: number[]) => stacked(L, ids),
		mistakes: [
			{
				name: "reversed",
				answer: (L: Matrix, ids: number[]) => stacked(L, [...ids].reverse()),
				tell: "The words are there, last one first. The first word belongs on top.",
			},
			{
				name: "side by side",
				answer: (L: Matrix, ids: number[]) => fill(L.rows, ids.length, (i, j) => L.at(i, ids[j])),
				tell: "Your vectors stand side by side, d×5. Stack them: a classifier takes one long column.",
			},
			{
				name: "sum for concatenation",
				answer: (L: Matrix, ids: number[]) => fill(L.rows, 1, (i) => sum(ids.map((k) => L.at(i, k)))),
				tell: "You added the vectors up. Then nobody can tell which word stood where.",
			},
			{
				name: "interleaved",
				answer: (L: Matrix, ids: number[]) =>
					fill(L.rows * ids.length, 1, (i) => L.at(Math.floor(i / ids.length), ids[i % ids.length])),
				tell: "You took the first number of every word, then the second … Keep each word's numbers together.",
			},
		],
		hints: [
			"Five columns of d numbers make one of 5d.",
			"Concatenate: the first word's d numbers, then the second's …",
			"lookup(L, matrix of ids) does it; so does flatMap.",
		],
		solution: "return column(ids.flatMap((k) => Array.from({ length: L.rows }, (_, i) => L.at(i, k))));",
	},
	{
		id: "01.4",
		task: "IOB2 tags (PER, LOC) for: Paris Hilton flew to Paris .",
		points: 1,
		answer: () => ["B-PER", "I-PER", "O", "O", "B-LOC", "O"],
		mistakes: [
			{
				name: "two names for one",
				answer: () => ["B-PER", "B-PER", "O", "O", "B-LOC", "O"],
				tell: "Two B tags make two names. Paris Hilton is one person: the second word goes on with I.",
			},
			{
				name: "one class for a word",
				answer: () => ["B-LOC", "B-PER", "O", "O", "B-LOC", "O"],
				tell: "The first Paris is no place: it is the first half of a person. That is what the window is for.",
			},
			{
				name: "the full stop in the name",
				answer: () => ["B-PER", "I-PER", "O", "O", "B-LOC", "I-LOC"],
				tell: "The full stop is no part of the city.",
			},
		],
		hints: [
			"How many names are there?",
			"B begins a name, I goes on with it, O is outside.",
			"A person of two words, then a place.",
		],
		solution: '["B-PER", "I-PER", "O", "O", "B-LOC", "O"]',
	},
	{
		id: "01.5",
		task: "The probability of the first of two classes under softmax, from their scores a and b, by one exponential only.",
		points: 1,
		inputs: (random) => numbers(random, 2),
		answer: (a: number, b: number) => sigma(a - b),
		mistakes: [
			{
				name: "the other class",
				answer: (a: number, b: number) => sigma(b - a),
				tell: "That is the probability of the second class.",
			},
			{
				name: "one score only",
				answer: (a: number) => sigma(a),
				tell: "σ(a) is right when b is 0. What counts is how much larger a is than b.",
			},
			{
				name: "scores for exponentials",
				answer: (a: number, b: number) => a / (a + b),
				tell: "Scores can be negative: their shares are no probabilities. Take exponentials first.",
			},
		],
		hints: ["Write softmax out for two classes.", "Divide by eᵃ above and below.", "1/(1 + e^−(a − b))."],
		solution: "return 1 / (1 + Math.exp(b - a));",
	},
];

function windowAround(tokens: readonly string[], k: number, width: number, before: string, after: string): string[] {
	const reach = (width - 1) / 2;
	return Array.from({ length: width }, (_, i) => (k - reach + i < 0 ? before : (tokens[k - reach + i] ?? after)));
}

export const LESSON_02: readonly Exercise[] = [
	{
		id: "02.1",
		task: "The single matrix that does what W₁(W₂x) does, for any x.",
		points: 1,
		inputs: (random) => [random.matrix(3, 3), random.matrix(3, 3)],
		answer: (A: Matrix, B: Matrix) => matmul(A, B),
		mistakes: [
			{
				name: "wrong order",
				answer: (A: Matrix, B: Matrix) => matmul(B, A),
				tell: "That is W₂W₁. x meets W₂ first, so W₂ stands next to it: W₁W₂x.",
			},
			{
				name: "sum for product",
				answer: (A: Matrix, B: Matrix) => plus(A, B),
				tell: "Adding matrices adds their answers. One after the other is a product.",
			},
			{
				name: "transposed",
				answer: (A: Matrix, B: Matrix) => matmul(transpose(A), B),
				tell: "W₁ came out transposed.",
			},
		],
		hints: ["Which of the two meets x first?", "(W₁W₂)x = W₁(W₂x).", "matmul(W1, W2)"],
		solution: "return matmul(W1, W2);",
	},
	{
		id: "02.2",
		task: "XOR of two bits a and b (0 or 1), by sums and Math.max(0, …) only: a hidden layer of ReLUs.",
		points: 2,
		inputs: (random) => [random.integer(2), random.integer(2)],
		answer: (a: number, b: number) => (a === b ? 0 : 1),
		mistakes: [
			{
				name: "or",
				answer: (a: number, b: number) => Math.max(a, b),
				tell: "That is OR: it says 1 for two ones as well.",
			},
			{ name: "and", answer: (a: number, b: number) => a * b, tell: "That is AND: 1 for two ones only." },
			{
				name: "sum",
				answer: (a: number, b: number) => a + b,
				tell: "a + b is 2 for two ones: linear. A second unit has to take it back.",
			},
			{
				name: "equal",
				answer: (a: number, b: number) => (a === b ? 1 : 0),
				tell: "Turned round: XOR is 1 where the two differ.",
			},
		],
		hints: [
			"One unit counts the ones. When is it wrong?",
			"A second unit that is 1 only when both are 1.",
			"max(0, a + b) − 2·max(0, a + b − 1).",
		],
		solution: "return Math.max(0, a + b) - 2 * Math.max(0, a + b - 1);",
	},
	{
		id: "02.3",
		task: "The slope of the logistic function at z.",
		points: 1,
		inputs: (random) => numbers(random, 1),
		answer: (z: number) => sigma(z) * (1 - sigma(z)),
		mistakes: [
			{
				name: "f for f′",
				answer: (z: number) => sigma(z),
				tell: "That is σ(z) itself. A test: far out σ is flat, so its slope is nearly 0, and yours is nearly 1.",
			},
			{
				name: "slope of tanh",
				answer: (z: number) => 1 - sigma(z) ** 2,
				tell: "1 − y² is the slope of tanh. For the logistic function it is y(1 − y).",
			},
			{ name: "1 − σ", answer: (z: number) => 1 - sigma(z), tell: "One factor is missing: y(1 − y)." },
		],
		hints: ["It can be written by the value y alone.", "Differentiate 1/(1 + e^−z).", "y(1 − y)."],
		solution: "const y = 1 / (1 + Math.exp(-z));\nreturn y * (1 - y);",
	},
	{
		id: "02.4",
		task: "The slopes of ReLU at the numbers of a list (0 at 0, by convention).",
		points: 1,
		inputs: (random) => [[...numbers(random, 4), 0]],
		answer: (z: number[]) => z.map((v) => (v > 0 ? 1 : 0)),
		mistakes: [
			{
				name: "f for f′",
				answer: (z: number[]) => z.map((v) => Math.max(0, v)),
				tell: "That is ReLU itself. Its slope is 1 or 0, never anything else.",
			},
			{
				name: "1 at the kink",
				answer: (z: number[]) => z.map((v) => (v >= 0 ? 1 : 0)),
				tell: "Right but for z = 0: there is no slope there, and the convention here is 0.",
			},
		],
		hints: ["There are two cases.", "To the right of 0 the line rises by 1 for each step.", "v > 0 ? 1 : 0"],
		solution: "return z.map((v) => (v > 0 ? 1 : 0));",
	},
	{
		id: "02.5",
		task: "How many numbers does a layer learn that takes n inputs to m outputs, its bias included?",
		points: 1,
		inputs: (random) => [2 + random.integer(8), 12 + random.integer(8)],
		answer: (m: number, n: number) => m * n + m,
		mistakes: [
			{
				name: "bias forgotten",
				answer: (m: number, n: number) => m * n,
				tell: "That is W. The bias has one number for each output, too.",
			},
			{
				name: "bias of the input",
				answer: (m: number, n: number) => m * n + n,
				tell: "The bias is added to Wx: it has as many numbers as outputs, m.",
			},
		],
		hints: ["What shape is W?", "W is m×n, and b?", "m·n + m."],
		solution: "return m * n + m;",
	},
];

export const LESSON_03: readonly Exercise[] = [
	{
		id: "03.1",
		task: "The cross entropy H(p, q) of two lists of probabilities, in nats.",
		points: 1,
		inputs: (random) => [shares(random, 4), shares(random, 4)],
		answer: (p: number[], q: number[]) => -sum(p.map((v, k) => v * Math.log(q[k]))),
		mistakes: [
			{
				name: "p and q exchanged",
				answer: (p: number[], q: number[]) => -sum(q.map((v, k) => v * Math.log(p[k]))),
				tell: "You took H(q, p). What is true weighs, what is claimed stands in the logarithm.",
			},
			{
				name: "sign",
				answer: (p: number[], q: number[]) => sum(p.map((v, k) => v * Math.log(q[k]))),
				tell: "The logarithm of a probability is negative: a cost needs the minus.",
			},
			{
				name: "bits for nats",
				answer: (p: number[], q: number[]) => -sum(p.map((v, k) => v * Math.log2(q[k]))),
				tell: "These are bits. With the natural logarithm the unit is nats.",
			},
			{
				name: "entropy",
				answer: (p: number[]) => -sum(p.map((v) => v * Math.log(v))),
				tell: "That is H(p), the entropy: q does not occur in it.",
			},
		],
		hints: [
			"An average of costs. Who pays, and how often?",
			"With probability pₖ the cost is −log qₖ.",
			"−Σ pₖ log qₖ.",
		],
		solution: "return -p.reduce((total, v, k) => total + v * Math.log(q[k]), 0);",
	},
	{
		id: "03.2",
		task: "The loss of one example: −log of the softmax probability of the class `label`, from a list of scores.",
		points: 1,
		inputs: (random) => [numbers(random, 5), random.integer(5)],
		answer: (scores: number[], label: number) => -Math.log(soft(scores)[label]),
		mistakes: [
			{
				name: "sign",
				answer: (scores: number[], label: number) => Math.log(soft(scores)[label]),
				tell: "Negative: a loss is −log p.",
			},
			{
				name: "1 − p",
				answer: (scores: number[], label: number) => 1 - soft(scores)[label],
				tell: "1 − p also falls as p grows, but it hardly minds being sure and wrong. −log p does.",
			},
			{
				name: "score for probability",
				answer: (scores: number[], label: number) => -scores[label],
				tell: "You forgot what softmax divides by: log Σ exp(scores) is missing.",
			},
		],
		hints: [
			"One-hot leaves one term of the cross entropy.",
			"−log(eˢ/Σeˢ) = log Σ eˢ − s.",
			"Math.log(sum of exp) − scores[label].",
		],
		solution: "return Math.log(scores.reduce((t, s) => t + Math.exp(s), 0)) - scores[label];",
	},
	{
		id: "03.3",
		task: "log Σ exp(s) of a list of scores, right also for scores in the thousands.",
		points: 2,
		inputs: (random) => {
			const base = 1000 * (1 + random.integer(3));
			return [numbers(random, 3).map((v) => v + base)];
		},
		answer: (s: number[]) => Math.max(...s) + Math.log(sum(s.map((v) => Math.exp(v - Math.max(...s))))),
		mistakes: [
			{
				name: "overflow",
				answer: (s: number[]) => Math.log(sum(s.map(Math.exp))),
				tell: "Infinity: e^1000 does not fit into 64 bits. Take the largest score out first: it can be added back outside of the logarithm.",
			},
			{
				name: "largest only",
				answer: (s: number[]) => Math.max(...s),
				tell: "The largest score is nearly it. The others still add a little.",
			},
			{
				name: "largest not added back",
				answer: (s: number[]) => Math.log(sum(s.map((v) => Math.exp(v - Math.max(...s))))),
				tell: "You took the largest out and did not put it back.",
			},
		],
		hints: ["What is e^1000?", "log Σ eˢ = m + log Σ e^(s−m), for any m.", "m = the largest score."],
		solution: "const m = Math.max(...s);\nreturn m + Math.log(s.reduce((t, v) => t + Math.exp(v - m), 0));",
	},
	{
		id: "03.4",
		task: "One step of gradient descent: the new θ, from θ, its gradient (lists) and the rate α.",
		points: 1,
		inputs: (random) => [numbers(random, 3), numbers(random, 3), 0.1 + random.uniform()],
		answer: (t: number[], d: number[], a: number) => t.map((v, k) => v - a * d[k]),
		mistakes: [
			{
				name: "uphill",
				answer: (t: number[], d: number[], a: number) => t.map((v, k) => v + a * d[k]),
				tell: "You walk uphill: the gradient points to where the loss grows. Subtract it.",
			},
			{
				name: "rate forgotten",
				answer: (t: number[], d: number[]) => t.map((v, k) => v - d[k]),
				tell: "The whole gradient at once: multiply it by α.",
			},
			{
				name: "step for θ",
				answer: (_t: number[], d: number[], a: number) => d.map((v) => -a * v),
				tell: "That is the step. Where does it start?",
			},
		],
		hints: ["Which way is down?", "θ ← θ − α∇J.", "theta[k] − alpha · gradient[k]."],
		solution: "return theta.map((v, k) => v - alpha * gradient[k]);",
	},
	{
		id: "03.5",
		task: "The gradient of the loss of one example with respect to its scores, as a list.",
		points: 2,
		inputs: (random) => [numbers(random, 4), random.integer(4)],
		answer: (s: number[], y: number) => soft(s).map((p, k) => p - (k === y ? 1 : 0)),
		mistakes: [
			{
				name: "sign",
				answer: (s: number[], y: number) => soft(s).map((p, k) => (k === y ? 1 : 0) - p),
				tell: "y − ŷ is the way downhill. The gradient points uphill: ŷ − y.",
			},
			{ name: "label forgotten", answer: (s: number[]) => soft(s), tell: "That is ŷ. At the right class 1 goes off." },
			{
				name: "right class only",
				answer: (s: number[], y: number) => soft(s).map((p, k) => (k === y ? p - 1 : 0)),
				tell: "The wrong classes have a gradient, too: their probability is too high by ŷ.",
			},
		],
		hints: ["Differentiate log Σ eˢ − s_y.", "The first part gives the softmax.", "ŷ − y, y one-hot."],
		solution:
			"const e = scores.map(Math.exp);\nconst z = e.reduce((a, b) => a + b, 0);\nreturn e.map((v, k) => v / z - (k === label ? 1 : 0));",
	},
	{
		id: "03.6",
		task: "J(θ) = 2θ². Below which rate α does θ ← θ − α J′(θ) converge?",
		points: 1,
		answer: () => 0.5,
		mistakes: [
			{
				name: "half of it",
				answer: () => 0.25,
				tell: "At 0.25 it is there in one step. It still converges beyond that, swinging from side to side.",
			},
			{ name: "inverted", answer: () => 2, tell: "At 2 each step multiplies θ by 1 − 8 = −7: it explodes." },
		],
		hints: ["What does one step multiply θ by?", "θ ← (1 − 4α)θ.", "|1 − 4α| < 1."],
		solution: "0.5",
	},
];
