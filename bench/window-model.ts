/**
 * The work that speed is measured by: training steps of the window model. Vocabulary 20,000, d = 50, window 5, hidden 100
 * (tanh), 5 classes, softmax cross entropy, plain SGD; words drawn as in text, by Zipf's law. Once by a graph, and once
 * written out by hand on the same kernels: what the graph costs is the difference.
 */
import {
	addColumn,
	ComputationalGraph,
	float32,
	input,
	type Kernels,
	lookup,
	Matrix,
	matmul,
	type Node,
	type Parameter,
	type Precision,
	parameter,
	Random,
	sgd,
	softmaxCrossEntropy,
	tanh,
	xavier,
	zeros,
} from "../src/index";

export interface Sizes {
	readonly vocabulary: number;
	readonly dimension: number;
	readonly window: number;
	readonly hidden: number;
	readonly classes: number;
}

export const SIZES: Sizes = { vocabulary: 20_000, dimension: 50, window: 5, hidden: 100, classes: 5 };

const RATE = 0.01;

/** A rank by Zipf's law: word k comes about 1/k as often as the first. */
function zipf(vocabulary: number, random: Random): number {
	return Math.floor(vocabulary ** random.uniform()) - 1;
}

export interface Batch {
	readonly words: Matrix;
	readonly labels: Matrix;
}

export function batches(size: number, { vocabulary, window, classes }: Sizes, random: Random): Batch[] {
	return Array.from({ length: 20 }, () => {
		const words = new Matrix(window, size);
		const labels = new Matrix(1, size);
		for (let k = 0; k < words.data.length; k++) words.data[k] = zipf(vocabulary, random);
		for (let k = 0; k < size; k++) labels.data[k] = random.integer(classes);
		return { words, labels };
	});
}

export interface Model {
	readonly parameters: readonly Parameter[];
	readonly loss: Node;
}

/** Hidden layers of one width, one by default. */
export function windowModel(precision: Precision, random: Random, sizes: Sizes = SIZES, depth = 1): Model {
	const { vocabulary, dimension, window, hidden, classes } = sizes;
	const parameters: Parameter[] = [];
	const make = (label: string, value: Matrix) => {
		const made = parameter(label, precision === "f32" ? float32(value) : value);
		parameters.push(made);
		return made;
	};
	const L = make("L", random.matrix(dimension, vocabulary, -0.1, 0.1));
	let h: Node = lookup(L, input("words", window, "batch"));
	for (let layer = 0; layer < depth; layer++) {
		const W = make(`W${layer}`, xavier(hidden, h.rows as number, random));
		h = tanh(addColumn(matmul(W, h), make(`b${layer}`, zeros(hidden, 1))));
	}
	const U = make("U", xavier(classes, hidden, random));
	const scores = addColumn(matmul(U, h), make("c", zeros(classes, 1)));
	return { parameters, loss: softmaxCrossEntropy(scores, input("labels", 1, "batch")) };
}

/** One training step of a batch; returns the loss. */
export type Step = () => number;

export function graphStep(batch: number, precision: Precision, kernels?: Kernels, sizes = SIZES, depth = 1): Step {
	const random = new Random(1);
	const { loss } = windowModel(precision, random, sizes, depth);
	const graph = new ComputationalGraph(loss, { kernels });
	const optimizer = sgd(RATE);
	const work = batches(batch, sizes, random);
	let next = 0;
	return () => {
		const { words, labels } = work[next++ % work.length];
		const value = graph.forward({ words, labels }).data[0];
		optimizer.step(graph.parameters, graph.backward());
		return value;
	};
}

/** The same without a graph: the lecture's formulas, kernel by kernel. */
export function stepByHand(batch: number, precision: Precision, kernels: Kernels): Step {
	const random = new Random(1);
	const [L, W, b, U, c] = windowModel(precision, random).parameters.map(({ value }) => {
		const near = kernels.zeros(value.rows, value.cols, precision);
		near.data.set(value.data);
		return near;
	});
	const make = (rows: number, cols: number) => kernels.zeros(rows, cols, precision);
	const { dimension, window, hidden, classes, vocabulary } = SIZES;
	const [words, labels] = [make(window, batch), make(1, batch)];
	const [x, z, h, s] = [
		make(dimension * window, batch),
		make(hidden, batch),
		make(hidden, batch),
		make(classes, batch),
	];
	const [probabilities, loss] = [make(classes, batch), make(1, 1)];
	const [dU, dW] = [make(classes, hidden), make(hidden, dimension * window)];
	const [dc, db] = [make(classes, 1), make(hidden, 1)];
	const [ds, dh, dx] = [make(classes, batch), make(hidden, batch), make(dimension * window, batch)];
	const dL = make(dimension, vocabulary);
	const listed = new Uint8Array(vocabulary);
	const columns = { list: new Int32Array(vocabulary), count: 0 };
	const work = batches(batch, SIZES, random);
	let next = 0;
	return () => {
		const example = work[next++ % work.length];
		words.data.set(example.words.data);
		labels.data.set(example.labels.data);
		kernels.gather(L, words, x);
		kernels.spread(1, b, z, 0);
		kernels.multiply(W, false, x, false, z, 1);
		kernels.apply(tanh.pointwise, z, h);
		kernels.spread(1, c, s, 0);
		kernels.multiply(U, false, h, false, s, 1);
		kernels.crossEntropy(s, labels, probabilities, loss);

		kernels.minusOneHot(1 / batch, probabilities, labels, ds, 0);
		kernels.multiply(ds, false, h, true, dU, 0);
		kernels.collapse(1, ds, dc, 0);
		kernels.multiply(U, true, ds, false, dh, 0);
		kernels.slope(tanh.pointwise, z, h, dh, dh, 0);
		kernels.multiply(dh, false, x, true, dW, 0);
		kernels.collapse(1, dh, db, 0);
		kernels.multiply(W, true, dh, false, dx, 0);
		for (let k = 0; k < columns.count; k++) {
			listed[columns.list[k]] = 0;
			dL.data.fill(0, columns.list[k] * dimension, (columns.list[k] + 1) * dimension);
		}
		columns.count = 0;
		for (let k = 0; k < words.data.length; k++) {
			const word = words.data[k];
			if (listed[word] === 1) continue;
			listed[word] = 1;
			columns.list[columns.count++] = word;
		}
		kernels.scatter(dx, words, dL);

		kernels.addInColumns(-RATE, dL, columns, L);
		kernels.add(-RATE, dW, W, 1);
		kernels.add(-RATE, db, b, 1);
		kernels.add(-RATE, dU, U, 1);
		kernels.add(-RATE, dc, c, 1);
		return loss.data[0];
	};
}
