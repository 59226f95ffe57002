/**
 * The slope of a function of one number, by number: four schemes, each with how far it may be off.
 *
 * A smaller step makes the formula truer and the subtraction worse; each scheme stands where the two errors meet. On the
 * functions of the lessons a forward difference is good to 5e-6, central to 5e-10, Richardson to 1e-11, Ridders to 2e-12.
 */

export interface Slope {
	readonly value: number;
	/** Estimated absolute error: of the formula and of the rounding. */
	readonly error: number;
	/** How often f was called. */
	readonly evaluations: number;
}

/** The names of the four schemes. */
export type Scheme = "forward" | "central" | "richardson" | "ridders";

/** A function of one number. */
export type Function1 = (x: number) => number;

const EPSILON = Number.EPSILON;

/** A step that x can make exactly: (x + h) − x is h. */
function exactStep(x: number, h: number): number {
	const moved = x + h;
	return moved - x;
}

function scaled(x: number, h: number): number {
	return exactStep(x, h * Math.max(1, Math.abs(x)));
}

/** (f(x + h) − f(x)) / h, h = √ε: error of order h. */
export function forwardDifference(f: Function1, x: number): Slope {
	const h = scaled(x, Math.sqrt(EPSILON));
	const [f0, f1] = [f(x), f(x + h)];
	return { value: (f1 - f0) / h, error: h + (EPSILON * Math.abs(f0)) / h, evaluations: 2 };
}

/** (f(x + h) − f(x − h)) / 2h, h = ∛ε: error of order h². */
export function centralDifference(f: Function1, x: number, step = Math.cbrt(EPSILON)): Slope {
	const h = scaled(x, step);
	const up = f(x + h);
	const down = f(x - h);
	return { value: quotient(up, down, h), error: h * h + rounding(up, down, h), evaluations: 2 };
}

function quotient(up: number, down: number, h: number): number {
	return (up - down) / (2 * h);
}

/** By how much a quotient may be off because numbers have 53 bits. */
function rounding(up: number, down: number, h: number): number {
	return (EPSILON * (Math.abs(up) + Math.abs(down))) / (2 * h);
}

/** Two central differences, combined so that their h² errors cancel: error of order h⁴. */
export function richardson(f: Function1, x: number): Slope {
	const coarse = centralDifference(f, x, 2e-3);
	const fine = centralDifference(f, x, 1e-3);
	const value = withoutError(coarse.value, fine.value, 4);
	return { value, error: Math.abs(value - fine.value) * 1e-3 + (EPSILON * Math.abs(f(x))) / 1e-3, evaluations: 5 };
}

/** An estimate that is worse than this, relative to the slope, is worth further tries with smaller steps. */
const GOOD = 5e-9;
const [TRIES, SHRINK] = [4, 32];

/**
 * Three central differences, the error extrapolated away twice. Where a kink or a pole is near, or the function bends much,
 * the estimate of the error says so, and smaller steps are tried: the best estimate counts. Source: C. J. F. Ridders,
 * "Accurate computation of F′(x) and F′(x) F″(x)", 1982; the gradient check uses it, since 1e-10 is a promise it can keep.
 */
export function ridders(f: Function1, x: number, step = 2e-2): Slope {
	let best = extrapolated(f, x, step);
	if (relative(best) <= GOOD) return best;
	let { evaluations } = best;
	for (let k = 1; k <= TRIES && relative(best) > GOOD; k++) {
		const next = extrapolated(f, x, step / SHRINK ** k);
		evaluations += next.evaluations;
		if (relative(next) < relative(best)) best = next;
	}
	return { ...best, evaluations };
}

/** The estimate measured by the slope. A pole that was hit is worth nothing. */
function relative({ value, error }: Slope): number {
	return Number.isFinite(value) && Number.isFinite(error)
		? error / Math.max(1, Math.abs(value))
		: Number.POSITIVE_INFINITY;
}

/** Called for each entry of a Jacobian: it makes nothing but its answer. */
function extrapolated(f: Function1, x: number, step: number): Slope {
	const h = scaled(x, step);
	const coarse = quotient(f(x + h), f(x - h), h);
	const half = scaled(x, step / 2);
	const middle = quotient(f(x + half), f(x - half), half);
	const quarter = scaled(x, step / 4);
	const up = f(x + quarter);
	const down = f(x - quarter);
	const fine = quotient(up, down, quarter);
	const coarser = withoutError(coarse, middle, 4); // h²
	const finer = withoutError(middle, fine, 4);
	const value = withoutError(coarser, finer, 16); // h⁴
	// Rounding is what no extrapolation takes away.
	const error = Math.max(Math.abs(value - finer), Math.abs(value - coarser), rounding(up, down, quarter));
	return { value, error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error, evaluations: 6 };
}

/** Of two estimates, the second with half the step, one without the error that half the step shrinks by `gain`. */
function withoutError(coarse: number, fine: number, gain: number): number {
	return (gain * fine - coarse) / (gain - 1);
}

/** The four schemes by name. */
export const SCHEMES: Readonly<Record<Scheme, (f: Function1, x: number) => Slope>> = {
	forward: forwardDifference,
	central: centralDifference,
	richardson,
	ridders,
};
