/** Dense: a Jacobian without a structure that is worth a name. Written out, and multiplied as it is. */

import type { Beta, Kernels } from "../kernels/kernels";
import { Matrix } from "../matrix/matrix";
import type { Shape } from "../shape";
import { pushDense, type Structure } from "./structure";

export class Dense<T extends Shape> implements Structure<T> {
	readonly kind = "dense";

	constructor(
		readonly operands: readonly T[],
		/** writes the Jacobian out */
		readonly jacobian: (operands: readonly Matrix[]) => Matrix,
	) {}

	/** vec(downstream)ᵀ = β·vec(downstream)ᵀ + vec(upstream)ᵀ · J */
	pull(this: Dense<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		const flat = (A: Matrix) => new Matrix(1, A.data.length, A.data);
		kernels.multiply(flat(upstream), false, this.dense(), false, flat(downstream), beta);
	}

	/** vec(moved) += J · vec(nudge) */
	push(this: Dense<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		pushDense(this.dense(), nudge, moved, kernels);
	}

	dense(this: Dense<Matrix>): Matrix {
		return this.jacobian(this.operands);
	}
}
