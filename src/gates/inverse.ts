/** A⁻¹. Its local Jacobian is −(A⁻ᵀ ⊗ A⁻¹): a nudge dA moves the inverse by −A⁻¹ dA A⁻¹. */
import { Binding, within } from "../graph/gate";
import type { Operand } from "../graph/node";
import { Fused } from "../local/fused";
import { inverseOf } from "../matrix/lu";
import { Matrix } from "../matrix/matrix";
import { matmul, negate, transpose } from "./arithmetic";
import { kron } from "./jacobians";
import { gate } from "./known";
import { requireSquare } from "./shapes";

/** A⁻¹, so that A⁻¹A = I. @throws ShapeError unless A is square, of a known size; DataError at forward, where A is singular */
export const inverse = gate<[A: Operand]>({
	name: "inverse",
	arity: 1,
	words: ["inverse", "inv"],
	shape: (inputs) => {
		requireSquare("inverse", inputs);
		return inputs[0];
	},
	forward: ([A], output, kernels) => kernels.add(1, inverseOf(A), output, 0),
	// downstream = −Cᵀ · upstream · Cᵀ, where C is the inverse
	local: (_inputs, output) =>
		new Fused([output], ([C], upstream, downstream, kernels, beta) => {
			const [left, both] = [new Matrix(C.rows, C.cols), new Matrix(C.rows, C.cols)];
			kernels.multiply(C, true, upstream, false, left, 0);
			kernels.multiply(left, false, C, true, both, 0);
			kernels.add(-1, both, downstream, beta);
		}),
	gradient: (_inputs, C, _i, upstream) => negate(matmul(matmul(transpose(C), upstream), transpose(C))),
	jacobian: (_inputs, C) => negate(kron(transpose(C), C)),
	latex: ([a]) => {
		const inverted = within(a, Binding.atom);
		return { text: `${inverted}^{-1}`, binding: Binding.power, inverted };
	},
});
