/** Powers of each entry: x², √x, 1/x, and xᵖ for a number p. For an exponent that is an expression there is raise(a, b). */
import type { Node, Operand } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import { FINITE, requireNumber } from "../matrix/checks";
import { flat, RECIPROCAL_SLOPES, solving, wholePower } from "./higher";
import { making } from "./known";
import { applied, complete, pointwise } from "./pointwise";
import { remembered } from "./remembered";

/** x², entry by entry. Slope 2x. */
export const square = pointwise({
	name: "square",
	slopeFrom: "x",
	f: (x) => x * x,
	slope: (x) => 2 * x,
	curvature: (x) => 2 + flat(x),
	higher: () => flat,
	latex: (_z, grouped) => `${grouped}^2`,
	slopeLatex: (_z, grouped) => `2 ${grouped}`,
});

/** √x, entry by entry; NaN below 0. Slope 1/(2y). */
export const sqrt = pointwise({
	name: "sqrt",
	slopeFrom: "y",
	f: Math.sqrt,
	slope: (_x, y) => 1 / (2 * y),
	curvature: (_x, y) => -1 / (4 * y * y * y),
	higher: solving([[0.5, -1]]),
	words: ["sqrt", "√"],
	latex: (z) => `\\sqrt{${z}}`,
	slopeLatex: (z) => `\\tfrac{1}{2 \\sqrt{${z}}}`,
});

/** 1/x, entry by entry. Slope −y². */
export const reciprocal = pointwise({
	name: "reciprocal",
	slopeFrom: "y",
	f: (x) => 1 / x,
	slope: (_x, y) => -y * y,
	curvature: (_x, y) => 2 * y * y * y,
	higher: RECIPROCAL_SLOPES,
	latex: (z) => `\\tfrac{1}{${z}}`,
	slopeLatex: (_z, grouped) => `-\\tfrac{1}{${grouped}^2}`,
});

/** xᵖ for a fixed p. @throws DataError unless p is a finite number */
export const powerOf = remembered((p: number): Pointwise => {
	requireNumber("power", "the exponent", p, FINITE);
	return complete({
		name: "power",
		settings: [p],
		slopeFrom: "x",
		f: raised(p),
		slope: weighted(p, raised(p - 1)),
		curvature: weighted(p * (p - 1), raised(p - 2)),
		higher: (order) => {
			const falling = Array.from({ length: order }, (_, k) => p - k).reduce((product, factor) => product * factor, 1);
			return weighted(falling, raised(p - order));
		},
		latex: (_z, grouped) => `${grouped}^{${p}}`,
		slopeLatex: (_z, grouped) => `${p} ${grouped}^{${p - 1}}`,
	});
});

/** xᵖ, entry by entry, for a number p. */
export const power = making("power", (x: Operand, p: number): Node => applied(powerOf(p), x), {
	arity: 1,
	words: [], // the notation writes x^p
	build: (make, [x], [p]) => make(x, p),
	pointwise: powerOf,
});

/** xᵖ; in the same bits on every machine where p is a whole number. */
function raised(p: number): (x: number) => number {
	return Number.isInteger(p) && Math.abs(p) <= 64 ? (x) => wholePower(x, p) : (x) => x ** p;
}

/** c·f(x), where 0 times an infinity is 0, and NaN stays NaN: the slope of x⁰ is 0 at 0, too. */
function weighted(c: number, f: (x: number) => number): (x: number) => number {
	return c === 0 ? flat : (x) => flat(x) + c * f(x);
}
