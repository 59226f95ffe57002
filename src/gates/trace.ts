/** tr A, the sum of the diagonal. Its gradient is I. */
import { Binding } from "../graph/gate";
import type { Operand } from "../graph/node";
import { Row } from "../local/row";
import { identityNode } from "./jacobians";
import { gate } from "./known";
import { scaleBy } from "./scale-by";
import { scalarOfSquare } from "./shapes";

/** The sum of the diagonal of a square matrix, 1×1. @throws ShapeError unless A is square, of a known size */
export const trace = gate<[A: Operand]>({
	name: "trace",
	arity: 1,
	words: ["trace", "tr"],
	shape: scalarOfSquare("trace"),
	forward: ([A], output) => {
		output.data[0] = 0;
		for (let k = 0; k < A.rows; k++) output.data[0] += A.data[k * (A.rows + 1)];
	},
	local: () =>
		new Row([], (_operands, upstream, downstream, _kernels, beta) => {
			if (beta === 0) downstream.data.fill(0);
			for (let k = 0; k < downstream.rows; k++) downstream.data[k * (downstream.rows + 1)] += upstream;
		}),
	gradient: ([A], _output, _i, upstream) => scaleBy(upstream, identityNode(A.rows as number)),
	latex: ([a]) => ({ text: `\\operatorname{tr}(${a.text})`, binding: Binding.atom }),
});
