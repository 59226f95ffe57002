/**
 * The window model of the lecture. x is the window's word vectors one below the other, h = f(Wx + b); the binary head
 * gives one score s = uᵀh for one class, the softmax head a column of logits for all classes.
 */
import { GraphError } from "../errors";
import { matmul, transpose } from "../gates/arithmetic";
import { tanh } from "../gates/functions";
import { concatenate } from "../gates/layout";
import { addColumn } from "../gates/linear";
import { lookup } from "../gates/lookup";
import { logisticCrossEntropy, softmaxCrossEntropy } from "../gates/loss";
import { input, type Node, type Parameter, parameter } from "../graph/node";
import { requireWhole } from "../matrix/checks";
import { float32, zeros } from "../matrix/make";
import type { Matrix, Precision } from "../matrix/matrix";
import type { Random } from "../matrix/random";
import { xavier } from "../nn/init";
import { ComputationalGraph } from "../run/graph";
import { type Sentence, tagsOfClasses } from "./tags";
import { type Coverage, fillVectors, type WordVectors } from "./vectors";
import type { Vocabulary } from "./vocabulary";
import { CASES, type UnknownWords, Windows } from "./window";

/** Sizes and head of a window model. */
export interface ModelOptions {
	vocabulary: Vocabulary;
	/** Class names, `O` first. */
	classes: readonly string[];
	/** Words in a window, odd. 5 by default. */
	window?: number;
	/** Length of a word vector, d. */
	dimension?: number;
	/** Units of the hidden layer. */
	hidden?: number;
	/** Length of the vector for a letter case. */
	caseDimension?: number;
	/** Name one class to get the binary head for it: is the word in the middle of this class? */
	only?: string;
	/** f of the hidden layer; tanh by default. */
	activation?: (z: Node) => Node;
	/** f32 trains nearly twice as fast. */
	precision?: Precision;
	/** Where word vectors start; words without one start at random. Their dimension is that of the model then. */
	vectors?: WordVectors;
	/** Leaves word vectors as they are. */
	frozen?: boolean;
	random: Random;
}

/** The window model: its parameters, its loss, and what it says of sentences. */
export class WindowModel {
	readonly vocabulary: Vocabulary;
	readonly classes: readonly string[];
	readonly window: number;
	/** The class of a binary head, null with a softmax head. */
	readonly only: string | null;
	/** L, d×V: the word vectors, one a column. */
	readonly wordVectors: Parameter;
	/** The scores: C×B logits, or 1×B with a binary head. */
	readonly scores: Node;
	/** The mean loss over a batch. Its inputs: `words`, `cases`, `labels`. */
	readonly loss: Node;
	/** Every matrix of the model, L first. */
	readonly parameters: readonly Parameter[];
	/** Those that training changes: all, or all but L where word vectors are frozen. */
	readonly trained: readonly Parameter[];
	/** How many words found a pre-trained vector; null without pre-trained vectors. */
	readonly coverage: Coverage | null;
	private readonly scoring: ComputationalGraph;

	constructor(options: ModelOptions) {
		const { vocabulary, classes, window = 5, hidden = 48, caseDimension = 4, only, random, vectors } = options;
		const { activation = tanh, precision = "f64", frozen = false, dimension = vectors?.dimension ?? 24 } = options;
		if (only !== undefined && !classes.includes(only))
			throw new GraphError(`WindowModel: there is no class ${only} (${classes.join(", ")}).`);
		requireWhole("WindowModel", "the number of classes", classes.length, 1);
		requireWhole("WindowModel", "the length of a word vector", dimension, 1);
		[this.vocabulary, this.classes, this.window, this.only] = [vocabulary, classes, window, only ?? null];

		const words = input("words", window, "batch");
		const made: Parameter[] = [];
		const make = (label: string, value: Matrix): Parameter => {
			const own = parameter(label, precision === "f32" ? float32(value) : value);
			made.push(own);
			return own;
		};
		const L = random.matrix(dimension, vocabulary.size, -0.1, 0.1);
		this.coverage = vectors === undefined ? null : fillVectors(L, vocabulary, vectors);
		this.wordVectors = make("L", L); // L: d×V
		const caseVectors = make("K", random.matrix(caseDimension, CASES.length, -0.1, 0.1));
		const cases = input("cases", window, "batch");
		const x = concatenate(lookup(this.wordVectors, words), lookup(caseVectors, cases)).named("x"); // window·(d + case)×B
		const W = make("W", xavier(hidden, x.rows as number, random));
		const b = make("b", zeros(hidden, 1));
		const h = activation(addColumn(matmul(W, x), b).named("z")).named("h"); // h: hidden×B
		const labels = input("labels", 1, "batch");
		if (only === undefined) {
			const U = make("U", xavier(classes.length, hidden, random));
			const c = make("c", zeros(classes.length, 1));
			this.scores = addColumn(matmul(U, h), c).named("s"); // C×B
			this.loss = softmaxCrossEntropy(this.scores, labels).named("J");
		} else {
			const u = make("u", xavier(hidden, 1, random));
			this.scores = matmul(transpose(u), h).named("s"); // 1×B
			this.loss = logisticCrossEntropy(this.scores, labels).named("J");
		}
		this.scoring = new ComputationalGraph(this.scores, { wrt: [] });
		this.parameters = made;
		this.trained = frozen ? made.slice(1) : made;
	}

	/** The graph of the loss, to train with. Gradients flow to what is trained, and nowhere else. */
	graph(): ComputationalGraph {
		return new ComputationalGraph(this.loss, { wrt: this.trained });
	}

	/** The windows of sentences, with the labels this head learns from: class numbers, or 1 for the one class and 0 else. */
	windows(sentences: readonly Sentence[], unknown: UnknownWords | null = null): Windows {
		const windows = new Windows(sentences, this.vocabulary, this.classes, this.window, unknown);
		if (this.only !== null) {
			const wanted = this.classes.indexOf(this.only);
			for (let k = 0; k < windows.count; k++) windows.labels[k] = windows.labels[k] === wanted ? 1 : 0;
		}
		return windows;
	}

	/** The tags of sentences, most probable class by token. The binary head answers with its class or O. */
	tag(sentences: readonly (readonly string[])[]): string[][] {
		const untagged = sentences.map((tokens) => ({ tokens, tags: tokens.map(() => "O") }));
		const windows = new Windows(untagged, this.vocabulary, this.classes, this.window);
		const classes = this.classesOf(windows);
		let at = 0;
		return sentences.map((tokens) => tagsOfClasses(tokens.map(() => classes[at++])));
	}

	private classesOf(windows: Windows): string[] {
		const BATCH = 256;
		const found: string[] = [];
		for (let from = 0; from < windows.count; from += BATCH) {
			const indices = Int32Array.from({ length: Math.min(BATCH, windows.count - from) }, (_, k) => from + k);
			const { words, cases } = windows.batch(indices);
			found.push(...this.decide(this.scoring.forward({ words, cases })));
		}
		return found;
	}

	private decide(scores: Matrix): string[] {
		if (scores.data.some(Number.isNaN))
			throw new GraphError("The model's scores are NaN: there is a NaN in its parameters. Did its training explode?");
		return Array.from({ length: scores.cols }, (_, j) => {
			if (this.only !== null) return scores.data[j] > 0 ? this.only : "O";
			let best = 0;
			for (let i = 1; i < scores.rows; i++)
				if (scores.data[j * scores.rows + i] > scores.data[j * scores.rows + best]) best = i;
			return this.classes[best];
		});
	}
}
