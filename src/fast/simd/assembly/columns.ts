/** Column by column: biases, sums, word vectors, and columns as distributions. */
import { addRun } from "./entries";
import { exp } from "./functions";
import { at, lanes, ONE_VECTOR } from "./vectors";

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

/**
 * y (rows×1) += α · the sum of the columns of X. Sums are in 64 bits, and stay in registers for eight vectors of rows at a
 * time: in 32 bits they would drift, and stand still from 2²⁴ on.
 */
export function sumOfColumns(rows: i32, cols: i32, alpha: real, x: usize, y: usize): void {
	const next: usize = at(0, rows);
	let i = 0;
	for (; i + 4 * lanes() <= rows; i += 4 * lanes()) {
		let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
		let from = at(x, i);
		for (let j = 0; j < cols; j++) {
			const a = v128.load(from), b = v128.load(from, 16), c = v128.load(from, 32), d = v128.load(from, 48);
			s0 = f64x2.add(s0, low64(a));
			s2 = f64x2.add(s2, low64(b));
			s4 = f64x2.add(s4, low64(c));
			s6 = f64x2.add(s6, low64(d));
			if (sizeof<real>() == 4) {
				s1 = f64x2.add(s1, high64(a));
				s3 = f64x2.add(s3, high64(b));
				s5 = f64x2.add(s5, high64(c));
				s7 = f64x2.add(s7, high64(d));
			}
			from += next;
		}
		const to = at(y, i);
		addSums(to, alpha, s0, s1);
		addSums(to + 16, alpha, s2, s3);
		addSums(to + 32, alpha, s4, s5);
		addSums(to + 48, alpha, s6, s7);
	}
	for (; i < rows; i++) {
		let all: f64 = 0;
		for (let j = 0; j < cols; j++) all += <f64>load<real>(at(x, j * rows + i));
		store<real>(at(y, i), <real>(<f64>load<real>(at(y, i)) + <f64>alpha * all));
	}
}

/** The lower two numbers of a vector of 32-bit ones as 64-bit ones; a vector of 64-bit ones is two already. */
// @ts-ignore: decorator
@inline
function low64(v: v128): v128 {
	return sizeof<real>() == 8 ? v : f64x2.promote_low_f32x4(v);
}

// @ts-ignore: decorator
@inline
function high64(v: v128): v128 {
	return f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1));
}

/** One vector at `to` += α · the sums. */
// @ts-ignore: decorator
@inline
function addSums(to: usize, alpha: real, low: v128, high: v128): void {
	const a = f64x2.splat(<f64>alpha);
	const before = v128.load(to);
	const first = f64x2.add(low64(before), f64x2.mul(a, low));
	if (sizeof<real>() == 8) return v128.store(to, first);
	const second = f64x2.add(high64(before), f64x2.mul(a, high));
	v128.store(to, i64x2.shuffle(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 2));
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

/** The sum of n numbers, in 64 bits. */
export function sum(n: i32, x: usize): f64 {
	let s0 = f64x2.splat(0), s1 = s0;
	let k = 0;
	for (; k + lanes() <= n; k += lanes()) {
		const v = v128.load(at(x, k));
		s0 = f64x2.add(s0, low64(v));
		if (sizeof<real>() == 4) s1 = f64x2.add(s1, high64(v));
	}
	const both = f64x2.add(s0, s1);
	let all = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
	for (; k < n; k++) all += <f64>load<real>(at(x, k));
	return all;
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
		let all: f64 = 0;
		for (let k = j * rows; k < (j + 1) * rows; k++) all += <f64>load<real>(at(y, k));
		const whole = <real>all;
		for (let k = j * rows; k < (j + 1) * rows; k++) store<real>(at(y, k), <real>(load<real>(at(y, k)) / whole));
	}
}

/** P = softmax(X); the sum over the columns of log Σ exp − the score of the label. */
export function crossEntropy(rows: i32, cols: i32, x: usize, labels: usize, p: usize): f64 {
	softmax(rows, cols, x, p);
	let loss: f64 = 0;
	for (let j = 0; j < cols; j++) {
		// log Σ exp(x) is the largest x and a logarithm from 0 to log rows: of 1 and what the others weigh beside it
		let best = j * rows;
		for (let k = best + 1; k < (j + 1) * rows; k++) if (load<real>(at(x, k)) > load<real>(at(x, best))) best = k;
		let others: f64 = 0;
		for (let k = j * rows; k < (j + 1) * rows; k++) if (k != best) others += <f64>load<real>(at(p, k));
		const label = j * rows + <i32>load<real>(at(labels, j));
		loss += <f64>load<real>(at(x, best)) - <f64>load<real>(at(x, label)) + Math.log1p(others / <f64>load<real>(at(p, best)));
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
