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
	const { value, h, rounding } = symmetric(f, x, step);
	return { value, error: h * h + rounding, evaluations: 2 };
}

function symmetric(f: Function1, x: number, step: number): { value: number; h: number; rounding: number } {
	const h = scaled(x, step);
	const [up, down] = [f(x + h), f(x - h)];
	return { value: (up - down) / (2 * h), h, rounding: (EPSILON * (Math.abs(up) + Math.abs(down))) / (2 * h) };
}

/** Two central differences, combined so that their h² errors cancel: error of order h⁴. */
export function richardson(f: Function1, x: number): Slope {
	const coarse = centralDifference(f, x, 2e-3);
	const fine = centralDifference(f, x, 1e-3);
	const value = fine.value + (fine.value - coarse.value) / 3;
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

function extrapolated(f: Function1, x: number, step: number): Slope {
	const shrink = 2;
	const levels = 3;
	const table: number[][] = [];
	let best: Slope = { value: Number.NaN, error: Number.POSITIVE_INFINITY, evaluations: 2 * levels };
	for (let level = 0; level < levels; level++) {
		const { value: difference, rounding } = symmetric(f, x, step / shrink ** level);
		const line = [difference];
		for (let order = 1; order <= level; order++) {
			const gain = shrink ** (2 * order);
			line.push((gain * line[order - 1] - table[level - 1][order - 1]) / (gain - 1));
		}
		table.push(line);
		if (level === 0) continue;
		const value = line[level];
		const error = Math.max(
			Math.abs(value - line[level - 1]),
			Math.abs(value - table[level - 1][level - 1]),
			rounding, // which no extrapolation takes away
		);
		if (level === levels - 1 || error < best.error) best = { ...best, value, error };
	}
	return Number.isNaN(best.error) ? { ...best, error: Number.POSITIVE_INFINITY } : best;
}

/** The four schemes by name. */
export const SCHEMES: Readonly<Record<Scheme, (f: Function1, x: number) => Slope>> = {
	forward: forwardDifference,
	central: centralDifference,
	richardson,
	ridders,
};
