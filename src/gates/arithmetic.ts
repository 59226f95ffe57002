/** plus distributes, times switches, the larger of two routes. */
import { Binding, type Gate, type Latex, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { diagonal } from "../local/diagonal";
import { identity } from "../local/identity";
import { FINITE, requireNumber } from "../matrix/checks";
import { numberLatex } from "../matrix/format";
import { reciprocal } from "./pointwise";
import { remembered } from "./remembered";
import { requireSameShape } from "./shapes";

const joined = (sign: string, binding: Binding) => (inputs: readonly Latex[]) => ({
	text: inputs.map((latex, k) => within(latex, k === 0 ? binding : ((binding + 1) as Binding))).join(sign),
	binding,
});

/** a b, for scalars and what they scale. */
export function juxtaposed(a: Latex, b: Latex): Latex {
	const [left, right] = [within(a, Binding.power), within(b, Binding.product)];
	return { text: `${left} ${/^\d/.test(right) ? "\\cdot " : ""}${right}`, binding: Binding.product };
}

/** A fraction of scalars, and a ⊘ b entry by entry. */
export function quotient(a: Latex, b: Latex, isFraction: boolean): Latex {
	if (isFraction) return { text: `\\tfrac{${a.text}}{${b.text}}`, binding: Binding.power };
	return {
		text: `${within(a, Binding.hadamard)} \\oslash ${within(b, Binding.product)}`,
		binding: Binding.hadamard,
	};
}

/** −a, 2 a, ½ a. */
export function multiple(factor: number, a: Latex): Latex {
	const sign = factor < 0 ? "-" : "";
	const text = numberLatex(Math.abs(factor));
	const inner = within(a, Binding.product);
	const dot = /^\d/.test(inner) ? " \\cdot " : " ";
	return {
		text: `${sign}${text === "1" ? (sign === "" ? "1 " : "") : `${text}${dot}`}${inner}`,
		// Behind a sign it needs parentheses in every product, and a number looks lost between two matrices.
		binding: factor < 0 ? Binding.sum : Binding.hadamard,
	};
}

function sameShape(name: string): Gate["shape"] {
	return (inputs) => {
		requireSameShape(name, inputs);
		return inputs[0];
	};
}

/** A + B. */
export const plusGate: Gate = {
	name: "plus",
	shape: sameShape("plus"),
	inPlace: true,
	forward: ([A, B], output, kernels) => kernels.plus(A, 1, B, output),
	local: () => identity(),
	latex: joined(" + ", Binding.sum),
};

const minusGate: Gate = {
	name: "minus",
	shape: sameShape("minus"),
	inPlace: true,
	forward: ([A, B], output, kernels) => kernels.plus(A, -1, B, output),
	local: (_inputs, _output, i) => identity(i === 0 ? 1 : -1),
	latex: joined(" - ", Binding.sum),
};

/** A ⊙ B. */
export const timesGate: Gate = {
	name: "times",
	shape: sameShape("times"),
	inPlace: true,
	forward: ([A, B], output, kernels) => kernels.times(A, B, output, 0),
	local: (inputs, _output, i) => diagonal({ by: "operand", operand: inputs[1 - i] }),
	latex: (inputs, output) => {
		const isScalar = output.rows === 1 && output.cols === 1;
		const [a, b] = inputs;
		if (b.under !== undefined) return quotient(a, b.under, isScalar);
		return isScalar ? juxtaposed(a, b) : joined(" \\odot ", Binding.hadamard)(inputs);
	},
};

const maximumGate: Gate = {
	name: "maximum",
	shape: sameShape("maximum"),
	inPlace: true,
	forward: ([A, B], output, kernels) => kernels.maximum(A, B, output),
	local: (inputs, _output, i) => diagonal({ by: "route", mine: inputs[i], other: inputs[1 - i] }),
	latex: ([a, b]) => ({ text: `\\max(${a.text}, ${b.text})`, binding: Binding.atom }),
};

/** By factor: a long chain of scalings is one gate, used often. */
const scaleGates = remembered((factor: number): Gate => {
	return {
		name: "scale",
		settings: [factor],
		shape: ([a]) => a,
		inPlace: true,
		forward: ([A], output, kernels) => kernels.add(factor, A, output, 0),
		local: () => identity(factor),
		latex: ([a]) => multiple(factor, a),
	};
});

/** a + b, entry by entry. The gradient passes unchanged to both. @throws ShapeError when the shapes differ */
export function plus(a: Operand, b: Operand): Node {
	return operation(plusGate, [a, b]);
}

/** a − b, entry by entry. @throws ShapeError when the shapes differ */
export function minus(a: Operand, b: Operand): Node {
	return operation(minusGate, [a, b]);
}

/** a ⊙ b, the Hadamard product. Each gets the gradient times the other. @throws ShapeError when the shapes differ */
export function times(a: Operand, b: Operand): Node {
	return operation(timesGate, [a, b]);
}

/** The larger of a and b, entry by entry. The gradient goes to the winner; where they tie, half to each. @throws ShapeError when the shapes differ */
export function maximum(a: Operand, b: Operand): Node {
	return operation(maximumGate, [a, b]);
}

/** c·a for a number c. @throws DataError unless c is finite */
export function scale(a: Operand, c: number): Node {
	requireNumber("scale", "the factor", c, FINITE);
	return operation(scaleGates(c), [a]);
}

/** a ⊘ b, entry by entry: a times the reciprocal of b. @throws ShapeError when the shapes differ */
export function divide(a: Operand, b: Operand): Node {
	return times(a, reciprocal(b));
}

/** −a */
export function negate(a: Operand): Node {
	return scale(a, -1);
}
