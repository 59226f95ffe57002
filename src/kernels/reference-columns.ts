/** Columns as distributions, in plain TypeScript: softmax, its slope, and the cross entropy. */
import type { Matrix } from "../matrix/matrix";
import type { Beta } from "./kernels";

/** A column's largest entry, and log Σᵢ exp(xᵢ − largest): apart, since a small logarithm beside a large entry is rounded away. */
function logSumExp({ rows, data: x }: Matrix, j: number): { largest: number; log: number } {
	let best = j * rows;
	for (let k = best + 1; k < (j + 1) * rows; k++) if (!(x[k] <= x[best])) best = k; // NaN is taken, too
	const largest = x[best];
	let others = 0;
	for (let k = j * rows; k < (j + 1) * rows; k++) if (k !== best) others += Math.exp(x[k] - largest);
	return { largest, log: Math.log1p(others) };
}

/** Y = X − log Σ exp, column by column */
export function logSoftmax(X: Matrix, Y: Matrix): void {
	for (let j = 0, k = 0; j < X.cols; j++) {
		const { largest, log } = logSumExp(X, j);
		for (let i = 0; i < X.rows; i++, k++) Y.data[k] = X.data[k] - largest - log;
	}
}

/** Y = exp(X − log Σ exp), column by column: the columns of Y add up to 1 */
export function softmax(X: Matrix, Y: Matrix): void {
	const { rows, cols, data: x } = X;
	const y = Y.data;
	for (let j = 0; j < cols; j++) {
		// Subtracting the largest changes nothing in the quotient, and keeps exp from overflowing.
		let largest = Number.NEGATIVE_INFINITY;
		for (let k = j * rows; k < (j + 1) * rows; k++) largest = Math.max(largest, x[k]);
		let sum = 0;
		for (let k = j * rows; k < (j + 1) * rows; k++) sum += y[k] = Math.exp(x[k] - largest);
		for (let k = j * rows; k < (j + 1) * rows; k++) y[k] /= sum;
	}
}

/** D = β·D + y ⊙ (u − u·y), column by column */
export function softmaxSlope({ rows, cols, data: y }: Matrix, U: Matrix, D: Matrix, beta: Beta): void {
	const [u, d] = [U.data, D.data];
	for (let j = 0; j < cols; j++) {
		let along = 0;
		for (let k = j * rows; k < (j + 1) * rows; k++) along += u[k] * y[k];
		for (let k = j * rows; k < (j + 1) * rows; k++) d[k] = (beta === 0 ? 0 : d[k]) + y[k] * (u[k] - along);
	}
}

/** D = β·D + u − eʸ · Σu, column by column */
export function logSoftmaxSlope({ rows, cols, data: y }: Matrix, U: Matrix, D: Matrix, beta: Beta): void {
	const [u, d] = [U.data, D.data];
	for (let j = 0; j < cols; j++) {
		let total = 0;
		for (let k = j * rows; k < (j + 1) * rows; k++) total += u[k];
		for (let k = j * rows; k < (j + 1) * rows; k++) d[k] = (beta === 0 ? 0 : d[k]) + u[k] - Math.exp(y[k]) * total;
	}
}

/** M += n − Σ eʸ n, column by column */
export function logSoftmaxNudge({ rows, cols, data: y }: Matrix, N: Matrix, M: Matrix): void {
	const [n, m] = [N.data, M.data];
	for (let j = 0; j < cols; j++) {
		let along = 0;
		for (let k = j * rows; k < (j + 1) * rows; k++) along += Math.exp(y[k]) * n[k];
		for (let k = j * rows; k < (j + 1) * rows; k++) m[k] += n[k] - along;
	}
}

/** P = softmax(X); loss = the mean over the columns of logSumExp − the score of the label */
export function crossEntropy(X: Matrix, labels: Matrix, P: Matrix, loss: Matrix): void {
	softmax(X, P);
	let total = 0;
	for (let j = 0; j < X.cols; j++) {
		const { largest, log } = logSumExp(X, j);
		total += largest - X.data[j * X.rows + labels.data[j]] + log;
	}
	loss.data[0] = total / X.cols;
}

/** P = σ(S); −log σ(s) for label 1, −log σ(−s) for label 0: both are log(1 + e^−m) with m the margin */
export function logisticCrossEntropy(S: Matrix, labels: Matrix, P: Matrix, loss: Matrix): void {
	let total = 0;
	for (let j = 0; j < S.cols; j++) {
		const s = S.data[j];
		const e = Math.exp(-Math.abs(s));
		const margin = labels.data[j] === 1 ? s : -s;
		total += Math.max(0, -margin) + Math.log1p(e);
		P.data[j] = s >= 0 ? 1 / (1 + e) : e / (1 + e);
	}
	loss.data[0] = total / S.cols;
}

/** D = β·D + α·(P − Y), where Y is one-hot */
export function minusOneHot(alpha: number, P: Matrix, labels: Matrix, D: Matrix, beta: Beta): void {
	const [p, d] = [P.data, D.data];
	for (let k = 0; k < d.length; k++) d[k] = (beta === 0 ? 0 : d[k]) + alpha * p[k];
	for (let j = 0; j < P.cols; j++) d[j * P.rows + labels.data[j]] -= alpha;
}
