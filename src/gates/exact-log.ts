/**
 * Logarithms that stay exact: log σ(x), log softmax(x) and log Σ exp(x) are finite where σ(x), an entry of softmax(x) or
 * exp(x) is 0 or infinite in 64 bits. A graph puts them where the learner wrote the parts.
 */
import { Binding, type Gate } from "../graph/gate";
import { asColumn } from "../local/local";
import { Row } from "../local/row";
import { EXP, gateOf, LOG, LOG_LOGISTIC, LOGISTIC } from "./functions";
import { logSoftmaxGate, softmaxGate } from "./loss";

/** Σ exp(x), with the exponentials kept: they are its gradient. */
export const sumOfExpGate: Gate = {
	name: "sumOfExp",
	shape: () => ({ rows: 1, cols: 1 }),
	scratch: ([x]) => x,
	forward: ([X], output, kernels, exponentials) => {
		kernels.apply(EXP, X, exponentials);
		kernels.collapse(1, exponentials, output, 0);
	},
	local: (_inputs, _output, _i, exponentials) =>
		new Row([], (_operands, upstream, downstream, kernels, beta) =>
			kernels.add(upstream, exponentials, downstream, beta),
		),
	latex: ([x]) => ({ text: `\\mathbf{1}^\\top \\exp(${x.text}) \\mathbf{1}`, binding: Binding.product }),
};

/** log Σ exp(x) over all entries, 1×1. */
const logSumExpGate: Gate = {
	name: "logSumExp",
	shape: () => ({ rows: 1, cols: 1 }),
	scratch: ([x]) => x, // softmax over all entries, which is the gradient
	forward: ([X], output, kernels, shares) => {
		kernels.softmax(asColumn(X), asColumn(shares));
		kernels.largest(X, output);
		const largest = output.data[0];
		if (!Number.isFinite(largest)) return; // ∞ if one is, −∞ if all are
		kernels.largest(shares, output); // exp(largest) / Σ exp(x)
		output.data[0] = largest - Math.log(output.data[0]);
	},
	local: (_inputs, _output, _i, shares) =>
		new Row([], (_operands, upstream, downstream, kernels, beta) => kernels.add(upstream, shares, downstream, beta)),
	latex: ([x]) => ({ text: `\\log \\mathbf{1}^\\top \\exp(${x.text}) \\mathbf{1}`, binding: Binding.product }),
};

/** log, which knows what it is the log of. */
export const logGate: Gate = {
	...gateOf(LOG),
	fuse: (_inputs, [x]) => {
		if (x.gate === gateOf(LOGISTIC)) return { gate: gateOf(LOG_LOGISTIC), inputs: x.inputs };
		if (x.gate === softmaxGate) return { gate: logSoftmaxGate, inputs: x.inputs };
		if (x.gate === sumOfExpGate) return { gate: logSumExpGate, inputs: x.inputs };
		return null;
	},
};
