/**
 * C = β·C + op(A)·op(B), column by column. Sizes and strides are counted in numbers, addresses in bytes. Sums stay in
 * registers for a whole run along the inner dimension: 2 vectors by 4 columns. A transposed A is turned first, block by block.
 */
import { at, lanes, madd, ONE_VECTOR, put, putOne, putSum, total } from "./vectors";

/** Rows of A that are worked off before the next ones, so that they stay in the second cache. */
const ROWS_AT_ONCE: i32 = 128;
/** The inner dimension likewise. */
const INNER_AT_ONCE: i32 = 256;

/** A block of Aᵀ, turned: four pages behind the first (memory.ts), since data of a module would be zeros in its file. */
const TURNED: usize = 0x10000;

/** From this inner dimension on, sums in 32 bits are gathered in 64. */
const LONG: i32 = 4096;
/** Room for the sums of one block: the page behind. */
const SUMS_AT_ONCE: i32 = 128 * 64;
const SUMS: usize = 0x50000;

/** Sums = β · rows×cols of C, whose columns lie `stride` apart. */
function takeSums(rows: i32, cols: i32, C: usize, stride: i32, beta: i32): void {
	for (let j = 0, k = 0; j < cols; j++)
		for (let i = 0; i < rows; i++, k += 8) store<f64>(SUMS + k, beta == 0 ? 0 : <f64>load<real>(at(C, j * stride + i)));
}

/** Sums += C */
function gatherSums(rows: i32, cols: i32, C: usize, stride: i32): void {
	for (let j = 0, k = 0; j < cols; j++)
		for (let i = 0; i < rows; i++, k += 8) store<f64>(SUMS + k, load<f64>(SUMS + k) + <f64>load<real>(at(C, j * stride + i)));
}

/** C = Sums */
function putSums(rows: i32, cols: i32, C: usize, stride: i32): void {
	for (let j = 0, k = 0; j < cols; j++)
		for (let i = 0; i < rows; i++, k += 8) store<real>(at(C, j * stride + i), <real>load<f64>(SUMS + k));
}

/** Where the sums are long: small parts of C, each summed block by block. */
function longSums(m: i32, n: i32, inner: i32, A: usize, downA: i32, acrossA: i32, B: usize, down: i32, across: i32, C: usize, beta: i32): void {
	for (let i = 0; i < m; i += ROWS_AT_ONCE) {
		const rows = min(ROWS_AT_ONCE, m - i);
		for (let j = 0; j < n; j += SUMS_AT_ONCE / ROWS_AT_ONCE) {
			const cols = min(SUMS_AT_ONCE / ROWS_AT_ONCE, n - j);
			const c = at(C, j * m + i);
			takeSums(rows, cols, c, m, beta);
			for (let p = 0; p < inner; p += INNER_AT_ONCE) {
				const depth = min(INNER_AT_ONCE, inner - p);
				block(rows, cols, depth, at(A, p * acrossA + i * downA), downA, acrossA, at(B, p * down + j * across), down, across, c, m, 0);
				gatherSums(rows, cols, c, m);
			}
			putSums(rows, cols, c, m);
		}
	}
}

/** op(A) is m×inner, op(B) inner×n; their neighbours lie `down` and `across` apart. C is m×n. */
export function multiply(m: i32, n: i32, inner: i32, A: usize, downA: i32, acrossA: i32, B: usize, down: i32, across: i32, C: usize, beta: i32): void {
	if (n == 1 && downA == 1) return oneColumn(m, inner, A, B, down, C, beta);
	if (n == 1 && down == 1) return dots(m, inner, A, B, C, beta);
	if (inner == 1 && downA == 1) return outer(m, n, A, B, across, C, beta);
	if (sizeof<real>() == 4 && inner > LONG) return longSums(m, n, inner, A, downA, acrossA, B, down, across, C, beta);
	for (let p = 0; p < inner; p += INNER_AT_ONCE) {
		const depth = min(INNER_AT_ONCE, inner - p);
		for (let i = 0; i < m; i += ROWS_AT_ONCE) {
			const a = at(A, p * acrossA + i * downA);
			block(min(ROWS_AT_ONCE, m - i), n, depth, a, downA, acrossA, at(B, p * down), down, across, at(C, i), m, p == 0 ? beta : 1);
		}
	}
}

/** A part of the product for which A, or what is turned of it, stays in the second cache. */
function block(m: i32, n: i32, inner: i32, A: usize, downA: i32, acrossA: i32, B: usize, down: i32, across: i32, C: usize, strideC: i32, beta: i32): void {
	if (downA == 1) return panel(m, n, inner, A, acrossA, B, down, across, C, strideC, beta);
	turn(m, inner, A, at(0, downA), at(0, acrossA));
	panel(m, n, inner, TURNED, m, B, down, across, C, strideC, beta);
}

/** Aᵀ as a block whose columns are whole, a vector of them at a time. Steps in bytes. */
function turn(m: i32, inner: i32, A: usize, down: usize, across: usize): void {
	const next: usize = at(0, m);
	let i = 0;
	for (; i + lanes() <= m; i += lanes()) {
		let from = A + <usize>i * down;
		let to = at(TURNED, i);
		for (let p = 0; p < inner; p++) {
			let v = v128.load_lane<real>(from + down, v128.load_splat<real>(from), 1);
			if (sizeof<real>() == 4) {
				v = v128.load_lane<f32>(from + 2 * down, v, 2);
				v = v128.load_lane<f32>(from + 3 * down, v, 3);
			}
			v128.store(to, v);
			from += across;
			to += next;
		}
	}
	for (; i < m; i++)
		for (let p = 0; p < inner; p++) store<real>(at(TURNED, p * m + i), load<real>(A + <usize>i * down + <usize>p * across));
}

function panel(m: i32, n: i32, inner: i32, A: usize, strideA: i32, B: usize, down: i32, across: i32, C: usize, strideC: i32, beta: i32): void {
	const two = 2 * lanes();
	const stepA: usize = at(0, strideA);
	const stepB: usize = at(0, down);
	const next: usize = at(0, strideC);
	let j = 0;
	for (; j + 4 <= n; j += 4) {
		const b = at(B, j * across);
		const toB1: usize = at(0, across);
		const toB2: usize = at(0, 2 * across);
		const toB3: usize = at(0, 3 * across);
		let i = 0;
		for (; i + two <= m; i += two) {
			let a = at(A, i);
			let w = b;
			let c00 = v128.splat<real>(0), c01 = c00, c02 = c00, c03 = c00;
			let c10 = c00, c11 = c00, c12 = c00, c13 = c00;
			for (let p = 0; p < inner; p++) {
				const a0 = v128.load(a);
				const a1 = v128.load(a, ONE_VECTOR);
				let x = v128.load_splat<real>(w);
				c00 = madd(c00, a0, x);
				c10 = madd(c10, a1, x);
				x = v128.load_splat<real>(w + toB1);
				c01 = madd(c01, a0, x);
				c11 = madd(c11, a1, x);
				x = v128.load_splat<real>(w + toB2);
				c02 = madd(c02, a0, x);
				c12 = madd(c12, a1, x);
				x = v128.load_splat<real>(w + toB3);
				c03 = madd(c03, a0, x);
				c13 = madd(c13, a1, x);
				a += stepA;
				w += stepB;
			}
			let c = at(C, j * strideC + i);
			put(c, c00, beta);
			put(c + ONE_VECTOR, c10, beta);
			c += next;
			put(c, c01, beta);
			put(c + ONE_VECTOR, c11, beta);
			c += next;
			put(c, c02, beta);
			put(c + ONE_VECTOR, c12, beta);
			c += next;
			put(c, c03, beta);
			put(c + ONE_VECTOR, c13, beta);
		}
		for (; i + lanes() <= m; i += lanes()) {
			let a = at(A, i);
			let w = b;
			let c0 = v128.splat<real>(0), c1 = c0, c2 = c0, c3 = c0;
			for (let p = 0; p < inner; p++) {
				const a0 = v128.load(a);
				c0 = madd(c0, a0, v128.load_splat<real>(w));
				c1 = madd(c1, a0, v128.load_splat<real>(w + toB1));
				c2 = madd(c2, a0, v128.load_splat<real>(w + toB2));
				c3 = madd(c3, a0, v128.load_splat<real>(w + toB3));
				a += stepA;
				w += stepB;
			}
			const c = at(C, j * strideC + i);
			put(c, c0, beta);
			put(c + next, c1, beta);
			put(c + 2 * next, c2, beta);
			put(c + 3 * next, c3, beta);
		}
		for (; i < m; i++) {
			let a = at(A, i);
			let w = b;
			let c0: real = 0, c1: real = 0, c2: real = 0, c3: real = 0;
			for (let p = 0; p < inner; p++) {
				const x = load<real>(a);
				c0 += x * load<real>(w);
				c1 += x * load<real>(w + toB1);
				c2 += x * load<real>(w + toB2);
				c3 += x * load<real>(w + toB3);
				a += stepA;
				w += stepB;
			}
			const c = at(C, j * strideC + i);
			putOne(c, c0, beta);
			putOne(c + next, c1, beta);
			putOne(c + 2 * next, c2, beta);
			putOne(c + 3 * next, c3, beta);
		}
	}
	for (; j < n; j++) {
		const b = at(B, j * across);
		let i = 0;
		for (; i + two <= m; i += two) {
			let a = at(A, i);
			let w = b;
			let c0 = v128.splat<real>(0), c1 = c0;
			for (let p = 0; p < inner; p++) {
				const x = v128.load_splat<real>(w);
				c0 = madd(c0, v128.load(a), x);
				c1 = madd(c1, v128.load(a, ONE_VECTOR), x);
				a += stepA;
				w += stepB;
			}
			const c = at(C, j * strideC + i);
			put(c, c0, beta);
			put(c + ONE_VECTOR, c1, beta);
		}
		for (; i < m; i++) one(inner, at(A, i), stepA, b, stepB, at(C, j * strideC + i), beta);
	}
}

/** One entry of C. Steps in bytes. */
function one(inner: i32, a: usize, stepA: usize, b: usize, stepB: usize, c: usize, beta: i32): void {
	let sum: real = 0;
	for (let p = 0; p < inner; p++) {
		sum = <real>(sum + load<real>(a) * load<real>(b));
		a += stepA;
		b += stepB;
	}
	putOne(c, sum, beta);
}

/** A matrix times a column. In 32 bits a long row is summed block by block, so that what is added stays as large as the sum. */
function oneColumn(m: i32, inner: i32, A: usize, x: usize, down: i32, y: usize, beta: i32): void {
	if (sizeof<real>() == 8 || inner <= INNER_AT_ONCE) return fewColumns(m, m, inner, A, x, down, y, beta);
	for (let i = 0; i < m; i += SUMS_AT_ONCE) {
		const rows = min(SUMS_AT_ONCE, m - i);
		takeSums(rows, 1, at(y, i), m, beta);
		for (let p = 0; p < inner; p += INNER_AT_ONCE) {
			fewColumns(rows, m, min(INNER_AT_ONCE, inner - p), at(A, p * m + i), at(x, p * down), down, at(y, i), 0);
			gatherSums(rows, 1, at(y, i), m);
		}
		putSums(rows, 1, at(y, i), m);
	}
}

/** The same of m rows, whose columns lie `stride` apart: as they lie, four at a time. */
function fewColumns(m: i32, stride: i32, inner: i32, A: usize, x: usize, down: i32, y: usize, beta: i32): void {
	const step: usize = at(0, stride);
	let p = 0;
	for (; p + 4 <= inner; p += 4) {
		const keep = p == 0 ? beta : 1;
		const s0 = load<real>(at(x, p * down));
		const s1 = load<real>(at(x, (p + 1) * down));
		const s2 = load<real>(at(x, (p + 2) * down));
		const s3 = load<real>(at(x, (p + 3) * down));
		const x0 = v128.splat<real>(s0);
		const x1 = v128.splat<real>(s1);
		const x2 = v128.splat<real>(s2);
		const x3 = v128.splat<real>(s3);
		let a = at(A, p * stride);
		let to = y;
		let i = 0;
		for (; i + lanes() <= m; i += lanes()) {
			const low = madd(v128.mul<real>(v128.load(a), x0), v128.load(a + step), x1);
			const high = madd(v128.mul<real>(v128.load(a + 2 * step), x2), v128.load(a + 3 * step), x3);
			put(to, v128.add<real>(low, high), keep);
			a += ONE_VECTOR;
			to += ONE_VECTOR;
		}
		for (; i < m; i++) {
			const sum = <real>(
				(load<real>(a) * s0 + load<real>(a + step) * s1 + (load<real>(a + 2 * step) * s2 + load<real>(a + 3 * step) * s3))
			);
			putOne(to, sum, keep);
			a += sizeof<real>();
			to += sizeof<real>();
		}
	}
	for (; p < inner; p++) {
		const keep = p == 0 ? beta : 1;
		const s = load<real>(at(x, p * down));
		const column = at(A, p * stride);
		let i = 0;
		for (; i + lanes() <= m; i += lanes()) put(at(y, i), v128.mul<real>(v128.load(at(column, i)), v128.splat<real>(s)), keep);
		for (; i < m; i++) putOne(at(y, i), <real>(load<real>(at(column, i)) * s), keep);
	}
}

/** A column times a row. */
function outer(m: i32, n: i32, a: usize, b: usize, across: i32, C: usize, beta: i32): void {
	const next: usize = at(0, across);
	const end: usize = at(0, m - (m % lanes()));
	for (let j = 0; j < n; j++, b += next, C += at(0, m)) {
		const s = load<real>(b);
		const x = v128.splat<real>(s);
		let i: usize = 0;
		if (beta == 0) for (; i < end; i += ONE_VECTOR) v128.store(C + i, v128.mul<real>(v128.load(a + i), x));
		else for (; i < end; i += ONE_VECTOR) v128.store(C + i, madd(v128.load(C + i), v128.load(a + i), x));
		for (let k = m - (m % lanes()); k < m; k++) putOne(at(C, k), <real>(load<real>(at(a, k)) * s), beta);
	}
}

/** A dot product is summed in vectors for so many bytes, and then in 64 bits: a longer sum in 32 bits would drift. */
const BYTES_AT_ONCE: usize = 64 * 16;

/** y = β·y + Aᵀ·x, A inner×m: dot products of its columns, four at a time. */
function dots(m: i32, inner: i32, A: usize, x: usize, y: usize, beta: i32): void {
	const step: usize = at(0, inner);
	const whole = inner - (inner % lanes());
	const end: usize = at(0, whole);
	let i = 0;
	for (; i + 4 <= m; i += 4) {
		const a0 = at(A, i * inner);
		const a1 = a0 + step;
		const a2 = a1 + step;
		const a3 = a2 + step;
		let s0: f64 = 0, s1: f64 = 0, s2: f64 = 0, s3: f64 = 0;
		for (let p: usize = 0; p < end; ) {
			const stop = min(end, p + BYTES_AT_ONCE);
			let c0 = v128.splat<real>(0), c1 = c0, c2 = c0, c3 = c0;
			for (; p < stop; p += ONE_VECTOR) {
				const v = v128.load(x + p);
				c0 = madd(c0, v128.load(a0 + p), v);
				c1 = madd(c1, v128.load(a1 + p), v);
				c2 = madd(c2, v128.load(a2 + p), v);
				c3 = madd(c3, v128.load(a3 + p), v);
			}
			s0 += total(c0);
			s1 += total(c1);
			s2 += total(c2);
			s3 += total(c3);
		}
		putSum(at(y, i), rest(s0, whole, inner, a0, x), beta);
		putSum(at(y, i + 1), rest(s1, whole, inner, a1, x), beta);
		putSum(at(y, i + 2), rest(s2, whole, inner, a2, x), beta);
		putSum(at(y, i + 3), rest(s3, whole, inner, a3, x), beta);
	}
	for (; i < m; i++) putSum(at(y, i), dot(whole, inner, at(A, i * inner), x), beta);
}

function dot(whole: i32, inner: i32, a: usize, b: usize): f64 {
	const end: usize = at(0, whole);
	let all: f64 = 0;
	for (let p: usize = 0; p < end; ) {
		const stop = min(end, p + BYTES_AT_ONCE);
		let sum = v128.splat<real>(0);
		for (; p < stop; p += ONE_VECTOR) sum = madd(sum, v128.load(a + p), v128.load(b + p));
		all += total(sum);
	}
	return rest(all, whole, inner, a, b);
}

/** What does not fill a vector at the end of a dot product. */
// @ts-ignore: decorator
@inline
function rest(sum: f64, whole: i32, inner: i32, a: usize, b: usize): f64 {
	for (let p = whole; p < inner; p++) sum += <f64>load<real>(at(a, p)) * <f64>load<real>(at(b, p));
	return sum;
}
