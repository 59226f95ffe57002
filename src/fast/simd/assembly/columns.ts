/** Column by column: biases, sums, word vectors, and columns as distributions. */
import { addRun } from "./entries";
import { exp } from "./functions";
import { at, lanes, ONE_VECTOR, total } from "./vectors";

/** A run of n numbers, to the number exactly. */
// @ts-ignore: decorator
@inline
function copyRun(n: i32, x: usize, y: usize): void {
	memory.copy(y, x, at(0, n));
}

/** Y = Z + b·1ᵀ */
export function addColumn(rows: i32, cols: i32, z: usize, b: usize, y: usize): void {
	for (let j = 0; j < cols; j++) {
		let k = 0;
		for (; k + lanes() <= rows; k += lanes()) v128.store(at(y, k), v128.add<real>(v128.load(at(z, k)), v128.load(at(b, k))));
		for (; k < rows; k++) store<real>(at(y, k), <real>(load<real>(at(z, k)) + load<real>(at(b, k))));
		z = at(z, rows);
		y = at(y, rows);
	}
}

/** y (rows×1) += α · the sum of the columns of X */
export function sumOfColumns(rows: i32, cols: i32, alpha: real, x: usize, y: usize): void {
	for (let j = 0; j < cols; j++) addRun(rows, alpha, at(x, j * rows), y);
}

/** Every column of Y = β·itself + α·x */
export function repeatColumn(rows: i32, cols: i32, alpha: real, x: usize, y: usize, beta: i32): void {
	for (let j = 0; j < cols; j++) {
		const to = at(y, j * rows);
		if (beta == 0 && alpha == <real>1) copyRun(rows, x, to);
		else {
			if (beta == 0) memory.fill(to, 0, at(0, rows));
			addRun(rows, alpha, x, to);
		}
	}
}

/** Column by column, the sum of the numbers of X. */
export function sum(n: i32, x: usize): real {
	let vector = v128.splat<real>(0);
	let k = 0;
	for (; k + lanes() <= n; k += lanes()) vector = v128.add<real>(vector, v128.load(at(x, k)));
	let result = total(vector);
	for (; k < n; k++) result = <real>(result + load<real>(at(x, k)));
	return result;
}

/** Y: for each index the column of L that it names, each d long. */
export function gather(d: i32, count: i32, L: usize, indices: usize, y: usize): void {
	for (let k = 0; k < count; k++) copyRun(d, at(L, <i32>load<real>(at(indices, k)) * d), at(y, k * d));
}

/** L += for each index, its run of U. */
export function scatter(d: i32, count: i32, u: usize, indices: usize, L: usize): void {
	for (let k = 0; k < count; k++) addRun(d, <real>1, at(u, k * d), at(L, <i32>load<real>(at(indices, k)) * d));
}

/** `count` rows of X (height hx), from its row 0 on at `x`, into Y (height hy), from `y` on. */
export function moveRows(cols: i32, count: i32, x: usize, hx: i32, y: usize, hy: i32, beta: i32): void {
	for (let j = 0; j < cols; j++) {
		const from = at(x, j * hx);
		const to = at(y, j * hy);
		if (beta == 0) copyRun(count, from, to);
		else addRun(count, <real>1, from, to);
	}
}

/** Y = softmax of each column. The largest is taken out first: exp never overflows. */
export function softmax(rows: i32, cols: i32, x: usize, y: usize): void {
	for (let j = 0; j < cols; j++) {
		let largest = load<real>(at(x, j * rows));
		for (let k = j * rows + 1; k < (j + 1) * rows; k++) largest = max<real>(largest, load<real>(at(x, k)));
		for (let k = j * rows; k < (j + 1) * rows; k++) store<real>(at(y, k), <real>(load<real>(at(x, k)) - largest));
	}
	const end = at(y, rows * cols);
	for (let place = y; place < end; place += ONE_VECTOR) v128.store(place, exp(v128.load(place)));
	for (let j = 0; j < cols; j++) {
		let all: real = 0;
		for (let k = j * rows; k < (j + 1) * rows; k++) all = <real>(all + load<real>(at(y, k)));
		for (let k = j * rows; k < (j + 1) * rows; k++) store<real>(at(y, k), <real>(load<real>(at(y, k)) / all));
	}
}

/** P = softmax(X); the sum over the columns of log Σ exp − the score of the label. */
export function crossEntropy(rows: i32, cols: i32, x: usize, labels: usize, p: usize): f64 {
	softmax(rows, cols, x, p);
	let loss: f64 = 0;
	for (let j = 0; j < cols; j++) {
		// log Σ exp(x) is x − log softmax(x) for any entry; the largest has a probability that is far from 0
		let best = j * rows;
		for (let k = best + 1; k < (j + 1) * rows; k++) if (load<real>(at(x, k)) > load<real>(at(x, best))) best = k;
		const label = j * rows + <i32>load<real>(at(labels, j));
		loss += <f64>load<real>(at(x, best)) - <f64>load<real>(at(x, label)) - Math.log(<f64>load<real>(at(p, best)));
	}
	return loss;
}

/** D = β·D + α·(P − Y), Y one-hot */
export function minusOneHot(rows: i32, cols: i32, alpha: real, p: usize, labels: usize, d: usize, beta: i32): void {
	if (beta == 0) memory.fill(d, 0, at(0, rows * cols));
	addRun(rows * cols, alpha, p, d);
	for (let j = 0; j < cols; j++) {
		const place = at(d, j * rows + <i32>load<real>(at(labels, j)));
		store<real>(place, <real>(load<real>(place) - alpha));
	}
}
