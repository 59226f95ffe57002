/** sin and cos, each the other's slope but for a sign. */
import type { Node, Operand } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import { pointwise } from "./pointwise";

/** sin and its slopes: after four it begins again. */
const TURNS: readonly ((x: number) => number)[] = [Math.sin, Math.cos, (x) => -Math.sin(x), (x) => -Math.cos(x)];

/** sin x. Slope cos x. */
export const SIN: Pointwise = {
	name: "sin",
	slopeFrom: "x",
	f: Math.sin,
	slope: Math.cos,
	curvature: (_x, y) => -y,
	higher: (order) => TURNS[order % 4],
	latex: (z) => `\\sin(${z})`,
	slopeLatex: (z) => `\\sin'(${z})`,
};
/** cos x. Slope −sin x. */
export const COS: Pointwise = {
	name: "cos",
	slopeFrom: "x",
	f: Math.cos,
	slope: (x) => -Math.sin(x),
	curvature: (_x, y) => -y,
	higher: (order) => TURNS[(order + 1) % 4],
	latex: (z) => `\\cos(${z})`,
	slopeLatex: (z) => `\\cos'(${z})`,
};

/** sin x, entry by entry. */
export function sin(x: Operand): Node {
	return pointwise(SIN, x);
}

/** cos x, entry by entry. */
export function cos(x: Operand): Node {
	return pointwise(COS, x);
}
