/** Any structure the other way round: what it pulls, this pushes. The gates that appear in gradients have it. */

import type { Beta, Kernels } from "../kernels/kernels";
import { fill } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";
import type { Shape, Size } from "../shape";
import type { Structure } from "./structure";

/** The transpose of a structure. */
export class Transposed<T extends Shape> implements Structure<T> {
	readonly kind = "transposed";
	readonly operands: readonly T[];

	constructor(readonly of: Structure<T>) {
		this.operands = of.operands;
	}

	pull(this: Transposed<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		if (beta === 0) downstream.data.fill(0);
		this.of.push(upstream, downstream, kernels);
	}

	push(this: Transposed<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		this.of.pull(nudge, moved, kernels, 1);
	}

	dense(this: Transposed<Matrix>, output: Size, input: Size): Matrix {
		const J = this.of.dense(input, output);
		return fill(J.cols, J.rows, (i, j) => J.data[i * J.rows + j]);
	}
}
