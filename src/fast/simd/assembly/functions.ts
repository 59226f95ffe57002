/**
 * exp, tanh and the logistic function of vectors, within two units of the last place.
 * Source of the polynomials: S. L. Moshier, the Cephes mathematical library.
 */

/** eˣ of two numbers. x is r + n·log 2 with |r| < 0.35; e^r is 1 + 2·rP(r²)/(Q(r²) − rP(r²)). */
// @ts-ignore: decorator
@inline
export function exp64(x: v128): v128 {
	const clamped = f64x2.min(f64x2.max(x, f64x2.splat(-750)), f64x2.splat(710));
	const n = f64x2.nearest(f64x2.mul(clamped, f64x2.splat(1.4426950408889634)));
	let r = f64x2.sub(clamped, f64x2.mul(n, f64x2.splat(6.93145751953125e-1)));
	r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.42860682030941723212e-6)));
	const rr = f64x2.mul(r, r);
	let p = f64x2.add(f64x2.mul(f64x2.splat(1.26177193074810590878e-4), rr), f64x2.splat(3.02994407707441961300e-2));
	p = f64x2.add(f64x2.mul(p, rr), f64x2.splat(9.99999999999999999910e-1));
	p = f64x2.mul(p, r);
	let q = f64x2.add(f64x2.mul(f64x2.splat(3.00198505138664455042e-6), rr), f64x2.splat(2.52448340349684104192e-3));
	q = f64x2.add(f64x2.mul(q, rr), f64x2.splat(2.27265548208155028766e-1));
	q = f64x2.add(f64x2.mul(q, rr), f64x2.splat(2.00000000000000000005));
	const y = f64x2.add(f64x2.splat(1), f64x2.div(f64x2.add(p, p), f64x2.sub(q, p)));
	// 2ⁿ in two steps, since n may lie outside of what one exponent can say
	const half = f64x2.nearest(f64x2.mul(n, f64x2.splat(0.5)));
	return f64x2.mul(f64x2.mul(y, power64(half)), power64(f64x2.sub(n, half)));
}

/** 2ⁿ for whole numbers n, |n| < 1022: n goes to where the exponent lies. */
// @ts-ignore: decorator
@inline
function power64(n: v128): v128 {
	const MAGIC: f64 = 6755399441055744; // 1.5 · 2⁵²: its last bits then hold n
	return i64x2.shl(f64x2.add(n, f64x2.splat(MAGIC + 1023)), 52);
}

/** tanh of two numbers: x + x³P(x²)/Q(x²) near 0, else 1 − 2/(e^2|x| + 1) with the sign of x. */
// @ts-ignore: decorator
@inline
export function tanh64(x: v128): v128 {
	const size = f64x2.abs(x);
	const e = exp64(f64x2.min(f64x2.add(size, size), f64x2.splat(50)));
	const far = f64x2.sub(f64x2.splat(1), f64x2.div(f64x2.splat(2), f64x2.add(e, f64x2.splat(1))));
	const z = f64x2.mul(x, x);
	let p = f64x2.add(f64x2.mul(f64x2.splat(-9.64399179425052238628e-1), z), f64x2.splat(-9.92877231001918586564e1));
	p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-1.61468768441708447952e3));
	let q = f64x2.add(z, f64x2.splat(1.12811678491632931402e2));
	q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2.23548839060100448583e3));
	q = f64x2.add(f64x2.mul(q, z), f64x2.splat(4.84406305325125486048e3));
	const near = f64x2.add(x, f64x2.mul(x, f64x2.mul(z, f64x2.div(p, q))));
	const sign = v128.and(x, f64x2.splat(-0.0));
	return v128.bitselect(near, v128.or(far, sign), f64x2.lt(size, f64x2.splat(0.625)));
}

/** 1/(1 + e⁻ˣ) of two numbers, by e^−|x|, which never overflows. */
// @ts-ignore: decorator
@inline
export function logistic64(x: v128): v128 {
	const one = f64x2.splat(1);
	const e = exp64(f64x2.neg(f64x2.abs(x)));
	const above = v128.bitselect(one, e, f64x2.ge(x, f64x2.splat(0)));
	return f64x2.div(above, f64x2.add(one, e));
}

/** eˣ of four numbers. */
// @ts-ignore: decorator
@inline
export function exp32(x: v128): v128 {
	const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-105)), f32x4.splat(89));
	const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504)));
	let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693359375)));
	r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
	let p = f32x4.add(f32x4.mul(f32x4.splat(1.9875691500e-4), r), f32x4.splat(1.3981999507e-3));
	p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
	p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
	p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
	p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
	p = f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), f32x4.add(r, f32x4.splat(1)));
	const half = f32x4.nearest(f32x4.mul(n, f32x4.splat(0.5)));
	return f32x4.mul(f32x4.mul(p, power32(half)), power32(f32x4.sub(n, half)));
}

// @ts-ignore: decorator
@inline
function power32(n: v128): v128 {
	const MAGIC: f32 = 12582912; // 1.5 · 2²³
	return i32x4.shl(f32x4.add(n, f32x4.splat(MAGIC + 127)), 23);
}

/** tanh of four numbers. */
// @ts-ignore: decorator
@inline
export function tanh32(x: v128): v128 {
	const size = f32x4.abs(x);
	const e = exp32(f32x4.min(f32x4.add(size, size), f32x4.splat(40)));
	const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(e, f32x4.splat(1))));
	const z = f32x4.mul(x, x);
	let p = f32x4.add(f32x4.mul(f32x4.splat(-5.70498872745e-3), z), f32x4.splat(2.06390887954e-2));
	p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
	p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
	p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
	const near = f32x4.add(x, f32x4.mul(f32x4.mul(p, z), x));
	const sign = v128.and(x, f32x4.splat(-0.0));
	return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, f32x4.splat(0.625)));
}

/** 1/(1 + e⁻ˣ) of four numbers. */
// @ts-ignore: decorator
@inline
export function logistic32(x: v128): v128 {
	const one = f32x4.splat(1);
	const e = exp32(f32x4.neg(f32x4.abs(x)));
	const above = v128.bitselect(one, e, f32x4.ge(x, f32x4.splat(0)));
	return f32x4.div(above, f32x4.add(one, e));
}

// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
	return sizeof<real>() == 8 ? exp64(x) : exp32(x);
}

// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
	return sizeof<real>() == 8 ? tanh64(x) : tanh32(x);
}

// @ts-ignore: decorator
@inline
export function logistic(x: v128): v128 {
	return sizeof<real>() == 8 ? logistic64(x) : logistic32(x);
}
