/** Gates that make few numbers of many. A sum is a matrix product with ones; max routes. */

import { Binding } from "../graph/gate";
import type { Operand } from "../graph/node";
import { type Factor, kronecker, ONES } from "../local/kronecker";
import { Row } from "../local/row";
import { scalar } from "../matrix/make";
import type { Shape } from "../shape";
import { spread } from "./adjoint";
import { type GateFunction, gate } from "./known";
import { withOnes } from "./latex";
import { scaleBy } from "./scale-by";
import { largestShare, perEntry } from "./steps";

/** A product with ones on the sides that are named. */
function productWithOnes(
	name: string,
	sides: { left?: Factor<never>; right?: Factor<never> },
	shape: (A: Shape) => Shape,
): GateFunction<[A: Operand]> {
	return gate({
		name,
		arity: 1,
		shape: ([A]) => shape(A),
		forward: ([A], output, kernels) => kernels.collapse(1, A, output, 0),
		local: () => kronecker(sides),
		latex: ([a], output) => withOnes(a, output),
	});
}

/** The sum of all entries, 1×1. */
export const sum = productWithOnes("sum", { left: ONES, right: ONES }, () => ({ rows: 1, cols: 1 }));
/** The sum of each row: m×n becomes m×1. */
export const rowSums = productWithOnes("rowSums", { right: ONES }, ({ rows }) => ({ rows, cols: 1 }));
/** The sum of each column: m×n becomes 1×n. */
export const columnSums = productWithOnes("columnSums", { left: ONES }, ({ cols }) => ({ rows: 1, cols }));

/** The mean of all entries, 1×1; over a batch, of whatever size it has. */
export const mean = gate<[A: Operand]>({
	name: "mean",
	arity: 1,
	shape: () => ({ rows: 1, cols: 1 }),
	forward: ([A], output, kernels) => kernels.collapse(1 / A.data.length, A, output, 0),
	local: () =>
		new Row([], (_operands, upstream, downstream, kernels, beta) =>
			kernels.spread(upstream / downstream.data.length, ONE, downstream, beta),
		),
	gradient: ([A], _output, _i, upstream) => spread(scaleBy(upstream, perEntry(A)), A),
	latex: ([a]) => ({ text: `\\operatorname{mean}(${a.text})`, binding: Binding.atom }),
});

const ONE = scalar(1);

/** The largest entry, 1×1. The gradient goes to it alone; entries that tie share it equally. */
export const max = gate<[a: Operand]>({
	name: "max",
	arity: 1,
	shape: () => ({ rows: 1, cols: 1 }),
	forward: ([A], output, kernels) => kernels.largest(A, output),
	local: ([A], output) =>
		new Row([A, output], ([X, largest], upstream, downstream, kernels, beta) =>
			kernels.routeToLargest(upstream, X, largest, downstream, beta),
		),
	gradient: ([A], output, _i, upstream) => scaleBy(upstream, largestShare(A, output)),
	latex: ([a]) => ({ text: `\\max(${a.text})`, binding: Binding.atom }),
});
