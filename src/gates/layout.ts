/** Gates that only move entries: their local Jacobians are selections, a single 1 in each row. */
import { ShapeError } from "../errors";
import { Binding, type Gate, within } from "../graph/gate";
import { constant, type Node, type Operand, operation, type SymbolicGate } from "../graph/node";
import type { Selection } from "../local/one-entry";
import { requireWhole } from "../matrix/checks";
import { zeros } from "../matrix/make";
import { type Shape, shapeText, sizeOf } from "../shape";
import { asReshaped, asVec, slicedAt, stackedAt } from "./choices";
import { gate, making } from "./known";
import { remembered } from "./remembered";

/** How many rows lie above a piece. */
function rowsBefore(pieces: readonly Shape[], i: number): number {
	return pieces.slice(0, i).reduce((sum, { rows }) => sum + (rows as number), 0);
}

const concatenateGate: SymbolicGate = {
	name: "concatenate",
	shape: (inputs) => {
		const odd = inputs.find((input) => input.cols !== inputs[0].cols || input.rows === "batch");
		if (odd !== undefined)
			throw new ShapeError(
				"concatenate",
				inputs,
				`${odd.name} is ${shapeText(odd)}`,
				"Pieces that are stacked need the same number of columns.",
			);
		return { rows: inputs.reduce((sum, { rows }) => sum + (rows as number), 0), cols: inputs[0].cols };
	},
	forward: (inputs, output, kernels) => {
		let offset = 0;
		for (const piece of inputs) {
			kernels.moveRows(piece, 0, output, offset, piece.rows, 0);
			offset += piece.rows;
		}
	},
	local: (inputs, _output, i) => stackedAt(rowsBefore(inputs, i)),
	// Each piece gets the rows where it lies.
	gradient: (inputs, _output, i, upstream) => slice(upstream, rowsBefore(inputs, i), rowsBefore(inputs, i + 1)),
	latex: (inputs) => ({ text: `[${inputs.map(({ text }) => text).join("; ")}]`, binding: Binding.atom }),
};

function reshapeGate(choice: Selection<never>, to: (input: Shape) => Shape, settings?: readonly number[]): Gate {
	const { name } = choice;
	return {
		name,
		settings,
		shape: (inputs) => {
			const shape = to(inputs[0]);
			if (sizeOf(shape) === sizeOf(inputs[0])) return shape;
			const hint = "Reshaping keeps the numbers as they lie, column by column: there have to be as many.";
			throw new ShapeError(name, inputs, `${inputs[0].name} does not fill ${shapeText(shape)}`, hint);
		},
		inPlace: true,
		forward: ([A], output, kernels) => kernels.add(1, A, output, 0),
		local: () => choice,
		latex: ([a]) => ({ text: `\\operatorname{${name}}(${a.text})`, binding: Binding.atom }),
	};
}

/** The columns of A one below the other: mn×1. */
export const vec = gate<[A: Operand]>({ ...reshapeGate(asVec, (A) => ({ rows: sizeOf(A), cols: 1 })), arity: 1 });

const reshapeGates = remembered((rows: number, cols: number) =>
	reshapeGate(asReshaped, () => ({ rows, cols }), [rows, cols]),
);

/** [0; u; 0], so many rows of zeros above and below; null over a batch, whose zeros have no size. */
function padded(u: Node, above: number, below: number): Node | null {
	const { cols } = u;
	if (cols === "batch") return null;
	const blank = (rows: number) => (rows === 0 ? [] : [constant(zeros(rows, cols), "0")]);
	return concatenate(...blank(above), u, ...blank(below));
}

const sliceGates = remembered((from: number, to: number): SymbolicGate => {
	return {
		name: "slice",
		settings: [from, to],
		shape: (inputs) => {
			const [A] = inputs;
			const rows = A.rows === "batch" ? 0 : A.rows;
			if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= rows)) {
				throw new ShapeError(
					"slice",
					inputs,
					`rows ${from} to ${to} are not in ${A.name}`,
					"Rows are counted from 0, the last one is not included.",
				);
			}
			return { rows: to - from, cols: A.cols };
		},
		forward: ([A], output, kernels) => kernels.moveRows(A, from, output, 0, to - from, 0),
		local: () => slicedAt(from, to),
		gradient: ([A], _output, _i, upstream) => padded(upstream, from, (A.rows as number) - to),
		latex: ([a]) => ({ text: `${within(a, Binding.atom)}_{${from + 1}:${to}}`, binding: Binding.power }),
	};
});

/** The pieces stacked one below the other: five word vectors become a window. @throws ShapeError unless all have as many columns */
export const concatenate = making(
	"concatenate",
	(...pieces: Operand[]): Node => {
		requireWhole("concatenate", "the number of pieces", pieces.length, 1);
		return operation(concatenateGate, pieces);
	},
	{ arity: null, words: ["concatenate"], build: (make, pieces) => make(...pieces) },
);

/** The same numbers, column by column, as rows×cols. @throws ShapeError when there are not as many */
export const reshape = making(
	"reshape",
	(A: Operand, rows: number, cols: number): Node => {
		requireWhole("reshape", "the number of rows", rows, 1);
		requireWhole("reshape", "the number of columns", cols, 1);
		return operation(reshapeGates(rows, cols), [A]);
	},
	{ arity: 1, words: [], build: (make, [A], [rows, cols]) => make(A, rows, cols) },
);

/** Rows `from` up to and without `to`, counted from 0. @throws ShapeError when A has no such rows */
export const slice = making(
	"slice",
	(A: Operand, from: number, to: number): Node => operation(sliceGates(from, to), [A]),
	{ arity: 1, words: [], build: (make, [A], [from, to]) => make(A, from, to) },
);
