/** What all kernels share: vectors of 16 bytes hold 4 numbers of 32 bits or 2 of 64. `real` is f64 or f32, as compiled. */

export const ONE_VECTOR: usize = 16;

// @ts-ignore: decorator
@inline
export function lanes(): i32 {
	return 16 / sizeof<real>();
}

/** Address of number k of the run that begins at `start`. */
// @ts-ignore: decorator
@inline
export function at(start: usize, k: i32): usize {
	return start + (<usize>k) * sizeof<real>();
}

// @ts-ignore: decorator
@inline
export function madd(sum: v128, a: v128, b: v128): v128 {
	return v128.add<real>(sum, v128.mul<real>(a, b));
}

/** Overwrites (β = 0) or adds to (β = 1) a vector. */
// @ts-ignore: decorator
@inline
export function put(place: usize, value: v128, beta: i32): void {
	v128.store(place, beta == 0 ? value : v128.add<real>(v128.load(place), value));
}

/** The same for one number. */
// @ts-ignore: decorator
@inline
export function putOne(place: usize, value: real, beta: i32): void {
	store<real>(place, beta == 0 ? value : <real>(load<real>(place) + value));
}

/** The same for one number that was summed in 64 bits. */
// @ts-ignore: decorator
@inline
export function putSum(place: usize, value: f64, beta: i32): void {
	store<real>(place, <real>(beta == 0 ? value : <f64>load<real>(place) + value));
}

/** The sum of a vector's lanes, in 64 bits. */
// @ts-ignore: decorator
@inline
export function total(v: v128): f64 {
	if (sizeof<real>() == 8) return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
	const low = <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1);
	return low + (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3));
}
