/** What a fused gate sends to one of its inputs, stated as the kernel calls that send it. Its Jacobian is found by pulling. */
import type { Shape } from "../errors";
import type { Beta, Kernels } from "../kernels/kernels";
import { reference } from "../kernels/reference";
import type { Matrix } from "../matrix/matrix";
import { denseByRows, type Local, pushDense } from "./local";

export class Fused<T extends Shape> implements Local<T> {
	readonly kind = "fused";

	constructor(
		readonly operands: readonly T[],
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

	dense(this: Fused<Matrix>, output: Shape, input: Shape): Matrix {
		return denseByRows(this, output, input, reference);
	}
}
