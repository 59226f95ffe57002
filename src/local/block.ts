/** Block-diagonal: each column of the output depends on the same column of the input. softmax: diag(y) − y yᵀ per column. */
import type { Shape } from "../errors";
import { Matrix } from "../matrix/matrix";
import type { Local } from "./local";

export class SoftmaxBlocks<T extends Shape> implements Local<T> {
	readonly kind = "block";
	readonly operands: readonly T[];

	/** @param output y = softmax(x), column by column */
	constructor(readonly output: T) {
		this.operands = [output];
	}

	/** Per column: downstream += y ⊙ (upstream − upstream·y) */
	pull(this: SoftmaxBlocks<Matrix>, upstream: Matrix, downstream: Matrix): void {
		const { rows, cols, data: y } = this.output;
		for (let j = 0; j < cols; j++) {
			let along = 0;
			for (let i = 0; i < rows; i++) along += upstream.data[j * rows + i] * y[j * rows + i];
			for (let i = 0; i < rows; i++)
				downstream.data[j * rows + i] += y[j * rows + i] * (upstream.data[j * rows + i] - along);
		}
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
