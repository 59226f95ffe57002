/** softmax, and its logarithm, of each column. */
import { Binding } from "../graph/gate";
import type { Operand } from "../graph/node";
import { LogSoftmaxBlocks, SoftmaxBlocks } from "../local/block";
import { gate } from "./known";

/** softmax of each column: positive entries that add up to 1. Finite for every finite logit. */
export const softmax = gate<[x: Operand]>({
	name: "softmax",
	arity: 1,
	shape: ([x]) => x,
	forward: ([X], Y, kernels) => kernels.softmax(X, Y),
	local: (_inputs, output) => new SoftmaxBlocks(output),
	latex: ([x]) => ({ text: `\\operatorname{softmax}(${x.text})`, binding: Binding.atom }),
});

/** log softmax of each column, finite where softmax itself would be 0. */
export const logSoftmax = gate<[x: Operand]>({
	name: "logSoftmax",
	arity: 1,
	words: ["logSoftmax", "logsoftmax"],
	shape: ([x]) => x,
	forward: ([X], Y, kernels) => kernels.logSoftmax(X, Y),
	local: (_inputs, output) => new LogSoftmaxBlocks(output),
	latex: ([x]) => ({ text: `\\log\\operatorname{softmax}(${x.text})`, binding: Binding.atom }),
});
