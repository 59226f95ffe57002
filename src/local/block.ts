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

	/** Each block is symmetric. */
	push(this: SoftmaxBlocks<Matrix>, nudge: Matrix, moved: Matrix): void {
		this.pull(nudge, moved);
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
export class LogSoftmaxBlocks<T extends Shape> implements Local<T> {
	readonly kind = "block";
	readonly operands: readonly T[];

	constructor(readonly output: T) {
		this.operands = [output];
	}

	/** Per column: downstream += upstream − eʸ · (sum of upstream) */
	pull(this: LogSoftmaxBlocks<Matrix>, upstream: Matrix, downstream: Matrix): void {
		const { rows, cols, data: y } = this.output;
		for (let j = 0; j < cols; j++) {
			let total = 0;
			for (let i = 0; i < rows; i++) total += upstream.data[j * rows + i];
			for (let k = j * rows; k < (j + 1) * rows; k++) downstream.data[k] += upstream.data[k] - Math.exp(y[k]) * total;
		}
	}

	/** Per column: moved += nudge − eʸ·nudge */
	push(this: LogSoftmaxBlocks<Matrix>, nudge: Matrix, moved: Matrix): void {
		const { rows, cols, data: y } = this.output;
		for (let j = 0; j < cols; j++) {
			let along = 0;
			for (let k = j * rows; k < (j + 1) * rows; k++) along += Math.exp(y[k]) * nudge.data[k];
			for (let k = j * rows; k < (j + 1) * rows; k++) moved.data[k] += nudge.data[k] - along;
		}
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
