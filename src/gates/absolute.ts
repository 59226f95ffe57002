/** |x| and the sign of x. */
import { pointwise } from "./pointwise";

/** |x|, entry by entry. The slope at 0, where it has none, is 0 by convention. */
export const abs = pointwise({
	name: "abs",
	slopeFrom: "x",
	f: Math.abs,
	slope: Math.sign,
	curvature: () => 0,
	higher: () => () => 0,
	latex: (z) => `\\lvert ${z} \\rvert`,
	slopeLatex: (z) => `\\operatorname{sign}(${z})`,
});

/** −1 where x < 0, 1 where x > 0, 0 at 0, entry by entry. It is flat wherever it has a slope. */
export const sign = pointwise({
	name: "sign",
	slopeFrom: "x",
	f: Math.sign,
	slope: () => 0,
	curvature: () => 0,
	higher: () => () => 0,
});
