/**
 * softmax, and the two losses, each fused with the function before it: finite for every logit, and with the short local
 * gradients ŷ − y and σ(s) − y. Losses are means over the batch.
 */
import { ShapeError } from "../errors";
import { Binding, type Gate, type NamedShape, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { LogSoftmaxBlocks, SoftmaxBlocks } from "../local/block";
import { Row } from "../local/row";
import type { Matrix } from "../matrix/matrix";
import { indexOperand, requireIndices } from "./lookup";
import { LOGISTIC } from "./pointwise";
import { requireSameShape } from "./shapes";

const softmaxGate: Gate = {
	name: "softmax",
	shape: ([x]) => x,
	forward: ([X], Y, kernels) => kernels.softmax(X, Y),
	local: (_inputs, output) => new SoftmaxBlocks(output),
	latex: ([x]) => ({ text: `\\operatorname{softmax}(${x.text})`, binding: Binding.atom }),
};

const logSoftmaxGate: Gate = {
	name: "logSoftmax",
	shape: ([x]) => x,
	forward: ([X], Y) => {
		for (let j = 0, k = 0; j < X.cols; j++) {
			const total = logSumExp(X, j);
			for (let i = 0; i < X.rows; i++, k++) Y.data[k] = X.data[k] - total;
		}
	},
	local: (_inputs, output) => new LogSoftmaxBlocks(output),
	latex: ([x]) => ({ text: `\\log\\operatorname{softmax}(${x.text})`, binding: Binding.atom }),
};

const squaredErrorGate: Gate = {
	name: "squaredError",
	shape: (inputs) => {
		requireSameShape("squaredError", inputs);
		return { rows: 1, cols: 1 };
	},
	forward: ([predicted, wanted], output) => {
		output.data[0] = predicted.data.reduce((sum, p, k) => sum + (p - wanted.data[k]) ** 2, 0) / predicted.cols;
	},
	local: (inputs, _output, i) =>
		new Row(inputs, ([predicted, wanted], upstream, gradient) => {
			const share = ((i === 0 ? 2 : -2) * upstream) / predicted.cols;
			for (let k = 0; k < gradient.data.length; k++) gradient.data[k] += share * (predicted.data[k] - wanted.data[k]);
		}),
	latex: ([p, w]) => ({ text: `\\lVert ${p.text} - ${within(w, Binding.hadamard)} \\rVert^2`, binding: Binding.atom }),
};

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

const softmaxCrossEntropyGate: Gate = {
	name: "softmaxCrossEntropy",
	shape: (inputs) => {
		requireLabels("softmaxCrossEntropy", inputs);
		return { rows: 1, cols: 1 };
	},
	scratch: ([logits]) => logits, // ŷ, which the backward pass wants again
	forward: ([logits, labels], output, kernels, probabilities) => {
		requireIndices("softmaxCrossEntropy", labels, logits.rows);
		kernels.softmax(logits, probabilities);
		let loss = 0;
		for (let j = 0; j < logits.cols; j++) loss += logSumExp(logits, j) - logits.data[j * logits.rows + labels.data[j]];
		output.data[0] = loss / logits.cols;
	},
	local: ([logits, labels], _output, i, probabilities) =>
		i === 0
			? new Row([logits, labels], ([, y], upstream, gradient) => addErrors(upstream, probabilities, y, gradient))
			: null,
	latex: ([logits, labels]) => ({ text: `\\operatorname{CE}(${logits.text}, ${labels.text})`, binding: Binding.atom }),
};

/** log Σᵢ exp(xᵢ) of column j: the largest is taken out first, so nothing overflows and nothing vanishes. */
function logSumExp(X: Matrix, j: number): number {
	const n = X.rows;
	let largest = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < n; i++) largest = Math.max(largest, X.data[j * n + i]);
	let sum = 0;
	for (let i = 0; i < n; i++) sum += Math.exp(X.data[j * n + i] - largest);
	return largest + Math.log(sum);
}

/** gradient += upstream · (ŷ − y) / B, where y is one-hot */
function addErrors(upstream: number, probabilities: Matrix, labels: Matrix, gradient: Matrix): void {
	const { rows, cols } = probabilities;
	const share = upstream / cols;
	for (let k = 0; k < gradient.data.length; k++) gradient.data[k] += share * probabilities.data[k];
	for (let j = 0; j < cols; j++) gradient.data[j * rows + labels.data[j]] -= share;
}

const logisticCrossEntropyGate: Gate = {
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
	forward: ([scores, labels], output) => {
		requireIndices("logisticCrossEntropy", labels, 2);
		let loss = 0;
		for (let j = 0; j < scores.cols; j++) {
			// −log σ(s) for label 1, −log σ(−s) for label 0; both are log(1 + e^−m) with m the margin
			const margin = labels.data[j] === 1 ? scores.data[j] : -scores.data[j];
			loss += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
		}
		output.data[0] = loss / scores.cols;
	},
	local: ([scores, labels], _output, i) => {
		if (i !== 0) return null;
		return new Row([scores, labels], ([S, y], upstream, gradient) => {
			for (let j = 0; j < S.cols; j++) gradient.data[j] += (upstream / S.cols) * (LOGISTIC.f(S.data[j]) - y.data[j]);
		});
	},
	latex: ([scores, labels]) => ({
		text: `\\operatorname{CE}(\\sigma(${scores.text}), ${labels.text})`,
		binding: Binding.atom,
	}),
};

/** log softmax of each column, finite where softmax itself would be 0. */
export function logSoftmax(x: Operand): Node {
	return operation(logSoftmaxGate, [x]);
}

/** The squared distance of each column to the wanted one, meaned over the batch: 1×1. @throws ShapeError when the shapes differ */
export function squaredError(predicted: Operand, wanted: Operand): Node {
	return operation(squaredErrorGate, [predicted, wanted]);
}

/** softmax of each column: positive entries that add up to 1. Finite for every finite logit. */
export function softmax(x: Operand): Node {
	return operation(softmaxGate, [x]);
}

/**
 * The mean over the batch of −log softmax(logits)[label]. Gradient (ŷ − y)/B.
 * @param logits C×B, one column of class scores per example
 * @param labels B class numbers from 0, as an array, or an input of shape 1×B given at forward
 * @throws DataError at forward, for a label that is no class
 */
export function softmaxCrossEntropy(logits: Operand, labels: Operand | ArrayLike<number>): Node {
	return operation(softmaxCrossEntropyGate, [logits, indexOperand(labels)]);
}

/**
 * The mean over the batch of −log σ(s) where the label is 1 and −log σ(−s) where it is 0. Gradient (σ(s) − y)/B.
 * @param scores 1×B
 * @param labels B times 0 or 1, as an array, or an input of shape 1×B given at forward
 * @throws DataError at forward, for a label that is neither 0 nor 1
 */
export function logisticCrossEntropy(scores: Operand, labels: Operand | ArrayLike<number>): Node {
	return operation(logisticCrossEntropyGate, [scores, indexOperand(labels)]);
}
