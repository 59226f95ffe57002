/**
 * Functions that act on each entry by itself: `export const tanh = pointwise({ name, f, slope })` is the whole gate. Its
 * local Jacobian is the diagonal of its slopes; shape, passes, LaTeX and derivatives of any order are written here, once.
 */
import { GraphError } from "../errors";
import { Binding, type Gate, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import { diagonal } from "../local/one-entry";
import { called, type GateFunction } from "./known";

/** What a function states: itself and its slope. The rest has a default. */
export interface PointwiseStatement extends Omit<Pointwise, "curvature" | "higher" | "latex" | "slopeLatex"> {
	/** f″(x), for slopes that are differentiated again. */
	curvature?(x: number, y: number): number;
	/** The derivative of any order from the third on, where it has one. */
	higher?(order: number): (x: number, y: number) => number;
	/** In LaTeX, before the parentheses: the name where nothing is said. */
	readonly symbol?: string;
	/** LaTeX of f(z), where it is no symbol before parentheses. */
	latex?(z: string, grouped: string): string;
	/** LaTeX of f′(z): a prime behind the symbol where nothing is said. */
	slopeLatex?(z: string, grouped: string): string;
	/** As the notation calls it: by its name where nothing is said. */
	readonly words?: readonly string[];
}

/** A function as a gate on nodes. */
export interface PointwiseGate extends GateFunction<[x: Operand]> {
	/** The function of one number, with its slope. */
	readonly pointwise: Pointwise;
}

/** A gate from what it does to each entry, and its slope there: `const swish = pointwise({ name: "swish", f: …, slope: … })`. */
export function pointwise(statement: PointwiseStatement): PointwiseGate {
	const f = complete(statement);
	const { name } = f;
	const words = statement.words ?? [name];
	const known = { name, words, arity: 1, build: ([x]: readonly Node[]) => applied(f, x), pointwise: () => f };
	return Object.assign(
		called(name, (x: Operand) => applied(f, x)),
		{ gate: gateOf(f), known, pointwise: f },
	);
}

/** The statement with LaTeX for what it does not print itself. */
export function complete(statement: PointwiseStatement): Pointwise {
	const { symbol = `\\operatorname{${statement.name}}` } = statement;
	return { latex: (z) => `${symbol}(${z})`, slopeLatex: (z) => `${symbol}'(${z})`, ...statement };
}

/** f′(z), entry by entry: `slopeOf(tanh, z)`. */
export function slopeOf(f: Pointwise | PointwiseGate, z: Operand): Node {
	return applied(derivativeOf("pointwise" in f ? f.pointwise : f), z);
}

/** f(x), entry by entry. */
export function applied(f: Pointwise, x: Operand): Node {
	return operation(gateOf(f), [x]);
}

/** One gate for each function, however often it is used. */
const gates = new WeakMap<Pointwise, Gate>();

function gateOf(f: Pointwise): Gate {
	const known = gates.get(f) ?? newGate(f);
	gates.set(f, known);
	return known;
}

function newGate(f: Pointwise): Gate {
	const binding = bindingOf(f.latex("z", "z"));
	const isOneOver = /^\\tfrac\{1\}\{z\}$/.test(f.latex("z", "z"));
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
			return { text: clear, binding, ...(isOneOver && { under: z }) };
		},
	};
}

/** How tightly the formula of a function binds: a sign and a number in front loosely, an exponent less than a call. */
function bindingOf(text: string): Binding {
	if (text.startsWith("-")) return Binding.sum;
	if (/^\d/.test(text)) return Binding.hadamard;
	return EXPONENT.test(text) || text.startsWith("\\tfrac") ? Binding.power : Binding.atom;
}

const EXPONENT = /\^\{?(-?[\d.]+(?:e[+-]?\d+)?)\}?$/;

const derivatives = new WeakMap<Pointwise, Pointwise>();

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
	const [lacking, line] =
		order === 2
			? ["curvature, its second derivative", "curvature: (x, y) => …,"]
			: [`derivative of order ${order}`, "higher: (order) => (x, y) => …,"];
	throw new GraphError(
		`${f.name} states no ${lacking}, so its slope cannot be differentiated again. Where ${f.name} is defined, write beside its slope, y being f(x): ${line}`,
	);
}
