/** Gates that make few numbers of many. A sum is a matrix product with ones; max routes. */
import type { Shape } from "../errors";
import { Binding, type Gate, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { type Factor, kronecker, ONES } from "../local/kronecker";
import { Row } from "../local/row";
import type { Matrix } from "../matrix/matrix";

/** A product with ones on the sides that are named. */
function sumGate(
	name: string,
	sides: { left?: Factor<never>; right?: Factor<never> },
	shape: (A: Shape) => Shape,
): Gate {
	return {
		name,
		shape: ([A]) => shape(A),
		forward: ([A], output, kernels) => {
			output.data.fill(0);
			kernels.collapse(A, output);
		},
		local: () => kronecker(sides),
		latex: ([a]) => {
			const text = `${sides.left ? "\\mathbf{1}^\\top " : ""}${within(a, Binding.product)}${sides.right ? " \\mathbf{1}" : ""}`;
			return { text, binding: Binding.product };
		},
	};
}

const totalGate = sumGate("sum", { left: ONES, right: ONES }, () => ({ rows: 1, cols: 1 }));
const rowSumsGate = sumGate("rowSums", { right: ONES }, ({ rows }) => ({ rows, cols: 1 }));
const columnSumsGate = sumGate("columnSums", { left: ONES }, ({ cols }) => ({ rows: 1, cols }));

const meanGate: Gate = {
	name: "mean",
	shape: () => ({ rows: 1, cols: 1 }),
	forward: ([A], output) => {
		output.data[0] = A.data.reduce((sum, a) => sum + a, 0) / A.data.length;
	},
	local: ([A]) =>
		new Row([A], (_operands, upstream, gradient) => {
			const share = upstream / gradient.data.length;
			for (let k = 0; k < gradient.data.length; k++) gradient.data[k] += share;
		}),
	latex: ([a]) => ({ text: `\\operatorname{mean}(${a.text})`, binding: Binding.atom }),
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

/** The sum of all entries, 1×1. */
export function sum(A: Operand): Node {
	return operation(totalGate, [A]);
}

/** The sum of each row: m×n becomes m×1. */
export function rowSums(A: Operand): Node {
	return operation(rowSumsGate, [A]);
}

/** The sum of each column: m×n becomes 1×n. */
export function columnSums(A: Operand): Node {
	return operation(columnSumsGate, [A]);
}

/** The mean of all entries, 1×1; over a batch, of whatever size it has. */
export function mean(A: Operand): Node {
	return operation(meanGate, [A]);
}

/** The largest entry, 1×1. The gradient goes to it alone; entries that tie share it equally. */
export function max(a: Operand): Node {
	return operation(maxGate, [a]);
}
