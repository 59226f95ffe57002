/** Lesson 10: overfit twenty windows, beat the baseline, probe a unit of the hidden layer. */

import { matmul } from "../../../gates/arithmetic";
import { tanh } from "../../../gates/functions";
import { addColumn } from "../../../gates/linear";
import { lookup } from "../../../gates/lookup";
import { softmaxCrossEntropy } from "../../../gates/loss";
import { parameter } from "../../../graph/node";
import { fill, zeros } from "../../../matrix/make";
import type { Matrix } from "../../../matrix/matrix";
import { Random } from "../../../matrix/random";
import { xavier } from "../../../nn/init";
import { sgd } from "../../../nn/optimizer";
import { ComputationalGraph } from "../../../run/graph";
import { WrongForm } from "../../wrong-form";
import type { Exercise } from "../exercise";

const [WORDS, DIMENSION, WINDOW, HIDDEN, CLASSES, WINDOWS] = [60, 10, 5, 30, 5, 20];
const MOST_STEPS = 5000;

/** Trains a small window model on twenty windows with labels out of a hat, and says what became of it. */
function overfit(choice: unknown): string {
	if (!Array.isArray(choice) || choice.length !== 2 || !choice.every((value) => typeof value === "number"))
		throw new WrongForm("A list of two numbers is wanted, [rate, steps].");
	const [rate, steps] = choice as [number, number];
	if (!(steps >= 1 && steps <= MOST_STEPS)) throw new WrongForm(`1 to ${MOST_STEPS} steps are enough, not ${steps}.`);
	const random = new Random(1);
	const ids = fill(WINDOW, WINDOWS, () => random.integer(WORDS));
	const labels = Array.from({ length: WINDOWS }, () => random.integer(CLASSES));
	const L = parameter("L", random.matrix(DIMENSION, WORDS));
	const [W, b] = [parameter("W", xavier(HIDDEN, DIMENSION * WINDOW, random)), parameter("b", zeros(HIDDEN, 1))];
	const [U, c] = [parameter("U", xavier(CLASSES, HIDDEN, random)), parameter("c", zeros(CLASSES, 1))];
	const h = tanh(addColumn(matmul(W, lookup(L, ids)), b));
	const graph = new ComputationalGraph(softmaxCrossEntropy(addColumn(matmul(U, h), c), labels));
	const optimizer = sgd(rate);
	const first = graph.forward().at(0, 0);
	let loss = first;
	for (let k = 0; k < steps && Number.isFinite(loss); k++) {
		optimizer.step(graph.parameters, graph.backward());
		loss = graph.forward().at(0, 0);
	}
	if (loss < 0.01) return "fits";
	if (!(loss < 2 * first)) return "the loss explodes";
	return loss > 0.5 ? "the loss has hardly begun to fall" : "the loss falls, and is not below 0.01 yet";
}

type Tagged = { tokens: string[]; tags: string[] };

/** Sentences over a few words that carry one class here and another one there. */
function someCorpus(random: Random): Tagged[] {
	const words = ["Jordan", "Paris", "Chelsea", "the", "in"];
	const tags = ["B-PER", "B-LOC", "B-ORG", "O"];
	return Array.from({ length: 6 }, () => {
		const tokens = Array.from({ length: 5 }, () => words[random.integer(words.length)]);
		// A name is what it usually is two times of three.
		const usual = (token: string) => tags[Math.min(3, words.indexOf(token))];
		return { tokens, tags: tokens.map((token) => (random.uniform() < 0.7 ? usual(token) : tags[random.integer(4)])) };
	});
}

function countsOf(corpus: readonly Tagged[], token: string): [string, number][] {
	const counts = new Map<string, number>();
	for (const { tokens, tags } of corpus)
		for (const [k, tag] of tags.entries()) if (tokens[k] === token) counts.set(tag, (counts.get(tag) ?? 0) + 1);
	return [...counts];
}

/** No token has two tags that are equally frequent, so that there is one right answer. */
function withoutTies(random: Random): Tagged[] {
	for (;;) {
		const corpus = someCorpus(random);
		const seen = new Set(corpus.flatMap(({ tokens }) => tokens));
		const hasTie = [...seen].some((token) => {
			const counts = countsOf(corpus, token).map(([, count]) => count);
			return counts.filter((count) => count === Math.max(...counts)).length > 1;
		});
		if (!hasTie) return corpus;
	}
}

const most = (counts: readonly [string, number][], sign = 1) =>
	[...counts].sort(([, a], [, b]) => sign * (b - a))[0]?.[0];

export const LESSON_10_EXPERIMENTS: readonly Exercise[] = [
	{
		id: "10.3",
		task: "A learning rate and a number of steps (5000 at most) with which a small window model learns twenty windows by heart, to a loss below 0.01: the list [rate, steps].",
		points: 1,
		use: overfit,
		entries: ["Your run"],
		answer: () => [0.5, 1000],
		mistakes: [
			{
				name: "creeps",
				answer: () => [0.0001, 1000],
				tell: "The loss has hardly begun to fall. Make the rate larger, ten times at a time.",
			},
			{
				name: "stopped early",
				answer: () => [0.5, 50],
				tell: "The loss falls well, and is not there yet: go on for more steps.",
			},
			{
				name: "explodes",
				answer: () => [1000, 1000],
				tell: "The loss explodes: every step leaps over the valley. Make the rate smaller, ten times at a time.",
			},
		],
		hints: [
			"Begin with [0.01, 100] and look at what becomes of it.",
			"Change the rate ten times at a time, up to where it explodes; then take a tenth of that.",
			"[0.5, 1000]",
		],
		solution: "[0.5, 1000]",
	},
	{
		id: "10.6",
		task: "The baseline to beat: from a corpus (a list of { tokens, tags }) and the tokens of a sentence, the tags; each token gets the tag that it had most often, and O if the corpus does not have it.",
		points: 2,
		inputs: (random) => [withoutTies(random), ["Jordan", "in", "Paris", "Chelsea", "Zagreb"]],
		answer: (corpus: Tagged[], tokens: string[]) => tokens.map((token) => most(countsOf(corpus, token)) ?? "O"),
		mistakes: [
			{
				name: "the last tag",
				answer: (corpus: Tagged[], tokens: string[]) =>
					tokens.map((token) => {
						const seen = corpus.flatMap((own) => own.tags.filter((_, k) => own.tokens[k] === token));
						return seen[seen.length - 1] ?? "O";
					}),
				tell: "Yours takes the tag that came last. Count, and take the most frequent.",
			},
			{
				name: "the first tag",
				answer: (corpus: Tagged[], tokens: string[]) =>
					tokens.map((token) => corpus.flatMap((own) => own.tags.filter((_, k) => own.tokens[k] === token))[0] ?? "O"),
				tell: "Yours takes the tag that came first. Count, and take the most frequent.",
			},
			{
				name: "the rarest tag",
				answer: (corpus: Tagged[], tokens: string[]) => tokens.map((token) => most(countsOf(corpus, token), -1) ?? "O"),
				tell: "Sorted the wrong way round: that is the tag it had least often.",
			},
			{
				name: "O to everything",
				answer: (_corpus: Tagged[], tokens: string[]) => tokens.map(() => "O"),
				tell: "That finds no name at all: recall 0, F1 0, and a token accuracy that still looks fine.",
			},
		],
		hints: [
			"A Map from token to a Map from tag to count.",
			"First count all of the corpus, then answer for each token.",
			'tokens.map((token) => tag with the largest count, or "O")',
		],
		solution:
			'const counts = new Map<string, Map<string, number>>();\nfor (const { tokens, tags } of corpus)\n\ttokens.forEach((token, k) => {\n\t\tconst own = counts.get(token) ?? new Map();\n\t\tcounts.set(token, own.set(tags[k], (own.get(tags[k]) ?? 0) + 1));\n\t});\nreturn tokens.map((token) => [...(counts.get(token) ?? [])].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "O");',
	},
	{
		id: "10.7",
		task: "Probe a unit: from H (hidden units × windows), the number of a unit and k, the numbers of the k windows at which it is most active, the most active first.",
		points: 1,
		inputs: (random) => [random.matrix(4, 9), random.integer(4), 3],
		answer: (H: Matrix, unit: number, k: number) => strongest(H, unit, k, (v) => v),
		mistakes: [
			{
				name: "least active",
				answer: (H: Matrix, unit: number, k: number) => strongest(H, unit, k, (v) => -v),
				tell: "Sorted the wrong way round: those are the windows that it likes least.",
			},
			{
				name: "by size",
				answer: (H: Matrix, unit: number, k: number) => strongest(H, unit, k, Math.abs),
				tell: "You took sizes: −0.9 is strongly against, not strongly for.",
			},
			{
				name: "all of them",
				answer: (H: Matrix, unit: number) => strongest(H, unit, H.cols, (v) => v),
				tell: "The order is right. Only the first k are wanted.",
			},
		],
		hints: [
			"One row of H is one unit, one column is one window.",
			"Sort the numbers 0 … H.cols − 1 by H.at(unit, j), the largest first.",
			".slice(0, k)",
		],
		solution:
			"return Array.from({ length: H.cols }, (_, j) => j).sort((a, b) => H.at(unit, b) - H.at(unit, a)).slice(0, k);",
	},
];

function strongest(H: Matrix, unit: number, k: number, by: (value: number) => number): number[] {
	return Array.from({ length: H.cols }, (_, j) => j)
		.sort((a, b) => by(H.at(unit, b)) - by(H.at(unit, a)))
		.slice(0, k);
}
