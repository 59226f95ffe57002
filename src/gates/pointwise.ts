/** Functions that act on each entry by itself: f, and its slope. Everything else about them is written once, below. */
import { GraphError } from "../errors";
import { Binding, type Gate } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import { diagonal } from "../local/diagonal";

const call = (name: string) => ({
	latex: (z: string) => `${name}(${z})`,
	slopeLatex: (z: string) => `${name}'(${z})`,
});

export const LOGISTIC: Pointwise = {
	name: "logistic",
	f: sigmoid,
	slope: (_x, y) => y * (1 - y),
	curvature: (_x, y) => y * (1 - y) * (1 - 2 * y),
	...call("\\sigma"),
};
export const TANH: Pointwise = {
	name: "tanh",
	f: Math.tanh,
	slope: (_x, y) => 1 - y * y,
	curvature: (_x, y) => -2 * y * (1 - y * y),
	...call("\\tanh"),
};
/** The slope at 0, where relu has none, is 0 by convention. */
export const RELU: Pointwise = {
	name: "relu",
	f: (x) => (x > 0 ? x : 0),
	slope: (x) => (x > 0 ? 1 : 0),
	curvature: () => 0,
	...call("\\operatorname{relu}"),
};
export const EXP: Pointwise = {
	name: "exp",
	f: Math.exp,
	slope: (_x, y) => y,
	curvature: (_x, y) => y,
	...call("\\exp"),
};
export const LOG: Pointwise = {
	name: "log",
	f: Math.log,
	slope: (x) => 1 / x,
	curvature: (x) => -1 / (x * x),
	...call("\\log"),
};
export const SQUARE: Pointwise = {
	name: "square",
	f: (x) => x * x,
	slope: (x) => 2 * x,
	curvature: () => 2,
	latex: (z) => `(${z})^2`,
	slopeLatex: (z) => `2 (${z})`,
};

export const SQRT: Pointwise = {
	name: "sqrt",
	f: Math.sqrt,
	slope: (_x, y) => 1 / (2 * y),
	curvature: (_x, y) => -1 / (4 * y * y * y),
	latex: (z) => `\\sqrt{${z}}`,
	slopeLatex: (z) => `\\tfrac{1}{2 \\sqrt{${z}}}`,
};
export const RECIPROCAL: Pointwise = {
	name: "reciprocal",
	f: (x) => 1 / x,
	slope: (_x, y) => -y * y,
	curvature: (_x, y) => 2 * y * y * y,
	latex: (z) => `\\tfrac{1}{${z}}`,
	slopeLatex: (z) => `-\\tfrac{1}{(${z})^2}`,
};
/** log(1 + eˣ), whose slope is the logistic function. */
export const SOFTPLUS: Pointwise = {
	name: "softplus",
	f: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
	slope: (x) => sigmoid(x),
	curvature: (x) => sigmoid(x) * sigmoid(-x),
	...call("\\operatorname{softplus}"),
};

/** xᵖ for a fixed p. */
function powerOf(p: number): Pointwise {
	return {
		name: `power ${p}`,
		f: (x) => x ** p,
		slope: (x) => p * x ** (p - 1),
		curvature: (x) => p * (p - 1) * x ** (p - 2),
		latex: (z) => `(${z})^{${p}}`,
		slopeLatex: (z) => `${p} (${z})^{${p - 1}}`,
	};
}

/** The slope at 0 is that of the negative side, by convention. */
function leakyReluOf(leak: number): Pointwise {
	return {
		name: "leakyRelu",
		f: (x) => (x > 0 ? x : leak * x),
		slope: (x) => (x > 0 ? 1 : leak),
		curvature: () => 0,
		...call("\\operatorname{lrelu}"),
	};
}

/** 1 / (1 + e^−x), written so that the exponential never overflows. */
function sigmoid(x: number): number {
	if (x >= 0) return 1 / (1 + Math.exp(-x));
	const e = Math.exp(x);
	return e / (1 + e);
}

/** The gate of a pointwise function. Its local Jacobian is the diagonal of its slopes. */
function pointwiseGate(f: Pointwise): Gate {
	return {
		name: f.name,
		shape: ([x]) => x,
		forward: ([X], Y, kernels) => kernels.apply(f, X, Y),
		local: ([x], y) => diagonal({ by: "slope", f, x, y }),
		latex: ([z]) => ({ text: f.latex(z.text), binding: Binding.atom }),
	};
}

const gates = new Map([LOGISTIC, TANH, RELU, EXP, LOG, SQUARE].map((f) => [f, pointwiseGate(f)]));

/** f′ as a function of its own: it prints as f′(z), and where f has a curvature it can be differentiated again. */
export function derivativeOf(f: Pointwise): Pointwise {
	const known = derivatives.get(f);
	if (known !== undefined) return known;
	const slope = (x: number) => {
		if (f.curvature === undefined)
			throw new GraphError(`${f.name} states no curvature, so its slope cannot be differentiated again.`);
		return f.curvature(x, f.f(x));
	};
	const derivative: Pointwise = {
		name: `${f.name}'`,
		f: (x) => f.slope(x, f.f(x)),
		slope,
		latex: (z) => f.slopeLatex(z),
		slopeLatex: (z) => f.slopeLatex(z).replace("'", "''"),
	};
	derivatives.set(f, derivative);
	return derivative;
}

const derivatives = new Map<Pointwise, Pointwise>();

/** f′(z), entry by entry, for a function of this file: `slopeOf(TANH, z)`. */
export function slopeOf(f: Pointwise, z: Operand): Node {
	return pointwise(derivativeOf(f), z);
}

/** f of each entry, for a pointwise function of one's own. */
export function pointwise(f: Pointwise, x: Operand): Node {
	return operation(gates.get(f) ?? pointwiseGate(f), [x]);
}

/** σ(x) = 1 / (1 + e^−x), entry by entry. Slope y (1 − y). */
export function logistic(x: Operand): Node {
	return pointwise(LOGISTIC, x);
}

/** tanh(x), entry by entry. Slope 1 − y². */
export function tanh(x: Operand): Node {
	return pointwise(TANH, x);
}

/** max(0, x), entry by entry. Slope 1 where x > 0, else 0; at x = 0 it is 0 by convention. */
export function relu(x: Operand): Node {
	return pointwise(RELU, x);
}

/** eˣ, entry by entry. */
export function exp(x: Operand): Node {
	return pointwise(EXP, x);
}

/** The natural logarithm, entry by entry. */
export function log(x: Operand): Node {
	return pointwise(LOG, x);
}

/** x², entry by entry. */
export function square(x: Operand): Node {
	return pointwise(SQUARE, x);
}

/** √x, entry by entry; NaN below 0. */
export function sqrt(x: Operand): Node {
	return pointwise(SQRT, x);
}

/** 1/x, entry by entry. */
export function reciprocal(x: Operand): Node {
	return pointwise(RECIPROCAL, x);
}

/** log(1 + eˣ), entry by entry, without overflow. −softplus(−x) is log σ(x). */
export function softplus(x: Operand): Node {
	return pointwise(SOFTPLUS, x);
}

/** xᵖ, entry by entry, for a number p. */
export function power(x: Operand, p: number): Node {
	return pointwise(powerOf(p), x);
}

/** x where x > 0, leak·x else. Slope at 0: leak, by convention. */
export function leakyRelu(x: Operand, leak = 0.01): Node {
	return pointwise(leakyReluOf(leak), x);
}
