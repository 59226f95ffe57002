/**
 * A local Jacobian, as a structure: ∂vec(output)/∂vec(input) of one gate for one of its inputs.
 *
 * There are only a few: identity, diagonal, Kronecker, selection, block-diagonal, row, dense. Each knows how to multiply
 * an upstream gradient from the right without ever being written out (`pull`), and how to be written out (`dense`).
 * A structure refers to operands. With matrices as operands it moves numbers; with nodes of an expression as operands the
 * same statement in the gate gives the symbols that a derivation is printed from (calculus/derive.ts).
 */

import type { Beta, Kernels } from "../kernels/kernels";
import { Matrix } from "../matrix/matrix";
import { type Shape, type Size, sizeOf } from "../shape";

/** What every structure can do. */
export interface Structure<T extends Shape> {
	/** Whose numbers it reads: matrices when it moves numbers, nodes when it is printed. */
	readonly operands: readonly T[];
	/**
	 * The vjp (vector times Jacobian), in shape convention: downstream = β·downstream + upstream × local. upstream has the
	 * output's shape, downstream the input's. β is 0 for the first gradient that arrives at an input, 1 for those that are
	 * added to it.
	 */
	pull(this: Structure<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void;
	/** The jvp (Jacobian times vector), forward mode: moved += local × nudge. The nudge has the input's shape, moved the output's. */
	push(this: Structure<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void;
	/** Jacobian form: the m×n matrix itself, for an output of m numbers and an input of n. */
	dense(this: Structure<Matrix>, output: Size, input: Size): Matrix;
}

/** The same numbers as a column, vec(A). */
export function asColumn(A: Matrix): Matrix {
	return new Matrix(A.data.length, 1, A.data);
}

/** Forward mode of what has no shorter way: vec(moved) += J · vec(nudge), J written out. */
export function pushDense(jacobian: Matrix, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
	kernels.multiply(jacobian, false, asColumn(nudge), false, asColumn(moved), 1);
}

/**
 * The dense Jacobian of anything that can pull: row k is what arrives downstream when the upstream gradient is 1 at
 * output k and 0 elsewhere.
 */
export function denseByRows(local: Structure<Matrix>, output: Size, input: Size, kernels: Kernels): Matrix {
	const [m, n] = [sizeOf(output), sizeOf(input)];
	const jacobian = new Matrix(m, n);
	const upstream = new Matrix(output.rows, output.cols);
	const downstream = new Matrix(input.rows, input.cols);
	for (let k = 0; k < m; k++) {
		upstream.data[k] = 1;
		local.pull(upstream, downstream, kernels, 0);
		upstream.data[k] = 0;
		for (let j = 0; j < n; j++) jacobian.data[j * m + k] = downstream.data[j];
	}
	return jacobian;
}
