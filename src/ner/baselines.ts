/** What a model has to beat: counting words, looking names up, and a linear model of the same window. */
import { matmul, plus, scale } from "../gates/arithmetic";
import { concatenate } from "../gates/layout";
import { addColumn } from "../gates/linear";
import { lookup } from "../gates/lookup";
import { softmaxCrossEntropy } from "../gates/loss";
import { constant, input, type Node, parameter } from "../graph/node";
import { fill, zeros } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";
import type { Random } from "../matrix/random";
import { sgd } from "../nn/optimizer";
import { train } from "../nn/train";
import { ComputationalGraph } from "../run/graph";
import { classOf, type Sentence, spansOf, tagsOfClasses } from "./tags";
import { buildVocabulary, classesOf } from "./vocabulary";
import { CASES, Windows } from "./window";

/** Tags sentences, token lists in, IOB2 out. */
export type Tagger = (sentences: readonly (readonly string[])[]) => string[][];

/** Each word gets the class that it had most often in training; a word never seen gets O. */
export function majorityTagger(training: readonly Sentence[]): Tagger {
	const counts = new Map<string, Map<string, number>>();
	for (const { tokens, tags } of training)
		tokens.forEach((token, k) => {
			const own = counts.get(token) ?? new Map<string, number>();
			counts.set(token, own);
			own.set(classOf(tags[k]), (own.get(classOf(tags[k])) ?? 0) + 1);
		});
	const usual = new Map([...counts].map(([token, own]) => [token, mostFrequent(own)]));
	return (sentences) => sentences.map((tokens) => tagsOfClasses(tokens.map((token) => usual.get(token) ?? "O")));
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
	return [...counts].sort(([, a], [, b]) => b - a)[0][0];
}

/** Looks up the longest name of the training sentences that stands at each place, with the class it had most often. */
export function gazetteerTagger(training: readonly Sentence[]): Tagger {
	const classes = new Map<string, Map<string, number>>();
	let longest = 1;
	for (const { tokens, tags } of training)
		for (const { start, end, type } of spansOf(tags)) {
			const name = tokens.slice(start, end).join(" ");
			const own = classes.get(name) ?? new Map<string, number>();
			classes.set(name, own.set(type, (own.get(type) ?? 0) + 1));
			longest = Math.max(longest, end - start);
		}
	const usual = new Map([...classes].map(([name, own]) => [name, mostFrequent(own)]));
	return (sentences) =>
		sentences.map((tokens) => {
			const tags = tokens.map(() => "O");
			for (let k = 0; k < tokens.length; ) {
				let length = Math.min(longest, tokens.length - k);
				while (length > 0 && !usual.has(tokens.slice(k, k + length).join(" "))) length--;
				for (let i = 0; i < length; i++)
					tags[k + i] = `${i === 0 ? "B" : "I"}-${usual.get(tokens.slice(k, k + length).join(" "))}`;
				k += Math.max(1, length);
			}
			return tags;
		});
}

/** How the linear baseline is trained. */
export interface LinearOptions {
	window?: number;
	epochs?: number;
	rate?: number;
	random: Random;
}

/**
 * A softmax of weights of the window's words and letter cases, one weight for each word, place and class: the window model
 * without its hidden layer. It cannot learn that two words together decide.
 */
export async function linearTagger(training: readonly Sentence[], options: LinearOptions): Promise<Tagger> {
	const { window = 5, epochs = 8, rate = 0.5, random } = options;
	const [vocabulary, classes] = [buildVocabulary(training), classesOf(training)];
	const [words, cases] = [input("words", window, "batch"), input("cases", window, "batch")];
	// Word k at place p has its own column of weights, number k·window + p: places are told apart by an offset.
	const place = input("place", window, "batch");
	const weights = (label: string, count: number, ids: Node) =>
		lookup(parameter(label, zeros(classes.length, count * window)), ids);
	const numbered = (ids: Node) => plus(scale(ids, window), place);
	const summed = concatenate(
		weights("A", vocabulary.size, numbered(words)),
		weights("B", CASES.length, numbered(cases)),
	); // (2·window·C)×B
	const addUp = constant(
		fill(classes.length, 2 * window * classes.length, (i, j) => (j % classes.length === i ? 1 : 0)),
	);
	const scores = addColumn(matmul(addUp, summed), parameter("c", zeros(classes.length, 1)));
	const graph = new ComputationalGraph(softmaxCrossEntropy(scores, input("labels", 1, "batch")));
	const examplesOf = (sentences: readonly Sentence[]) => {
		const windows = new Windows(sentences, vocabulary, classes, window);
		return {
			count: windows.count,
			batch: (indices: Int32Array): Record<string, Matrix> => ({
				...windows.batch(indices),
				place: fill(window, indices.length, (i) => i),
			}),
		};
	};
	await train({ graph, examples: examplesOf(training), optimizer: sgd(rate), epochs, batchSize: 32, random });
	const scoring = new ComputationalGraph(scores, { wrt: [] });
	return (sentences) => {
		const examples = examplesOf(sentences.map((tokens) => ({ tokens, tags: tokens.map(() => "O") })));
		const all = Int32Array.from({ length: examples.count }, (_, k) => k);
		const { words: w, cases: c, place: p } = examples.batch(all);
		const found = scoring.forward({ words: w, cases: c, place: p });
		let at = 0;
		return sentences.map((tokens) =>
			tagsOfClasses(
				tokens.map(() => {
					const own = found.data.subarray(at * classes.length, ++at * classes.length);
					return classes[own.indexOf(own.reduce((a, b) => Math.max(a, b)))];
				}),
			),
		);
	};
}
