/** A row: the output is one number (a loss, a largest entry), so the Jacobian is the gradient itself, lying down. */

import type { Beta, Kernels } from "../kernels/kernels";
import { reference } from "../kernels/reference";
import { Matrix } from "../matrix/matrix";
import type { Shape, Size } from "../shape";
import { pushDense, type Structure } from "./structure";

export class Row<T extends Shape> implements Structure<T> {
	readonly kind = "row";

	/** @param gradientOf downstream = β·downstream + upstream · ∂output/∂input, in the shape of the input, from the operands' numbers */
	constructor(
		readonly operands: readonly T[],
		readonly gradientOf: (
			operands: readonly Matrix[],
			upstream: number,
			downstream: Matrix,
			kernels: Kernels,
			beta: Beta,
		) => void,
	) {}

	pull(this: Row<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		this.gradientOf(this.operands, upstream.data[0], downstream, kernels, beta);
	}

	/** The gradient, as a row, times the nudge, as a column. */
	push(this: Row<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		pushDense(this.dense(moved, nudge), nudge, moved, kernels);
	}

	dense(this: Row<Matrix>, _output: Size, input: Size): Matrix {
		const gradient = new Matrix(input.rows, input.cols);
		this.gradientOf(this.operands, 1, gradient, reference, 0);
		return new Matrix(1, gradient.data.length, gradient.data);
	}
}
