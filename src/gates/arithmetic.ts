/**
 * The arithmetic of matrices. Entry by entry: plus distributes, times switches, the larger of two routes. The matrix product
 * C = A·B has ∂vec C/∂vec A = Bᵀ ⊗ I and ∂vec C/∂vec B = I ⊗ A. The transpose moves entries.
 */
import { ShapeError } from "../errors";
import { Binding, type Gate, type Latex, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { factor, kronecker } from "../local/kronecker";
import { diagonal, identity, selection } from "../local/one-entry";
import { FINITE, requireNumber } from "../matrix/checks";
import type { Shape, Size } from "../shape";
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

/** The matrix product A·B: m×k times k×n is m×n. @throws ShapeError when A's columns are not as many as B's rows */
export const matmul = gate<[A: Operand, B: Operand]>({
	name: "matmul",
	arity: 2,
	shape: (inputs) => {
		const [A, B] = inputs;
		if (A.cols === B.rows) return { rows: A.rows, cols: B.cols };
		const columns = A.cols === 1 ? "1 column" : `${A.cols} columns`;
		const rows = B.rows === 1 ? "1 row" : `${B.rows} rows`;
		throw new ShapeError("matmul", inputs, `${A.name} has ${columns} but ${B.name} has ${rows}`, productHint(A, B));
	},
	forward: ([A, B], C, kernels) => kernels.multiply(A, false, B, false, C, 0),
	local: ([A, B], _output, i) => (i === 0 ? kronecker({ right: factor(B) }) : kronecker({ left: factor(A) })),
	latex: ([a, b]) => ({
		text: `${within(a, Binding.product)} ${within(b, Binding.product)}`,
		binding: Binding.product,
	}),
});

function productHint(A: Shape, B: Shape): string {
	if (A.cols === B.cols && B.rows !== 1) return "Is the second one to be transposed? Lesson 06.";
	if (A.rows === B.rows) return "Is the first one to be transposed? Lesson 06.";
	return "Was one of them built with another window size? Lesson 06.";
}

/** Aᵀ: m×n becomes n×m. */
export const transpose = gate<[A: Operand]>({
	name: "transpose",
	arity: 1,
	shape: ([A]) => ({ rows: A.cols, cols: A.rows }),
	forward: ([A], output, kernels) => kernels.transpose(A, output, 0),
	local: () => selection("transpose", transposedSource, (u, d, kernels, beta) => kernels.transpose(u, d, beta)),
	latex: ([a]) => ({
		text: a.inverted === undefined ? `${within(a, Binding.atom)}^\\top` : `${a.inverted}^{-\\top}`,
		binding: Binding.power,
	}),
});

/** Entry (i, j) of the transpose is entry (j, i) of the input. */
function transposedSource(k: number, output: Size, input: Size): number {
	const [i, j] = [k % output.rows, Math.floor(k / output.rows)];
	return i * input.rows + j;
}
