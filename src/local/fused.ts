/** What a fused gate sends to one of its inputs, stated as the kernel calls that send it. Its Jacobian is found by pulling. */

import type { Beta, Kernels } from "../kernels/kernels";
import { reference } from "../kernels/reference";
import type { Matrix } from "../matrix/matrix";
import type { Shape, Size } from "../shape";
import { denseByRows, pushDense, type Structure } from "./structure";

/** A structure by what it pulls. */
export class Fused<T extends Shape> implements Structure<T> {
	readonly kind = "fused";

	constructor(
		readonly operands: readonly T[],
		/** downstream = β·downstream + upstream × local, from the operands' numbers */
		readonly pullBy: (
			operands: readonly Matrix[],
			upstream: Matrix,
			downstream: Matrix,
			kernels: Kernels,
			beta: Beta,
		) => void,
	) {}

	pull(this: Fused<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		this.pullBy(this.operands, upstream, downstream, kernels, beta);
	}

	push(this: Fused<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		pushDense(this.dense(moved, nudge), nudge, moved, kernels);
	}

	dense(this: Fused<Matrix>, output: Size, input: Size): Matrix {
		return denseByRows(this, output, input, reference);
	}
}
