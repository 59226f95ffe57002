/** det A, and its logarithm, which stays finite where the determinant of a large matrix does not. */
import { Binding } from "../graph/gate";
import type { Operand } from "../graph/node";
import { Row } from "../local/row";
import { cofactorsOf, determinantOf, inverseOf, logAbsDeterminantOf } from "../matrix/lu";
import { transpose } from "./arithmetic";
import { inverse } from "./inverse";
import { gate } from "./known";
import { scaleBy } from "./scale-by";
import { scalarOfSquare } from "./shapes";

/** det A, 1×1. Its gradient, det A · A⁻ᵀ, is the matrix of cofactors. @throws ShapeError unless A is square, of a known size */
export const determinant = gate<[A: Operand]>({
	name: "determinant",
	arity: 1,
	words: ["determinant", "det"],
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
});

/** log |det A|, 1×1. Its gradient is A⁻ᵀ. @throws ShapeError unless A is square, of a known size */
export const logDet = gate<[A: Operand]>({
	name: "logDet",
	arity: 1,
	words: ["logDet", "logdet"],
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
});
