/** The kernels in plain TypeScript: every loop as one would write it on paper. */
import type { Matrix } from "../matrix/matrix";
import type { Kernels } from "./kernels";

/** y += a0·x0 + a1·x1 + a2·x2 + a3·x3 over runs of n numbers: four at a time, so that y is read and written a quarter as often. */
function addFourRuns(
	n: number,
	x: Float64Array,
	at: number,
	stride: number,
	a0: number,
	a1: number,
	a2: number,
	a3: number,
	y: Float64Array,
	to: number,
): void {
	for (let i = 0; i < n; i++) {
		y[to + i] += a0 * x[at + i] + a1 * x[at + stride + i] + a2 * x[at + 2 * stride + i] + a3 * x[at + 3 * stride + i];
	}
}

/** C += A·op(B): column j of C gathers the columns of A, weighted by column j of op(B). */
function multiplyColumns(A: Matrix, B: Matrix, transposeB: boolean, C: Matrix): void {
	const [m, inner] = [A.rows, A.cols];
	const weight = transposeB
		? (k: number, j: number) => B.data[k * B.rows + j]
		: (k: number, j: number) => B.data[j * B.rows + k];
	for (let j = 0; j < C.cols; j++) {
		let k = 0;
		for (; k + 4 <= inner; k += 4) {
			addFourRuns(
				m,
				A.data,
				k * m,
				m,
				weight(k, j),
				weight(k + 1, j),
				weight(k + 2, j),
				weight(k + 3, j),
				C.data,
				j * m,
			);
		}
		for (; k < inner; k++) {
			const w = weight(k, j);
			for (let i = 0; i < m; i++) C.data[j * m + i] += w * A.data[k * m + i];
		}
	}
}

/** C += Aᵀ·B: entry (i, j) is the dot product of column i of A and column j of B, both contiguous. Four at a time share b. */
function multiplyDots({ rows: inner, data: a }: Matrix, { data: b }: Matrix, { rows, cols, data: c }: Matrix): void {
	for (let j = 0; j < cols; j++) {
		const other = j * inner;
		let i = 0;
		for (; i + 4 <= rows; i += 4) {
			const first = i * inner;
			let sum0 = 0;
			let sum1 = 0;
			let sum2 = 0;
			let sum3 = 0;
			for (let k = 0; k < inner; k++) {
				const y = b[other + k];
				sum0 += a[first + k] * y;
				sum1 += a[first + inner + k] * y;
				sum2 += a[first + 2 * inner + k] * y;
				sum3 += a[first + 3 * inner + k] * y;
			}
			const at = j * rows + i;
			c[at] += sum0;
			c[at + 1] += sum1;
			c[at + 2] += sum2;
			c[at + 3] += sum3;
		}
		for (; i < rows; i++) {
			let sum = 0;
			for (let k = 0; k < inner; k++) sum += a[i * inner + k] * b[other + k];
			c[j * rows + i] += sum;
		}
	}
}

/** C += Aᵀ·Bᵀ; no gate of the lecture needs it in a loop that matters. */
function multiplyBothTransposed(A: Matrix, B: Matrix, C: Matrix): void {
	for (let j = 0; j < C.cols; j++) {
		for (let i = 0; i < C.rows; i++) {
			let sum = 0;
			for (let k = 0; k < A.rows; k++) sum += A.data[i * A.rows + k] * B.data[k * B.rows + j];
			C.data[j * C.rows + i] += sum;
		}
	}
}

/** How far apart neighbours lie, down and across; 0 along a dimension of size 1, so that its one entry serves all. */
function strides({ rows, cols }: Matrix): [down: number, across: number] {
	return [rows === 1 ? 0 : 1, cols === 1 ? 0 : rows];
}

export const reference: Kernels = {
	multiply(A, transposeA, B, transposeB, C) {
		if (!transposeA) multiplyColumns(A, B, transposeB, C);
		else if (!transposeB) multiplyDots(A, B, C);
		else multiplyBothTransposed(A, B, C);
	},

	add(alpha, X, Y) {
		for (let k = 0; k < Y.data.length; k++) Y.data[k] += alpha * X.data[k];
	},

	addColumns(alpha, X, columns, Y) {
		const { rows } = Y;
		for (const column of columns) {
			for (let k = column * rows; k < (column + 1) * rows; k++) Y.data[k] += alpha * X.data[k];
		}
	},

	addTimes(A, B, Y) {
		for (let k = 0; k < Y.data.length; k++) Y.data[k] += A.data[k] * B.data[k];
	},

	apply(f, X, Y) {
		for (let k = 0; k < Y.data.length; k++) Y.data[k] = f.f(X.data[k]);
	},

	addSlope(f, X, Y, upstream, downstream) {
		for (let k = 0; k < Y.data.length; k++) downstream.data[k] += upstream.data[k] * f.slope(X.data[k], Y.data[k]);
	},

	addColumn(Z, b, Y) {
		for (let j = 0, k = 0; j < Z.cols; j++) for (let i = 0; i < Z.rows; i++, k++) Y.data[k] = Z.data[k] + b.data[i];
	},

	collapse(Y, X) {
		const [down, across] = strides(X);
		for (let j = 0, k = 0; j < Y.cols; j++)
			for (let i = 0; i < Y.rows; i++, k++) X.data[i * down + j * across] += Y.data[k];
	},

	spread(X, Y) {
		const [down, across] = strides(X);
		for (let j = 0, k = 0; j < Y.cols; j++)
			for (let i = 0; i < Y.rows; i++, k++) Y.data[k] += X.data[i * down + j * across];
	},

	gather(L, indices, Y) {
		const d = L.rows;
		for (let k = 0; k < indices.data.length; k++) {
			const from = indices.data[k] * d;
			for (let i = 0; i < d; i++) Y.data[k * d + i] = L.data[from + i];
		}
	},

	scatterAdd(Y, indices, L) {
		const d = L.rows;
		for (let k = 0; k < indices.data.length; k++) {
			const to = indices.data[k] * d;
			for (let i = 0; i < d; i++) L.data[to + i] += Y.data[k * d + i];
		}
	},

	softmax(X, Y) {
		const n = X.rows;
		for (let j = 0; j < X.cols; j++) {
			// Subtracting the largest changes nothing in the quotient, and keeps exp from overflowing.
			let largest = Number.NEGATIVE_INFINITY;
			for (let i = 0; i < n; i++) largest = Math.max(largest, X.data[j * n + i]);
			let sum = 0;
			for (let i = 0; i < n; i++) sum += Y.data[j * n + i] = Math.exp(X.data[j * n + i] - largest);
			for (let i = 0; i < n; i++) Y.data[j * n + i] /= sum;
		}
	},
};
