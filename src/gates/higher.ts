/** Derivatives of any order of the functions whose slope is a sum of powers of their value: y′ = Σ c·yᵖ. */

/** c·yᵖ */
type Term = readonly [c: number, p: number];

/** The derivative of an order, from x and y = f(x). */
export type HigherSlope = (order: number) => (x: number, y: number) => number;

/** From the equation of a function: tanh has y′ = 1 − y², so y″ = −2y·y′, and so on. */
export function solving(equation: readonly Term[]): HigherSlope {
	const known: (readonly Term[])[] = [[[1, 1]]];
	const termsOf = (order: number): readonly Term[] => {
		for (let k = known.length; k <= order; k++) known.push(differentiated(known[k - 1], equation));
		return known[order];
	};
	return (order) => {
		const terms = termsOf(order);
		return (_x, y) => terms.reduce((sum, [c, p]) => sum + c * y ** p, 0);
	};
}

/** (c·yᵖ)′ is c·p·yᵖ⁻¹·y′ */
function differentiated(terms: readonly Term[], equation: readonly Term[]): Term[] {
	const sums = new Map<number, number>();
	for (const [c, p] of terms)
		for (const [a, q] of equation) sums.set(p - 1 + q, (sums.get(p - 1 + q) ?? 0) + c * p * a);
	return [...sums].flatMap(([p, c]) => (c === 0 ? [] : [[c, p] as const]));
}

/** 0, and NaN of NaN. */
export function flat(x: number): number {
	return Number.isNaN(x) ? x : 0;
}

/** Of 1/x, from x and 1/x. */
export const RECIPROCAL_SLOPES = solving([[-1, 2]]);

/**
 * xⁿ for a whole number n, by squaring. It is the same to the last bit wherever it runs, which `**` is not: Node 24 rounds
 * other than Node 22.
 */
export function wholePower(x: number, n: number): number {
	let [result, square] = [1, n < 0 ? 1 / x : x];
	for (let rest = Math.abs(n); rest > 0; rest = Math.floor(rest / 2)) {
		if (rest % 2 === 1) result *= square;
		square *= square;
	}
	return result;
}
