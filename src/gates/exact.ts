/**
 * What stays exact where its parts do not: log σ(x), log softmax(x) and log Σ exp(x) are finite where σ(x), an entry of
 * softmax(x) or exp(x) is 0 or infinite in 64 bits, and so is a/b where 1/b is not. The learner writes the parts; what is
 * computed for them is in this table.
 */
import { Binding } from "../graph/gate";
import type { SymbolicGate } from "../graph/node";
import { chain, type Rewrite } from "../graph/operations";
import { Row } from "../local/row";
import { asColumn } from "../local/structure";
import { spread } from "./adjoint";
import { minus } from "./arithmetic";
import { exp, log, logistic, logLogistic } from "./functions";
import { PRODUCT_WITH_RECIPROCAL } from "./quotient";
import { sum } from "./reduce";
import { scaleBy } from "./scale-by";
import { logSoftmax, softmax } from "./softmax";

/** log Σ exp(x) over all entries, 1×1. */
const logSumExpGate: SymbolicGate = {
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
	gradient: ([x], output, _i, upstream) => scaleBy(upstream, exp(minus(x, spread(output, x)))),
	latex: ([x]) => ({ text: `\\log \\mathbf{1}^\\top \\exp(${x.text}) \\mathbf{1}`, binding: Binding.product }),
};

export const EXACT: readonly Rewrite[] = [
	chain([log.gate, logistic.gate], logLogistic.gate),
	chain([log.gate, softmax.gate], logSoftmax.gate),
	chain([log.gate, sum.gate, exp.gate], logSumExpGate),
	PRODUCT_WITH_RECIPROCAL,
];
