/** |x| and the sign of x. */
import type { Node, Operand } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import { pointwise } from "./pointwise";

/** |x|. The slope at 0, where it has none, is 0 by convention. */
export const ABS: Pointwise = {
	name: "abs",
	slopeFrom: "x",
	f: Math.abs,
	slope: Math.sign,
	curvature: () => 0,
	higher: () => () => 0,
	latex: (z) => `\\lvert ${z} \\rvert`,
	slopeLatex: (z) => `\\operatorname{sign}(${z})`,
};
/** −1, 0 or 1. It is flat wherever it has a slope. */
export const SIGN: Pointwise = {
	name: "sign",
	slopeFrom: "x",
	f: Math.sign,
	slope: () => 0,
	curvature: () => 0,
	higher: () => () => 0,
	latex: (z) => `\\operatorname{sign}(${z})`,
	slopeLatex: (z) => `\\operatorname{sign}'(${z})`,
};

/** |x|, entry by entry. Slope at 0: 0, by convention. */
export function abs(x: Operand): Node {
	return pointwise(ABS, x);
}

/** −1 where x < 0, 1 where x > 0, 0 at 0. */
export function sign(x: Operand): Node {
	return pointwise(SIGN, x);
}
