/**
 * Entry by entry. Every matrix has room up to the next multiple of 64 bytes, so the last vector of a run may reach beyond
 * its end.
 */
import { exp, logistic, tanh } from "./functions";
import { at, lanes, madd, ONE_VECTOR, put } from "./vectors";

/** Whether two runs hold the same bits: to the number exactly, whatever lies behind. */
export function same(n: i32, x: usize, y: usize): bool {
	const end = at(x, n - (n % lanes()));
	let difference = i64x2.splat(0);
	for (; x < end; x += ONE_VECTOR, y += ONE_VECTOR) difference = v128.or(difference, v128.xor(v128.load(x), v128.load(y)));
	if (v128.any_true(difference)) return false;
	for (let k = 0; k < (n % lanes()) * (<i32>sizeof<real>()); k += 4) if (load<u32>(x + k) != load<u32>(y + k)) return false;
	return true;
}

/** Y = β·Y + α·X */
export function add(n: i32, alpha: real, x: usize, y: usize, beta: i32): void {
	const end = at(y, n);
	const a = v128.splat<real>(alpha);
	if (beta == 0) for (; y < end; x += ONE_VECTOR, y += ONE_VECTOR) v128.store(y, v128.mul<real>(v128.load(x), a));
	else
		for (; y < end; x += 4 * ONE_VECTOR, y += 4 * ONE_VECTOR) {
			v128.store(y, madd(v128.load(y), v128.load(x), a));
			v128.store(y, madd(v128.load(y, ONE_VECTOR), v128.load(x, ONE_VECTOR), a), ONE_VECTOR);
			v128.store(y, madd(v128.load(y, 2 * ONE_VECTOR), v128.load(x, 2 * ONE_VECTOR), a), 2 * ONE_VECTOR);
			v128.store(y, madd(v128.load(y, 3 * ONE_VECTOR), v128.load(x, 3 * ONE_VECTOR), a), 3 * ONE_VECTOR);
		}
}

/** Y += α·X for runs within a column: to the number exactly, since the next column follows. */
export function addRun(n: i32, alpha: real, x: usize, y: usize): void {
	const a = v128.splat<real>(alpha);
	let k = 0;
	for (; k + lanes() <= n; k += lanes()) v128.store(at(y, k), madd(v128.load(at(y, k)), v128.load(at(x, k)), a));
	for (; k < n; k++) store<real>(at(y, k), <real>(load<real>(at(y, k)) + alpha * load<real>(at(x, k))));
}

/** Y = A + α·B */
export function plus(n: i32, a: usize, alpha: real, b: usize, y: usize): void {
	const end = at(y, n);
	const s = v128.splat<real>(alpha);
	for (; y < end; a += ONE_VECTOR, b += ONE_VECTOR, y += ONE_VECTOR) v128.store(y, madd(v128.load(a), v128.load(b), s));
}

/** Y = β·Y + A ⊙ B */
export function times(n: i32, a: usize, b: usize, y: usize, beta: i32): void {
	const end = at(y, n);
	for (; y < end; a += ONE_VECTOR, b += ONE_VECTOR, y += ONE_VECTOR) put(y, v128.mul<real>(v128.load(a), v128.load(b)), beta);
}

export const TANH: i32 = 0;
export const LOGISTIC: i32 = 1;
export const EXP: i32 = 2;
export const RELU: i32 = 3;
export const SQUARE: i32 = 4;

// @ts-ignore: decorator
@inline
function relu(x: v128): v128 {
	return v128.andnot(x, v128.le<real>(x, v128.splat<real>(0))); // NaN is not below 0: it stays
}

/** Y = f(X), f by number */
export function apply(f: i32, n: i32, x: usize, y: usize): void {
	const end = at(y, n);
	if (f == TANH) for (; y < end; x += ONE_VECTOR, y += ONE_VECTOR) v128.store(y, tanh(v128.load(x)));
	else if (f == LOGISTIC) for (; y < end; x += ONE_VECTOR, y += ONE_VECTOR) v128.store(y, logistic(v128.load(x)));
	else if (f == EXP) for (; y < end; x += ONE_VECTOR, y += ONE_VECTOR) v128.store(y, exp(v128.load(x)));
	else if (f == RELU) for (; y < end; x += ONE_VECTOR, y += ONE_VECTOR) v128.store(y, relu(v128.load(x)));
	else for (; y < end; x += ONE_VECTOR, y += ONE_VECTOR) v128.store(y, v128.mul<real>(v128.load(x), v128.load(x)));
}

/** D = β·D + U ⊙ f′, where `v` is what the slope is computed from: y for tanh, logistic and exp, x for relu and square */
export function slope(f: i32, n: i32, v: usize, u: usize, d: usize, beta: i32): void {
	const end = at(d, n);
	const one = v128.splat<real>(1);
	if (f == TANH) {
		for (; d < end; v += ONE_VECTOR, u += ONE_VECTOR, d += ONE_VECTOR) {
			const y = v128.load(v);
			put(d, v128.mul<real>(v128.load(u), v128.sub<real>(one, v128.mul<real>(y, y))), beta);
		}
	} else if (f == LOGISTIC) {
		for (; d < end; v += ONE_VECTOR, u += ONE_VECTOR, d += ONE_VECTOR) {
			const y = v128.load(v);
			put(d, v128.mul<real>(v128.load(u), v128.mul<real>(y, v128.sub<real>(one, y))), beta);
		}
	} else if (f == EXP) times((<i32>(end - d)) / sizeof<real>(), v, u, d, beta);
	else if (f == RELU) {
		for (; d < end; v += ONE_VECTOR, u += ONE_VECTOR, d += ONE_VECTOR) {
			const x = v128.load(v);
			const passed = v128.andnot(v128.load(u), v128.le<real>(x, v128.splat<real>(0)));
			put(d, v128.bitselect(passed, x, v128.eq<real>(x, x)), beta); // the slope at NaN is NaN
		}
	} else {
		for (; d < end; v += ONE_VECTOR, u += ONE_VECTOR, d += ONE_VECTOR) {
			const x = v128.load(v);
			put(d, v128.mul<real>(v128.load(u), v128.add<real>(x, x)), beta);
		}
	}
}
