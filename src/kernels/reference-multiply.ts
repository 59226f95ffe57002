/** The matrix product in plain TypeScript: four columns of A, or four dot products, at a time. */
import type { Matrix } from "../matrix/matrix";
import type { Numbers } from "../matrix/numbers";

/** y += a0·x0 + a1·x1 + a2·x2 + a3·x3 over runs of n numbers: four at a time, so that y is read and written a quarter as often. */
function addFourRuns(
	n: number,
	x: Numbers,
	at: number,
	stride: number,
	a0: number,
	a1: number,
	a2: number,
	a3: number,
	y: Float64Array,
): void {
	for (let i = 0; i < n; i++) {
		y[i] += a0 * x[at + i] + a1 * x[at + stride + i] + a2 * x[at + 2 * stride + i] + a3 * x[at + 3 * stride + i];
	}
}

/** C += A·op(B): column j of C gathers the columns of A, weighted by column j of op(B), in 64 bits whatever C has. */
export function multiplyColumns(A: Matrix, B: Matrix, transposeB: boolean, C: Matrix): void {
	const [m, inner] = [A.rows, A.cols];
	const [a, b, c] = [A.data, B.data, C.data];
	const [down, across] = transposeB ? [B.rows, 1] : [1, B.rows]; // where op(B) has its neighbours
	const sums = new Float64Array(m);
	for (let j = 0; j < C.cols; j++) {
		sums.fill(0);
		let k = 0;
		for (; k + 4 <= inner; k += 4) {
			const w = k * down + j * across;
			addFourRuns(m, a, k * m, m, b[w], b[w + down], b[w + 2 * down], b[w + 3 * down], sums);
		}
		for (; k < inner; k++) {
			const w = b[k * down + j * across];
			for (let i = 0; i < m; i++) sums[i] += w * a[k * m + i];
		}
		for (let i = 0; i < m; i++) c[j * m + i] += sums[i];
	}
}

/** C += Aᵀ·B: entry (i, j) is the dot product of column i of A and column j of B, both contiguous. Four at a time share b. */
export function multiplyDots(
	{ rows: inner, data: a }: Matrix,
	{ data: b }: Matrix,
	{ rows, cols, data: c }: Matrix,
): void {
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
export function multiplyBothTransposed(A: Matrix, B: Matrix, C: Matrix): void {
	for (let j = 0; j < C.cols; j++) {
		for (let i = 0; i < C.rows; i++) {
			let sum = 0;
			for (let k = 0; k < A.rows; k++) sum += A.data[i * A.rows + k] * B.data[k * B.rows + j];
			C.data[j * C.rows + i] += sum;
		}
	}
}
