/**
 * The losses. Those of classes are fused with the function before them: finite for every logit, and with the short local
 * gradients ŷ − y and σ(s) − y. Losses are means over the batch.
 */
import { ShapeError } from "../errors";
import { Binding, type NamedShape, within } from "../graph/gate";
import { type Node, type Operand, operation, type SymbolicGate } from "../graph/node";
import { Row } from "../local/row";
import { minus, scale } from "./arithmetic";
import { logistic } from "./functions";
import { indexOperand, requireIndices } from "./indices";
import { gate, making } from "./known";
import { scaleBy } from "./scale-by";
import { requireSameShape } from "./shapes";
import { softmax } from "./softmax";
import { oneHot, perColumn } from "./steps";

/** The squared distance of each column to the wanted one, meaned over the batch: 1×1. @throws ShapeError when the shapes differ */
export const squaredError = gate<[predicted: Operand, wanted: Operand]>({
	name: "squaredError",
	arity: 2,
	shape: (inputs) => {
		requireSameShape("squaredError", inputs);
		return { rows: 1, cols: 1 };
	},
	scratch: ([predicted]) => predicted, // the errors, which the backward pass wants again
	forward: ([predicted, wanted], output, kernels, errors) => {
		kernels.plus(predicted, -1, wanted, errors);
		kernels.squares(1 / errors.cols, errors, output);
	},
	local: (_inputs, _output, i, errors) =>
		new Row([], (_operands, upstream, downstream, kernels, beta) =>
			kernels.add(((i === 0 ? 2 : -2) * upstream) / errors.cols, errors, downstream, beta),
		),
	gradient: ([p, w], _output, i, upstream) => overBatch(upstream, scale(minus(p, w), i === 0 ? 2 : -2)),
	latex: ([p, w], _output, letters) => {
		const distance = `\\lVert ${within(p, Binding.sum)} - ${within(w, Binding.product)} \\rVert^2`;
		if (p.cols === 1) return { text: distance, binding: Binding.power };
		const count = p.cols === "batch" ? letters.of("B") : p.cols;
		return { text: `\\tfrac{1}{${count}} ${distance}`, binding: Binding.product };
	},
});

/** The mean over the columns: one column is its own mean. */
function overBatch(upstream: Node, errors: Node): Node {
	return scaleBy(upstream, errors.cols === 1 ? errors : scaleBy(perColumn(errors), errors));
}

function requireLabels(gate: string, inputs: readonly NamedShape[]): void {
	const [scores, labels] = inputs;
	if (labels.rows === 1 && labels.cols === scores.cols) return;
	throw new ShapeError(
		gate,
		inputs,
		"there has to be one label for each column",
		"Labels are a row of class numbers, 1×B.",
	);
}

const softmaxCrossEntropyGate: SymbolicGate = {
	name: "softmaxCrossEntropy",
	shape: (inputs) => {
		requireLabels("softmaxCrossEntropy", inputs);
		return { rows: 1, cols: 1 };
	},
	scratch: ([logits]) => logits, // ŷ, which the backward pass wants again
	forward: ([logits, labels], output, kernels, probabilities) => {
		requireIndices("softmaxCrossEntropy", labels, logits.rows);
		kernels.crossEntropy(logits, labels, probabilities, output);
	},
	local: ([, labels], _output, i, probabilities) =>
		i === 0
			? new Row([labels], ([y], upstream, downstream, kernels, beta) =>
					kernels.minusOneHot(upstream / probabilities.cols, probabilities, y, downstream, beta),
				)
			: null,
	gradient: ([logits, labels], _output, _i, upstream) =>
		overBatch(upstream, minus(softmax(logits), oneHot(labels, logits))), // (ŷ − y) / B
	latex: ([logits, labels]) => ({ text: `\\operatorname{CE}(${logits.text}, ${labels.text})`, binding: Binding.atom }),
};

const logisticCrossEntropyGate: SymbolicGate = {
	name: "logisticCrossEntropy",
	shape: (inputs) => {
		if (inputs[0].rows !== 1)
			throw new ShapeError(
				"logisticCrossEntropy",
				inputs,
				`${inputs[0].name} has to be a row of scores, 1×B`,
				"One score for each example.",
			);
		requireLabels("logisticCrossEntropy", inputs);
		return { rows: 1, cols: 1 };
	},
	scratch: ([scores]) => scores, // σ(s), which the backward pass wants again
	forward: ([scores, labels], output, kernels, probabilities) => {
		requireIndices("logisticCrossEntropy", labels, 2);
		kernels.logisticCrossEntropy(scores, labels, probabilities, output);
	},
	local: ([, labels], _output, i, probabilities) =>
		i === 0
			? new Row([labels], ([y], upstream, downstream, kernels, beta) => {
					kernels.add(upstream / y.cols, probabilities, downstream, beta);
					kernels.add(-upstream / y.cols, y, downstream, 1);
				})
			: null,
	gradient: ([scores, labels], _output, _i, upstream) => overBatch(upstream, minus(logistic(scores), labels)), // (σ(s) − y) / B
	latex: ([scores, labels]) => ({
		text: `\\operatorname{CE}(\\sigma(${scores.text}), ${labels.text})`,
		binding: Binding.atom,
	}),
};

/**
 * The mean over the batch of −log softmax(logits)[label]. Gradient (ŷ − y)/B.
 * @param logits C×B, one column of class scores per example
 * @param labels B class numbers from 0, as an array, or an input of shape 1×B given at forward
 * @throws DataError at forward, for a label that is no class
 */
export const softmaxCrossEntropy = making(
	"softmaxCrossEntropy",
	(logits: Operand, labels: Operand | ArrayLike<number>): Node =>
		operation(softmaxCrossEntropyGate, [logits, indexOperand(labels)]),
	{ arity: 2, words: ["softmaxCrossEntropy"], build: (make, [logits, labels]) => make(logits, labels) },
);

/**
 * The mean over the batch of −log σ(s) where the label is 1 and −log σ(−s) where it is 0. Gradient (σ(s) − y)/B.
 * @param scores 1×B
 * @param labels B times 0 or 1, as an array, or an input of shape 1×B given at forward
 * @throws DataError at forward, for a label that is neither 0 nor 1
 */
export const logisticCrossEntropy = making(
	"logisticCrossEntropy",
	(scores: Operand, labels: Operand | ArrayLike<number>): Node =>
		operation(logisticCrossEntropyGate, [scores, indexOperand(labels)]),
	{ arity: 2, words: ["logisticCrossEntropy"], build: (make, [scores, labels]) => make(scores, labels) },
);
