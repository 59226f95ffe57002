/** Functions that act on each entry by itself, each one statement: f, its slope, and the slopes of the slope. */
import type { Node, Operand } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import { FINITE, requireNumber } from "../matrix/checks";
import { flat, RECIPROCAL_SLOPES, solving } from "./higher";
import { making } from "./known";
import { applied, complete, pointwise } from "./pointwise";
import { remembered } from "./remembered";

const LOGISTIC_SLOPES = solving([
	[1, 1],
	[-1, 2],
]);

/** σ(x) = 1 / (1 + e^−x), entry by entry. Slope y (1 − y). */
export const logistic = pointwise({
	name: "logistic",
	words: ["logistic", "sigmoid", "σ"],
	symbol: "\\sigma",
	slopeFrom: "y",
	f: sigmoid,
	slope: (_x, y) => y * (1 - y),
	curvature: (_x, y) => y * (1 - y) * (1 - 2 * y),
	higher: LOGISTIC_SLOPES,
});

/** tanh(x), entry by entry. Slope 1 − y². */
export const tanh = pointwise({
	name: "tanh",
	symbol: "\\tanh",
	slopeFrom: "y",
	f: Math.tanh,
	slope: (_x, y) => 1 - y * y,
	curvature: (_x, y) => -2 * y * (1 - y * y),
	higher: solving([
		[1, 0],
		[-1, 2],
	]),
});

/**
 * max(0, x), entry by entry. Slope 1 where x > 0, else 0; at x = 0, where it has none, it is 0 by convention. NaN stays NaN:
 * it must not pass for a 0.
 */
export const relu = pointwise({
	name: "relu",
	slopeFrom: "x",
	f: (x) => (x <= 0 ? 0 : x),
	slope: (x) => (x > 0 ? 1 : x <= 0 ? 0 : Number.NaN),
	curvature: flat,
	higher: () => flat,
});

/** eˣ, entry by entry, its own slope. */
export const exp = pointwise({
	name: "exp",
	symbol: "\\exp",
	slopeFrom: "y",
	f: Math.exp,
	slope: (_x, y) => y,
	curvature: (_x, y) => y,
	higher: () => (_x, y) => y,
});

/** The natural logarithm, entry by entry. Slope 1/x. */
export const log = pointwise({
	name: "log",
	symbol: "\\log",
	slopeFrom: "x",
	f: Math.log,
	slope: (x) => 1 / x,
	curvature: (x) => -1 / (x * x),
	higher: (order) => (x) => RECIPROCAL_SLOPES(order - 1)(x, 1 / x),
});

/** log(1 + eˣ), entry by entry, without overflow; its slope is σ(x). −softplus(−x) is log σ(x). */
export const softplus = pointwise({
	name: "softplus",
	slopeFrom: "x",
	f: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
	slope: (x) => sigmoid(x),
	curvature: (x) => sigmoid(x) * sigmoid(-x),
	higher: (order) => (x) => LOGISTIC_SLOPES(order - 1)(x, sigmoid(x)),
});

/** log σ(x), entry by entry, finite where σ(x) itself would be 0. Slope 1 − σ(x). */
export const logLogistic = pointwise({
	name: "logLogistic",
	symbol: "\\log\\sigma",
	slopeFrom: "x",
	f: (x) => -softplus.pointwise.f(-x),
	slope: (x) => sigmoid(-x),
	curvature: (x) => -sigmoid(x) * sigmoid(-x),
	higher: (order) => (x) => -LOGISTIC_SLOPES(order - 1)(x, sigmoid(x)),
});

/** The slope at 0 is that of the negative side, by convention. */
const leakyReluOf = remembered((leak: number): Pointwise => {
	requireNumber("leakyRelu", "the leak", leak, FINITE);
	return complete({
		name: "leakyRelu",
		symbol: "\\operatorname{lrelu}",
		settings: [leak],
		slopeFrom: "x",
		f: (x) => (x > 0 ? x : leak * x),
		slope: (x) => (x > 0 ? 1 : x <= 0 ? leak : Number.NaN),
		curvature: flat,
		higher: () => flat,
	});
});

/** x where x > 0, leak·x else. Slope at 0: leak, by convention. */
export const leakyRelu = making("leakyRelu", (x: Operand, leak = 0.01): Node => applied(leakyReluOf(leak), x), {
	arity: 1,
	words: [],
	build: (make, [x], [leak]) => make(x, leak),
	pointwise: leakyReluOf,
});

/** 1 / (1 + e^−x), written so that the exponential never overflows. */
function sigmoid(x: number): number {
	if (x >= 0) return 1 / (1 + Math.exp(-x));
	const e = Math.exp(x);
	return e / (1 + e);
}
