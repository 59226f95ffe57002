/** det A, and its logarithm, which stays finite where the determinant of a large matrix does not. */
import { Binding } from "../graph/gate";
import { type Node, type Operand, operation, type SymbolicGate } from "../graph/node";
import { Row } from "../local/row";
import { cofactorsOf, determinantOf, inverseOf, logAbsDeterminantOf } from "../matrix/lu";
import { inverse } from "./inverse";
import { transpose } from "./layout";
import { scaleBy } from "./scale-by";
import { scalarOfSquare } from "./shapes";

const determinantGate: SymbolicGate = {
	name: "determinant",
	shape: scalarOfSquare("determinant"),
	forward: ([A], output) => {
		output.data[0] = determinantOf(A);
	},
	// The cofactors, which are det A · A⁻ᵀ where A has an inverse.
	local: ([A]) =>
		new Row([A], ([value], upstream, downstream, kernels, beta) =>
			kernels.add(upstream, cofactorsOf(value), downstream, beta),
		),
	gradient: ([A], output, _i, upstream) => scaleBy(upstream, scaleBy(output, transpose(inverse(A)))),
	latex: ([a]) => ({ text: `\\det(${a.text})`, binding: Binding.atom }),
};

const logDetGate: SymbolicGate = {
	...determinantGate,
	name: "logDet",
	shape: scalarOfSquare("logDet"),
	forward: ([A], output) => {
		output.data[0] = logAbsDeterminantOf(A);
	},
	local: ([A]) =>
		new Row([A], ([value], upstream, downstream, kernels, beta) => {
			const turned = value.copy();
			kernels.transpose(inverseOf(value), turned, 0);
			kernels.add(upstream, turned, downstream, beta);
		}),
	gradient: ([A], _output, _i, upstream) => scaleBy(upstream, transpose(inverse(A))),
	latex: ([a]) => ({ text: `\\log \\lvert\\det(${a.text})\\rvert`, binding: Binding.product }),
};

/** det A, 1×1. Its gradient, det A · A⁻ᵀ, is the matrix of cofactors. @throws ShapeError unless A is square, of a known size */
export function determinant(A: Operand): Node {
	return operation(determinantGate, [A]);
}

/** log |det A|, 1×1. Its gradient is A⁻ᵀ. @throws ShapeError unless A is square, of a known size */
export function logDet(A: Operand): Node {
	return operation(logDetGate, [A]);
}
