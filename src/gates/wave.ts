/** sin and cos, each the other's slope but for a sign. */
import { pointwise } from "./pointwise";

/** sin and its slopes: after four it begins again. */
const TURNS: readonly ((x: number) => number)[] = [Math.sin, Math.cos, (x) => -Math.sin(x), (x) => -Math.cos(x)];

/** sin x, entry by entry. Slope cos x. */
export const sin = pointwise({
	name: "sin",
	symbol: "\\sin",
	slopeFrom: "x",
	f: Math.sin,
	slope: Math.cos,
	curvature: (_x, y) => -y,
	higher: (order) => TURNS[order % 4],
});

/** cos x, entry by entry. Slope −sin x. */
export const cos = pointwise({
	name: "cos",
	symbol: "\\cos",
	slopeFrom: "x",
	f: Math.cos,
	slope: (x) => -Math.sin(x),
	curvature: (_x, y) => -y,
	higher: (order) => TURNS[(order + 1) % 4],
});
