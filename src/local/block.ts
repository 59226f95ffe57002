/** Block-diagonal: each column of the output depends on the same column of the input. softmax: diag(y) − y yᵀ per column. */

import type { Beta, Kernels } from "../kernels/kernels";
import { Matrix } from "../matrix/matrix";
import type { Shape } from "../shape";
import type { Structure } from "./structure";

/** diag(y) − y yᵀ for each column y of a softmax. */
export class SoftmaxBlocks<T extends Shape> implements Structure<T> {
	readonly kind = "softmax";
	readonly operands: readonly T[];

	/** @param output y = softmax(x), column by column */
	constructor(readonly output: T) {
		this.operands = [output];
	}

	/** Per column: downstream = β·downstream + y ⊙ (upstream − upstream·y) */
	pull(this: SoftmaxBlocks<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		kernels.softmaxSlope(this.output, upstream, downstream, beta);
	}

	/** Each block is symmetric. */
	push(this: SoftmaxBlocks<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		this.pull(nudge, moved, kernels, 1);
	}

	dense(this: SoftmaxBlocks<Matrix>): Matrix {
		const { rows, cols, data: y } = this.output;
		const n = rows * cols;
		const jacobian = new Matrix(n, n);
		for (let block = 0; block < cols; block++) {
			for (let a = block * rows; a < (block + 1) * rows; a++) {
				for (let b = block * rows; b < (block + 1) * rows; b++)
					jacobian.data[b * n + a] = (a === b ? y[a] : 0) - y[a] * y[b];
			}
		}
		return jacobian;
	}
}

/** The same for y = log softmax(x): I − 1·softmax(x)ᵀ per column, where softmax(x) is eʸ. */
export class LogSoftmaxBlocks<T extends Shape> implements Structure<T> {
	readonly kind = "log-softmax";
	readonly operands: readonly T[];

	constructor(readonly output: T) {
		this.operands = [output];
	}

	/** Per column: downstream = β·downstream + upstream − eʸ · (sum of upstream) */
	pull(this: LogSoftmaxBlocks<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		kernels.logSoftmaxSlope(this.output, upstream, downstream, beta);
	}

	/** Per column: moved += nudge − (eʸ)ᵀ nudge */
	push(this: LogSoftmaxBlocks<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		kernels.logSoftmaxNudge(this.output, nudge, moved);
	}

	dense(this: LogSoftmaxBlocks<Matrix>): Matrix {
		const { rows, cols, data: y } = this.output;
		const n = rows * cols;
		const jacobian = new Matrix(n, n);
		for (let a = 0; a < n; a++) {
			const block = Math.floor(a / rows) * rows;
			for (let b = block; b < block + rows; b++) jacobian.data[b * n + a] = (a === b ? 1 : 0) - Math.exp(y[b]);
		}
		return jacobian;
	}
}
