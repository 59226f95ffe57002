/** Functions that act on each entry by itself: f, and its slope. Everything else about them is written once, below. */
import { GraphError } from "../errors";
import { Binding, type Gate, within } from "../graph/gate";
import { compiledFunctions, type Pointwise } from "../kernels/kernels";
import { diagonal } from "../local/diagonal";
import { FINITE, requireNumber } from "../matrix/checks";
import { wholePower } from "../matrix/numbers";
import { solving } from "./higher";
import { remembered } from "./remembered";

const call = (name: string) => ({
	latex: (z: string) => `${name}(${z})`,
	slopeLatex: (z: string) => `${name}'(${z})`,
});

const LOGISTIC_SLOPES = solving([
	[1, 1],
	[-1, 2],
]);
const RECIPROCAL_SLOPES = solving([[-1, 2]]);

/** σ(x) = 1/(1 + e⁻ˣ). Slope y(1 − y). */
export const LOGISTIC: Pointwise = {
	name: "logistic",
	slopeFrom: "y",
	f: sigmoid,
	slope: (_x, y) => y * (1 - y),
	curvature: (_x, y) => y * (1 - y) * (1 - 2 * y),
	higher: LOGISTIC_SLOPES,
	...call("\\sigma"),
};
/** tanh(x). Slope 1 − y². */
export const TANH: Pointwise = {
	name: "tanh",
	slopeFrom: "y",
	f: Math.tanh,
	slope: (_x, y) => 1 - y * y,
	curvature: (_x, y) => -2 * y * (1 - y * y),
	higher: solving([
		[1, 0],
		[-1, 2],
	]),
	...call("\\tanh"),
};
/** The slope at 0, where relu has none, is 0 by convention. NaN stays NaN: it must not pass for a 0. */
export const RELU: Pointwise = {
	name: "relu",
	slopeFrom: "x",
	f: (x) => (x <= 0 ? 0 : x),
	slope: (x) => (x > 0 ? 1 : x <= 0 ? 0 : Number.NaN),
	curvature: flat,
	higher: () => flat,
	...call("\\operatorname{relu}"),
};
/** eˣ. Slope y. */
export const EXP: Pointwise = {
	name: "exp",
	slopeFrom: "y",
	f: Math.exp,
	slope: (_x, y) => y,
	curvature: (_x, y) => y,
	higher: () => (_x, y) => y,
	...call("\\exp"),
};
/** The natural logarithm. Slope 1/x. */
export const LOG: Pointwise = {
	name: "log",
	slopeFrom: "x",
	f: Math.log,
	slope: (x) => 1 / x,
	curvature: (x) => -1 / (x * x),
	higher: (order) => (x) => RECIPROCAL_SLOPES(order - 1)(x, 1 / x),
	...call("\\log"),
};
/** x². Slope 2x. */
export const SQUARE: Pointwise = {
	name: "square",
	slopeFrom: "x",
	f: (x) => x * x,
	slope: (x) => 2 * x,
	curvature: (x) => 2 + flat(x),
	higher: () => flat,
	latex: (_z, grouped) => `${grouped}^2`,
	slopeLatex: (_z, grouped) => `2 ${grouped}`,
};

/** √x. Slope 1/(2y). */
export const SQRT: Pointwise = {
	name: "sqrt",
	slopeFrom: "y",
	f: Math.sqrt,
	slope: (_x, y) => 1 / (2 * y),
	curvature: (_x, y) => -1 / (4 * y * y * y),
	higher: solving([[0.5, -1]]),
	latex: (z) => `\\sqrt{${z}}`,
	slopeLatex: (z) => `\\tfrac{1}{2 \\sqrt{${z}}}`,
};
/** 1/x. Slope −y². */
export const RECIPROCAL: Pointwise = {
	name: "reciprocal",
	slopeFrom: "y",
	f: (x) => 1 / x,
	slope: (_x, y) => -y * y,
	curvature: (_x, y) => 2 * y * y * y,
	higher: RECIPROCAL_SLOPES,
	latex: (z) => `\\tfrac{1}{${z}}`,
	slopeLatex: (_z, grouped) => `-\\tfrac{1}{${grouped}^2}`,
};
/** log(1 + eˣ), whose slope is the logistic function. */
export const SOFTPLUS: Pointwise = {
	name: "softplus",
	slopeFrom: "x",
	f: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
	slope: (x) => sigmoid(x),
	curvature: (x) => sigmoid(x) * sigmoid(-x),
	higher: (order) => (x) => LOGISTIC_SLOPES(order - 1)(x, sigmoid(x)),
	...call("\\operatorname{softplus}"),
};

/** log σ(x), finite where σ(x) itself would be 0. Its slope is 1 − σ(x). */
export const LOG_LOGISTIC: Pointwise = {
	name: "logLogistic",
	slopeFrom: "x",
	f: (x) => -SOFTPLUS.f(-x),
	slope: (x) => sigmoid(-x),
	curvature: (x) => -sigmoid(x) * sigmoid(-x),
	higher: (order) => (x) => -LOGISTIC_SLOPES(order - 1)(x, sigmoid(x)),
	...call("\\log\\sigma"),
};

compiledFunctions.set(TANH, "tanh").set(LOGISTIC, "logistic").set(EXP, "exp").set(RELU, "relu").set(SQUARE, "square");

/** xᵖ; in the same bits on every machine where p is a whole number. */
function raised(p: number): (x: number) => number {
	return Number.isInteger(p) && Math.abs(p) <= 64 ? (x) => wholePower(x, p) : (x) => x ** p;
}

/** c·f(x), where 0 times an infinity is 0, and NaN stays NaN: the slope of x⁰ is 0 at 0, too. */
function weighted(c: number, f: (x: number) => number): (x: number) => number {
	return c === 0 ? flat : (x) => flat(x) + c * f(x);
}

/** 0, and NaN of NaN. */
function flat(x: number): number {
	return Number.isNaN(x) ? x : 0;
}

/** xᵖ for a fixed p. @throws DataError unless p is a finite number */
export const powerOf = remembered((p: number): Pointwise => {
	requireNumber("power", "the exponent", p, FINITE);
	return {
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
	};
});

/** The slope at 0 is that of the negative side, by convention. */
export const leakyReluOf = remembered((leak: number): Pointwise => {
	requireNumber("leakyRelu", "the leak", leak, FINITE);
	return {
		name: "leakyRelu",
		settings: [leak],
		slopeFrom: "x",
		f: (x) => (x > 0 ? x : leak * x),
		slope: (x) => (x > 0 ? 1 : x <= 0 ? leak : Number.NaN),
		curvature: flat,
		higher: () => flat,
		...call("\\operatorname{lrelu}"),
	};
});

/** 1 / (1 + e^−x), written so that the exponential never overflows. */
function sigmoid(x: number): number {
	if (x >= 0) return 1 / (1 + Math.exp(-x));
	const e = Math.exp(x);
	return e / (1 + e);
}

/** The gate of a pointwise function. Its local Jacobian is the diagonal of its slopes. */
function pointwiseGate(f: Pointwise): Gate {
	const binding = bindingOf(f.latex("z", "z"));
	return {
		name: f.name,
		settings: f.settings,
		shape: ([x]) => x,
		inPlace: true,
		forward: ([X], Y, kernels) => kernels.apply(f, X, Y),
		local: ([x], y) => diagonal({ by: "slope", f, x, y }),
		latex: ([z], { rows, cols }) => {
			const text = f.latex(z.text, within(z, Binding.atom));
			// A² of a matrix would be read as A·A.
			const isMatrix = binding === Binding.power && rows !== 1 && cols !== 1;
			const clear = isMatrix ? text.replace(EXPONENT, "^{\\odot $1}") : text;
			return { text: clear, binding, ...(f === RECIPROCAL && { under: z }) };
		},
	};
}

/** How tightly the formula of a function binds: a sign and a number in front loosely, an exponent less than a call. */
function bindingOf(text: string): Binding {
	if (text.startsWith("-")) return Binding.sum;
	if (/^\d/.test(text)) return Binding.hadamard;
	return EXPONENT.test(text) ? Binding.power : Binding.atom;
}

const EXPONENT = /\^\{?(-?[\d.]+)\}?$/;

/** One gate for each function, however often it is used. */
const gates = new WeakMap<Pointwise, Gate>();

/** The gate that applies f to each entry. */
export function gateOf(f: Pointwise): Gate {
	const known = gates.get(f) ?? pointwiseGate(f);
	gates.set(f, known);
	return known;
}

/** f′ as a function of its own: it prints as f′(z), and can be differentiated again as far as f says how. */
export function derivativeOf(f: Pointwise): Pointwise {
	const known = derivatives.get(f);
	if (known !== undefined) return known;
	const at = (order: number) => (x: number) => slopeOfOrder(f, order)(x, f.f(x));
	const derivative: Pointwise = {
		name: `${f.name}'`,
		...(f.settings !== undefined && { settings: f.settings }),
		slopeFrom: "x",
		f: at(1),
		slope: (x) => at(2)(x),
		curvature: (x) => at(3)(x),
		higher: (order) => at(order + 1),
		latex: (z, grouped) => f.slopeLatex(z, grouped),
		slopeLatex: (z, grouped) => {
			const once = f.slopeLatex(z, grouped);
			return once.includes("'") ? once.replace(/'+/, "$&'") : `\\operatorname{${f.name}}''(${z})`;
		},
	};
	derivatives.set(f, derivative);
	return derivative;
}

/** The derivative of an order from 1 on. @throws GraphError where f does not say it */
function slopeOfOrder(f: Pointwise, order: number): (x: number, y: number) => number {
	if (order === 1) return (x, y) => f.slope(x, y);
	if (order === 2 && f.curvature !== undefined) return f.curvature;
	if (f.higher !== undefined) return f.higher(order);
	throw new GraphError(
		`${f.name} states no ${order === 2 ? "curvature" : "higher slopes"}, so its slope cannot be differentiated again.`,
	);
}

const derivatives = new Map<Pointwise, Pointwise>();
