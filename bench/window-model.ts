/**
 * The work that speed is measured by: training steps of the window model. Vocabulary 20,000, d = 50, window 5, hidden 100
 * (tanh), 5 classes, softmax cross entropy, plain SGD; words drawn as in text, by Zipf's law.
 */
import {
	addColumn,
	ComputationalGraph,
	input,
	lookup,
	Matrix,
	matmul,
	parameter,
	Random,
	sgd,
	softmaxCrossEntropy,
	tanh,
	xavier,
	zeros,
} from "../src/index";

const SIZES = { vocabulary: 20_000, dimension: 50, window: 5, hidden: 100, classes: 5 };

/** A rank by Zipf's law: word k comes about 1/k as often as the first. */
function zipf(random: Random): number {
	return Math.floor(SIZES.vocabulary ** random.uniform()) - 1;
}

/** One training step of a batch, on graph and reference kernels. */
export function graphStep(batch: number): () => number {
	const random = new Random(1);
	const { vocabulary, dimension, window, hidden, classes } = SIZES;
	const L = parameter("L", random.matrix(dimension, vocabulary, -0.1, 0.1));
	const W = parameter("W", xavier(hidden, window * dimension, random));
	const b = parameter("b", zeros(hidden, 1));
	const U = parameter("U", xavier(classes, hidden, random));
	const c = parameter("c", zeros(classes, 1));
	const x = lookup(L, input("words", window, "batch"));
	const scores = addColumn(matmul(U, tanh(addColumn(matmul(W, x), b))), c);
	const graph = new ComputationalGraph(softmaxCrossEntropy(scores, input("labels", 1, "batch")));
	const optimizer = sgd(0.01);
	const batches = Array.from({ length: 20 }, () => {
		const words = new Matrix(window, batch);
		const labels = new Matrix(1, batch);
		for (let k = 0; k < words.data.length; k++) words.data[k] = zipf(random);
		for (let k = 0; k < batch; k++) labels.data[k] = random.integer(classes);
		return { words, labels };
	});
	let next = 0;
	return () => {
		const loss = graph.forward(batches[next++ % batches.length]).data[0];
		optimizer.step(graph.parameters, graph.backward());
		return loss;
	};
}
