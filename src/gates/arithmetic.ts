/** plus distributes, times switches, the larger of two routes. */
import { Binding, type Gate, type Latex, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { diagonal } from "../local/diagonal";
import { identity } from "../local/identity";
import { FINITE, requireNumber } from "../matrix/checks";
import { gate, making } from "./known";
import { juxtaposed, multiple, quotient } from "./latex";
import { reciprocal } from "./powers";
import { remembered } from "./remembered";
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

/** a + b, entry by entry. The gradient passes unchanged to both. @throws ShapeError when the shapes differ */
export const plus = gate<[a: Operand, b: Operand]>({
	name: "plus",
	arity: 2,
	shape: sameShape("plus"),
	inPlace: true,
	forward: ([A, B], output, kernels) => kernels.plus(A, 1, B, output),
	local: () => identity(),
	latex: joined(" + ", Binding.sum),
});

/** a − b, entry by entry. @throws ShapeError when the shapes differ */
export const minus = gate<[a: Operand, b: Operand]>({
	name: "minus",
	arity: 2,
	shape: sameShape("minus"),
	inPlace: true,
	forward: ([A, B], output, kernels) => kernels.plus(A, -1, B, output),
	local: (_inputs, _output, i) => identity(i === 0 ? 1 : -1),
	latex: joined(" - ", Binding.sum),
});

/** a ⊙ b, the Hadamard product. Each gets the gradient times the other. @throws ShapeError when the shapes differ */
export const times = gate<[a: Operand, b: Operand]>({
	name: "times",
	arity: 2,
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
});

/** The larger of a and b, entry by entry. The gradient goes to the winner; where they tie, half to each. @throws ShapeError when the shapes differ */
export const maximum = gate<[a: Operand, b: Operand]>({
	name: "maximum",
	arity: 2,
	shape: sameShape("maximum"),
	inPlace: true,
	forward: ([A, B], output, kernels) => kernels.maximum(A, B, output),
	local: (inputs, _output, i) => diagonal({ by: "route", mine: inputs[i], other: inputs[1 - i] }),
	latex: ([a, b]) => ({ text: `\\max(${a.text}, ${b.text})`, binding: Binding.atom }),
});

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

/** c·a for a number c. @throws DataError unless c is finite */
export const scale = making(
	"scale",
	(a: Operand, c: number): Node => {
		requireNumber("scale", "the factor", c, FINITE);
		return operation(scaleGates(c), [a]);
	},
	{ arity: 1, words: [], build: (make, [a], [c]) => make(a, c) },
);

/** a ⊘ b, entry by entry: a times the reciprocal of b. @throws ShapeError when the shapes differ */
export function divide(a: Operand, b: Operand): Node {
	return times(a, reciprocal(b));
}

/** −a */
export function negate(a: Operand): Node {
	return scale(a, -1);
}
