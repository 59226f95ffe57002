/** Gates that make few numbers of many. A sum is a matrix product with ones; max routes. */
import type { Shape } from "../errors";
import { Binding, type Gate } from "../graph/gate";
import { type Node, type Operand, operation, type SymbolicGate } from "../graph/node";
import { type Factor, kronecker, ONES } from "../local/kronecker";
import { Row } from "../local/row";
import { scalar } from "../matrix/matrix";
import { largestShare, perEntry, spread, withOnes } from "./adjoint";
import { scaleBy } from "./scale-by";

/** A product with ones on the sides that are named. */
function onesGate(
	name: string,
	sides: { left?: Factor<never>; right?: Factor<never> },
	shape: (A: Shape) => Shape,
): Gate {
	return {
		name,
		shape: ([A]) => shape(A),
		forward: ([A], output, kernels) => kernels.collapse(1, A, output, 0),
		local: () => kronecker(sides),
		latex: ([a], output) => withOnes(a, output),
	};
}

/** 1ᵀ·A·1: the sum of all entries. */
export const sumGate = onesGate("sum", { left: ONES, right: ONES }, () => ({ rows: 1, cols: 1 }));
const rowSumsGate = onesGate("rowSums", { right: ONES }, ({ rows }) => ({ rows, cols: 1 }));
const columnSumsGate = onesGate("columnSums", { left: ONES }, ({ cols }) => ({ rows: 1, cols }));

const meanGate: SymbolicGate = {
	name: "mean",
	shape: () => ({ rows: 1, cols: 1 }),
	forward: ([A], output, kernels) => kernels.collapse(1 / A.data.length, A, output, 0),
	local: () =>
		new Row([], (_operands, upstream, downstream, kernels, beta) =>
			kernels.spread(upstream / downstream.data.length, ONE, downstream, beta),
		),
	gradient: ([A], _output, _i, upstream) => spread(scaleBy(upstream, perEntry(A)), A),
	latex: ([a]) => ({ text: `\\operatorname{mean}(${a.text})`, binding: Binding.atom }),
};

const ONE = scalar(1);

const maxGate: SymbolicGate = {
	name: "max",
	shape: () => ({ rows: 1, cols: 1 }),
	forward: ([A], output, kernels) => kernels.largest(A, output),
	local: ([A], output) =>
		new Row([A, output], ([X, largest], upstream, downstream, kernels, beta) =>
			kernels.routeToLargest(X, largest, upstream, downstream, beta),
		),
	gradient: ([A], output, _i, upstream) => scaleBy(upstream, largestShare(A, output)),
	latex: ([a]) => ({ text: `\\max(${a.text})`, binding: Binding.atom }),
};

/** The sum of all entries, 1×1. */
export function sum(A: Operand): Node {
	return operation(sumGate, [A]);
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
