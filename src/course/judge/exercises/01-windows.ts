import { column, fill } from "../../../matrix/make";
import type { Matrix } from "../../../matrix/matrix";
import type { Random } from "../../../matrix/random";
import type { Exercise } from "../exercise";

const sigma = (s: number) => 1 / (1 + Math.exp(-s));
const numbers = (random: Random, n: number) => Array.from({ length: n }, () => random.normal(0, 1));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const columnOf = (L: Matrix, k: number) => column([...L.data.slice(k * L.rows, (k + 1) * L.rows)]);
const stacked = (L: Matrix, ids: readonly number[]) => column(ids.flatMap((k) => [...columnOf(L, k).data]));
const WORDS = ["the", "museums", "in", "Paris", "are", "amazing", "to", "see"];

function windowAround(tokens: readonly string[], k: number, width: number, before: string, after: string): string[] {
	const reach = (width - 1) / 2;
	return Array.from({ length: width }, (_, i) => (k - reach + i < 0 ? before : (tokens[k - reach + i] ?? after)));
}

export const LESSON_01: readonly Exercise[] = [
	{
		id: "01.1",
		task: "IOB2 tags (PER, LOC), a list of nine, for: Chelsea Clinton flew from Chelsea to New York .",
		points: 1,
		answer: () => ["B-PER", "I-PER", "O", "O", "B-LOC", "O", "B-LOC", "I-LOC", "O"],
		mistakes: [
			{
				name: "two names for one",
				answer: () => ["B-PER", "I-PER", "O", "O", "B-LOC", "O", "B-LOC", "B-LOC", "O"],
				tell: "Two B tags make two names. New York is one place: the second word goes on with I.",
			},
			{
				name: "two people",
				answer: () => ["B-PER", "B-PER", "O", "O", "B-LOC", "O", "B-LOC", "I-LOC", "O"],
				tell: "Two B tags make two names. Chelsea Clinton is one person: the second word goes on with I.",
			},
			{
				name: "one class for a word",
				answer: () => ["B-LOC", "B-PER", "O", "O", "B-LOC", "O", "B-LOC", "I-LOC", "O"],
				tell: "The first Chelsea is no place: it is the first half of a person. That is what the window is for.",
			},
			{
				name: "the full stop in the name",
				answer: () => ["B-PER", "I-PER", "O", "O", "B-LOC", "O", "B-LOC", "I-LOC", "I-LOC"],
				tell: "The full stop is no part of the city.",
			},
			{
				name: "without B and I",
				answer: () => ["PER", "PER", "O", "O", "LOC", "O", "LOC", "LOC", "O"],
				tell: "The classes are right. Say where a name begins, too: B- for its first word, I- for those that go on.",
			},
		],
		hints: [
			"How many names are there?",
			"B begins a name, I goes on with it, O is outside.",
			"A person of two words, a place of one, a place of two.",
		],
		solution: '["B-PER", "I-PER", "O", "O", "B-LOC", "O", "B-LOC", "I-LOC", "O"]',
	},
	{
		id: "01.2",
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
		id: "01.3",
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
		id: "01.4",
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
