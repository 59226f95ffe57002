/** plus distributes, times switches, the larger of two routes. */
import { Binding, type Gate, type Latex, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { diagonal } from "../local/diagonal";
import { identity } from "../local/identity";
import type { Matrix } from "../matrix/matrix";
import { reciprocal } from "./pointwise";
import { requireSameShape } from "./shapes";

const joined = (sign: string, binding: Binding) => (inputs: readonly Latex[]) => ({
	text: inputs.map((latex, k) => within(latex, k === 0 ? binding : ((binding + 1) as Binding))).join(sign),
	binding,
});

function sameShape(name: string): Gate["shape"] {
	return (inputs) => {
		requireSameShape(name, inputs);
		return inputs[0];
	};
}

function entryByEntry(output: Matrix, [A, B]: readonly Matrix[], f: (a: number, b: number) => number): void {
	for (let k = 0; k < output.data.length; k++) output.data[k] = f(A.data[k], B.data[k]);
}

const plusGate: Gate = {
	name: "plus",
	shape: sameShape("plus"),
	forward: (inputs, output) => entryByEntry(output, inputs, (a, b) => a + b),
	local: () => identity(),
	latex: joined(" + ", Binding.sum),
};

const minusGate: Gate = {
	name: "minus",
	shape: sameShape("minus"),
	forward: (inputs, output) => entryByEntry(output, inputs, (a, b) => a - b),
	local: (_inputs, _output, i) => identity(i === 0 ? 1 : -1),
	latex: joined(" - ", Binding.sum),
};

const timesGate: Gate = {
	name: "times",
	shape: sameShape("times"),
	forward: (inputs, output) => entryByEntry(output, inputs, (a, b) => a * b),
	local: (inputs, _output, i) => diagonal({ by: "operand", operand: inputs[1 - i] }),
	latex: joined(" \\odot ", Binding.hadamard),
};

const maximumGate: Gate = {
	name: "maximum",
	shape: sameShape("maximum"),
	forward: (inputs, output) => entryByEntry(output, inputs, Math.max),
	local: (inputs, _output, i) => diagonal({ by: "route", mine: inputs[i], other: inputs[1 - i] }),
	latex: ([a, b]) => ({ text: `\\max(${a.text}, ${b.text})`, binding: Binding.atom }),
};

function scaleGate(factor: number): Gate {
	return {
		name: "scale",
		shape: ([a]) => a,
		forward: ([A], output) => {
			for (let k = 0; k < output.data.length; k++) output.data[k] = factor * A.data[k];
		},
		local: () => identity(factor),
		latex: ([a]) => ({
			text: `${factor === -1 ? "-" : `${factor} \\cdot `}${within(a, Binding.product)}`,
			binding: Binding.product,
		}),
	};
}

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

/** c·a for a number c. */
export function scale(a: Operand, c: number): Node {
	return operation(scaleGate(c), [a]);
}

/** a ⊘ b, entry by entry: a times the reciprocal of b. @throws ShapeError when the shapes differ */
export function divide(a: Operand, b: Operand): Node {
	return times(a, reciprocal(b));
}

/** −a */
export function negate(a: Operand): Node {
	return scale(a, -1);
}
