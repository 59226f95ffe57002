/** A lookup the other way round: scatter adds runs to the columns of L, so its gradient is gathered from them. */
import type { Shape } from "../errors";
import type { Kernels } from "../kernels/kernels";
import { Matrix } from "../matrix/matrix";
import { type Local, sizeOf } from "./local";

export class Gathering<T extends Shape> implements Local<T> {
	readonly kind = "gathering";
	readonly operands: readonly T[];

	constructor(readonly indices: T) {
		this.operands = [indices];
	}

	pull(this: Gathering<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels): void {
		const read = new Matrix(downstream.rows, downstream.cols);
		kernels.gather(upstream, this.indices, read);
		kernels.add(1, read, downstream);
	}

	push(this: Gathering<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		kernels.scatterAdd(nudge, this.indices, moved);
	}

	dense(this: Gathering<Matrix>, output: Shape, input: Shape): Matrix {
		const [m, n, d] = [sizeOf(output), sizeOf(input), output.rows as number];
		const jacobian = new Matrix(m, n);
		for (let k = 0; k < n; k++) jacobian.data[k * m + this.indices.data[Math.floor(k / d)] * d + (k % d)] = 1;
		return jacobian;
	}
}
