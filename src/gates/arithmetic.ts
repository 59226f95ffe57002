/** plus distributes, times switches, max routes. */
import { Binding, type Gate, type Latex, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { diagonal } from "../local/diagonal";
import { identity } from "../local/identity";
import { Row } from "../local/row";
import type { Matrix } from "../matrix/matrix";
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

const maxGate: Gate = {
	name: "max",
	shape: () => ({ rows: 1, cols: 1 }),
	forward: ([A], output) => {
		output.data[0] = A.data.reduce((largest, a) => Math.max(largest, a), Number.NEGATIVE_INFINITY);
	},
	local: ([A], output) => new Row([A, output], routeToLargest),
	latex: ([a]) => ({ text: `\\max(${a.text})`, binding: Binding.atom }),
};

/** The winner takes the gradient; winners that tie share it. */
function routeToLargest([A, output]: readonly Matrix[], upstream: number, gradient: Matrix): void {
	const largest = output.data[0];
	const winners = A.data.reduce((count, a) => count + (a === largest ? 1 : 0), 0);
	for (let k = 0; k < A.data.length; k++) if (A.data[k] === largest) gradient.data[k] += upstream / winners;
}

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

/** The largest entry, 1×1. The gradient goes to it alone; entries that tie share it equally. */
export function max(a: Operand): Node {
	return operation(maxGate, [a]);
}

/** c·a for a number c. */
export function scale(a: Operand, c: number): Node {
	return operation(scaleGate(c), [a]);
}

/** −a */
export function negate(a: Operand): Node {
	return scale(a, -1);
}
