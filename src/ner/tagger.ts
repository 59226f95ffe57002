/** Training a window model on sentences: what the command line and the lessons call. */
import { DataError } from "../errors";
import { requireNumber, requireWhole, SHARE } from "../matrix/checks";
import type { Precision } from "../matrix/matrix";
import { Random } from "../matrix/random";
import { Average } from "../nn/average";
import { Best } from "../nn/best";
import type { Checkpoint } from "../nn/checkpoint";
import { sgd } from "../nn/optimizer";
import { inverseDecay } from "../nn/schedule";
import { type Progress, train } from "../nn/train";
import { WindowModel } from "./model";
import { type Report, scoreOn } from "./score";
import { classOf, type Sentence } from "./tags";
import type { WordVectors } from "./vectors";
import { buildVocabulary, classesOf } from "./vocabulary";

/** Everything that a run depends on. The same options give the same model, bit for bit. */
export interface TaggerOptions {
	train: readonly Sentence[];
	/** After each epoch F1 on these decides what is best. */
	dev: readonly Sentence[];
	window?: number;
	/** Length of a word vector; that of `vectors` where there are some. */
	dimension?: number;
	hidden?: number;
	epochs?: number;
	seed?: number;
	/** f32 by default. */
	precision?: Precision;
	vectors?: WordVectors;
	frozen?: boolean;
	/** The learning rate of the first epoch; 0.5 by default. */
	rate?: number;
	/** rate / (1 + decay · epoch); 0.1 by default. */
	decay?: number;
	batchSize?: number;
	/** Share of words that are taken for unknown while training; 0.05 by default. */
	unknownRate?: number;
	/** Stops when for so many epochs none was the best. */
	patience?: number;
	/** Name one class for the binary head. */
	only?: string;
	/** Classes in this order instead of those that the training sentences show. */
	classes?: readonly string[];
	/** Called after each epoch. */
	onEpoch?: (epoch: EpochReport) => void;
	/** Called after each step. */
	onStep?: (progress: Progress) => void;
	signal?: AbortSignal;
	/** Written after each epoch; where it is there already, the run goes on from it. */
	checkpoint?: Checkpoint;
	/** Whether the checkpoint is there. */
	resume?: boolean;
}

/** Where a run stands after an epoch. */
export interface EpochReport {
	readonly epoch: number;
	/** Mean of the epoch's minibatches. */
	readonly loss: number;
	/** On the dev sentences, in per cent. */
	readonly devF1: number;
	readonly progress: Progress;
}

/** A trained model, and how it came to be. */
export interface TrainedTagger {
	readonly model: WindowModel;
	readonly history: readonly EpochReport[];
	readonly best: number;
}

/** How many tokens each class has, O included. */
export function classCounts(sentences: readonly Sentence[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { tags } of sentences)
		for (const tag of tags) {
			const name = classOf(tag);
			counts[name] = (counts[name] ?? 0) + 1;
		}
	return counts;
}

/** The model that a run starts with: vocabulary, classes and first numbers. */
export function newTagger(options: TaggerOptions): WindowModel {
	const { train: sentences, seed = 1, vectors, window, dimension, hidden, frozen, only } = options;
	if (sentences.length === 0) throw new DataError("trainTagger: there are no training sentences.");
	const vocabulary = buildVocabulary(sentences, 2, vectors?.byWord.keys());
	const classes = options.classes ?? classesOf(sentences);
	const { precision = "f32" } = options;
	const sizes = { window, dimension, hidden: hidden ?? 100 };
	return new WindowModel({ vocabulary, classes, ...sizes, precision, vectors, frozen, only, random: new Random(seed) });
}

/** F1 and the rest, of a model on sentences. A binary head is judged on its class alone. */
export function scoreTagger(model: WindowModel, sentences: readonly Sentence[]): Report {
	const judged = model.only === null ? sentences : sentences.map((own) => withOnly(own, model.only));
	return scoreOn(judged, (tokens) => model.tag(tokens));
}

function withOnly({ tokens, tags }: Sentence, only: string | null): Sentence {
	return { tokens, tags: tags.map((tag) => (classOf(tag) === only ? tag : "O")) };
}

/**
 * Trains a window model. What is judged on the dev sentences is the mean of the weights over about an epoch, since single
 * steps jump from one epoch to the next; at the end, also after an abort, the model has the best of these means.
 * @throws DataError for tags in `dev` that training does not know, GraphError for a loss that explodes
 */
export async function trainTagger(options: TaggerOptions): Promise<TrainedTagger> {
	const {
		dev,
		epochs = 10,
		seed = 1,
		rate = 0.5,
		decay = 0.1,
		batchSize = 32,
		unknownRate = 0.05,
		patience = Math.max(1, epochs),
	} = options;
	requireNumber("trainTagger", "unknownRate", unknownRate, SHARE);
	requireWhole("trainTagger", "the patience", patience, 1);
	const model = newTagger(options);
	const graph = model.graph();
	const random = new Random(seed + 1);
	const optimizer = sgd(rate);
	const examples = model.windows(options.train, unknownRate > 0 ? { rate: unknownRate, random } : null);
	const best = new Best(model.trained);
	const average = new Average(model.trained, examples.count / batchSize); // over an epoch
	const run = { parameters: model.trained, optimizer, random, best, average };
	const startEpoch = options.resume === true ? (options.checkpoint?.load(run) ?? 0) : 0;
	const history: EpochReport[] = [];
	let [sum, steps] = [0, 0];
	await train({
		graph,
		examples,
		optimizer,
		epochs,
		startEpoch,
		batchSize,
		random,
		rate: inverseDecay(rate, decay),
		best,
		signal: options.signal,
		onStep: (progress) => {
			sum += progress.loss;
			steps++;
			average.step();
			options.onStep?.(progress);
		},
		onEpoch: (progress) => {
			const devF1 = average.during(() => {
				const { f1 } = scoreTagger(model, dev).overall;
				best.offer(f1);
				return f1;
			});
			const report = { epoch: progress.epoch, loss: sum / steps, devF1, progress };
			[sum, steps] = [0, 0];
			history.push(report);
			options.onEpoch?.(report);
			options.checkpoint?.save(run, progress.epoch);
			return best.since >= patience ? "stop" : undefined;
		},
	});
	return { model, history, best: best.score };
}
