/** The kernels in plain TypeScript: every loop as one would write it on paper. The other backends are measured by it. */
import { Matrix, numbers } from "../matrix/matrix";
import type { Kernels } from "./kernels";
import {
	crossEntropy,
	logisticCrossEntropy,
	logSoftmax,
	logSoftmaxNudge,
	logSoftmaxSlope,
	minusOneHot,
	softmax,
	softmaxSlope,
} from "./reference-columns";

/** How far apart neighbours lie, down and across; 0 along a dimension of size 1, so that its one entry serves all. */
function strides({ rows, cols }: Matrix): [down: number, across: number] {
	return [rows === 1 ? 0 : 1, cols === 1 ? 0 : rows];
}

/** Which share of a gradient goes to this one of two: 1 to the larger, half to each where they tie, NaN where one is NaN. */
export function shareOf(mine: number, other: number): number {
	return mine > other ? 1 : mine === other ? 0.5 : mine < other ? 0 : Number.NaN;
}

/** The readable kernels. */
export const reference: Kernels = {
	name: "reference",
	zeros: (rows, cols, precision) => new Matrix(rows, cols, numbers(rows * cols, precision)),
	isNear: () => true, // all memory is alike
	release() {},

	isSame({ data: a }, { data: b }) {
		for (let k = 0; k < a.length; k++) if (!Object.is(a[k], b[k])) return false;
		return true;
	},

	multiply(A, transposeA, B, transposeB, C, beta) {
		const [a, b, c] = [A.data, B.data, C.data];
		const [down, along] = transposeA ? [A.rows, 1] : [1, A.rows]; // where op(A) has its neighbours
		const [under, across] = transposeB ? [B.rows, 1] : [1, B.rows]; // where op(B) has them
		const inner = transposeA ? A.rows : A.cols;
		for (let j = 0, at = 0; j < C.cols; j++)
			for (let i = 0; i < C.rows; i++, at++) {
				let sum = 0; // in 64 bits, whatever C has
				for (let k = 0; k < inner; k++) sum += a[i * down + k * along] * b[k * under + j * across];
				c[at] = beta === 0 ? sum : c[at] + sum;
			}
	},

	add(alpha, X, Y, beta) {
		const [x, y] = [X.data, Y.data];
		if (beta === 0) for (let k = 0; k < y.length; k++) y[k] = alpha * x[k];
		else for (let k = 0; k < y.length; k++) y[k] += alpha * x[k];
	},

	addInColumns(alpha, X, { list, count }, Y) {
		const { rows, data: y } = Y;
		const x = X.data;
		for (let c = 0; c < count; c++) {
			for (let k = list[c] * rows; k < (list[c] + 1) * rows; k++) y[k] += alpha * x[k];
		}
	},

	plus(A, alpha, B, Y) {
		const [a, b, y] = [A.data, B.data, Y.data];
		for (let k = 0; k < y.length; k++) y[k] = a[k] + alpha * b[k];
	},

	times(A, B, Y, beta) {
		const [a, b, y] = [A.data, B.data, Y.data];
		if (beta === 0) for (let k = 0; k < y.length; k++) y[k] = a[k] * b[k];
		else for (let k = 0; k < y.length; k++) y[k] += a[k] * b[k];
	},

	divide(A, B, Y) {
		const [a, b, y] = [A.data, B.data, Y.data];
		for (let k = 0; k < y.length; k++) y[k] = a[k] / b[k];
	},

	maximum(A, B, Y) {
		for (let k = 0; k < Y.data.length; k++) Y.data[k] = Math.max(A.data[k], B.data[k]);
	},

	route(mine, other, U, D, beta) {
		for (let k = 0; k < D.data.length; k++) {
			D.data[k] = (beta === 0 ? 0 : D.data[k]) + shareOf(mine.data[k], other.data[k]) * U.data[k];
		}
	},

	squares(alpha, X, Y) {
		Y.data[0] = alpha * X.data.reduce((sum, x) => sum + x * x, 0);
	},

	largest(X, Y) {
		Y.data[0] = X.data.reduce((largest, x) => Math.max(largest, x), Number.NEGATIVE_INFINITY);
	},

	routeToLargest(alpha, X, largest, D, beta) {
		if (beta === 0) D.data.fill(0);
		const winners = X.data.reduce((count, x) => count + (x === largest.data[0] ? 1 : 0), 0);
		// Where nothing is the largest, something is NaN: then so is the gradient.
		for (let k = 0; k < D.data.length; k++)
			if (X.data[k] === largest.data[0] || winners === 0) D.data[k] += winners === 0 ? Number.NaN : alpha / winners;
	},

	combine(f, A, B, Y) {
		const [a, b, y] = [A.data, B.data, Y.data];
		for (let k = 0; k < y.length; k++) y[k] = f(a[k], b[k]);
	},

	apply(f, X, Y) {
		const [x, y] = [X.data, Y.data];
		for (let k = 0; k < y.length; k++) y[k] = f.f(x[k]);
	},

	slope(f, X, Y, U, D, beta) {
		const [x, y, u, d] = [X.data, Y.data, U.data, D.data];
		if (beta === 0) for (let k = 0; k < d.length; k++) d[k] = u[k] * f.slope(x[k], y[k]);
		else for (let k = 0; k < d.length; k++) d[k] += u[k] * f.slope(x[k], y[k]);
	},

	plusColumn(Z, b, Y) {
		for (let j = 0, k = 0; j < Z.cols; j++) for (let i = 0; i < Z.rows; i++, k++) Y.data[k] = Z.data[k] + b.data[i];
	},

	scaleRows({ data: d }, { rows, cols, data: a }, { data: y }) {
		for (let j = 0, k = 0; j < cols; j++) for (let i = 0; i < rows; i++, k++) y[k] = d[i] * a[k];
	},

	scaleColumns({ rows, cols, data: a }, { data: d }, { data: y }) {
		for (let j = 0, k = 0; j < cols; j++) for (let i = 0; i < rows; i++, k++) y[k] = a[k] * d[j];
	},

	collapse(alpha, X, Y, beta) {
		// In 64 bits throughout: a sum in 32 bits drifts, and stands still from 2²⁴ on.
		const sums = new Float64Array(Y.data.length);
		const [down, across] = strides(Y);
		for (let j = 0, k = 0; j < X.cols; j++)
			for (let i = 0; i < X.rows; i++, k++) sums[i * down + j * across] += X.data[k];
		for (let k = 0; k < sums.length; k++) Y.data[k] = (beta === 0 ? 0 : Y.data[k]) + alpha * sums[k];
	},

	spread(alpha, X, Y, beta) {
		if (beta === 0) Y.data.fill(0);
		const [down, across] = strides(X);
		for (let j = 0, k = 0; j < Y.cols; j++)
			for (let i = 0; i < Y.rows; i++, k++) Y.data[k] += alpha * X.data[i * down + j * across];
	},

	transpose(X, Y, beta) {
		if (beta === 0) Y.data.fill(0);
		for (let j = 0; j < X.cols; j++) for (let i = 0; i < X.rows; i++) Y.data[i * X.cols + j] += X.data[j * X.rows + i];
	},

	moveRows(X, from, Y, to, count, beta) {
		for (let j = 0; j < X.cols; j++) {
			const [source, target] = [j * X.rows + from, j * Y.rows + to];
			for (let i = 0; i < count; i++) Y.data[target + i] = (beta === 0 ? 0 : Y.data[target + i]) + X.data[source + i];
		}
	},

	gather(L, indices, Y) {
		const d = L.rows;
		for (let k = 0; k < indices.data.length; k++) {
			const from = indices.data[k] * d;
			for (let i = 0; i < d; i++) Y.data[k * d + i] = L.data[from + i];
		}
	},

	scatter(U, indices, L) {
		const d = L.rows;
		for (let k = 0; k < indices.data.length; k++) {
			const to = indices.data[k] * d;
			for (let i = 0; i < d; i++) L.data[to + i] += U.data[k * d + i];
		}
	},

	softmax,
	softmaxSlope,
	logSoftmax,
	logSoftmaxSlope,
	logSoftmaxNudge,
	crossEntropy,
	logisticCrossEntropy,
	minusOneHot,
};
