/**
 * Products of local Jacobians, left to right along a path, as one would multiply them on paper: an identity disappears, two
 * diagonals are a diagonal, a diagonal only scales the rows of what follows, and a row is a gradient that is pulled. A
 * dense product is formed where nothing cheaper is left.
 */

import type { Kernels } from "../kernels/kernels";
import { fill } from "../matrix/make";
import { Matrix } from "../matrix/matrix";
import { type Size, sizeOf } from "../shape";
import type { Local } from "./local";

/** ∂vec(end)/∂vec(here), as far as it has been multiplied. */
export type Product =
	| { readonly is: "identity"; readonly scale: number }
	/** entries in the shape of the node */
	| { readonly is: "diagonal"; readonly entries: Matrix }
	| { readonly is: "dense"; readonly matrix: Matrix };

export const UNIT: Product = { is: "identity", scale: 1 };

/** The product so far, times the next local Jacobian. @param output, input the shapes between which `local` lies */
export function times(left: Product, local: Local<Matrix>, output: Size, input: Size, kernels: Kernels): Product {
	if (local.kind === "identity") return scaled(left, local.scale, kernels);
	if (local.kind === "diagonal") return timesDiagonal(left, local.vector(), kernels);
	if (left.is === "identity") return scaled({ is: "dense", matrix: local.dense(output, input) }, left.scale, kernels);
	if (left.is === "diagonal")
		return scaledRows(left.entries, asFactor(local, input) ?? local.dense(output, input), kernels);
	return timesRows(left.matrix, local, output, input, kernels);
}

/** Where paths meet. @param size how many numbers the node holds */
export function plus(a: Product, b: Product, size: number, kernels: Kernels): Product {
	if (a.is === "identity" && b.is === "identity") return { is: "identity", scale: a.scale + b.scale };
	const [first, second] =
		a.is === "diagonal" && b.is === "diagonal" ? [a.entries, b.entries] : [written(a, size), written(b, size)];
	const sum = new Matrix(first.rows, first.cols);
	kernels.plus(first, 1, second, sum);
	return a.is === "diagonal" && b.is === "diagonal" ? { is: "diagonal", entries: sum } : { is: "dense", matrix: sum };
}

/** The Jacobian itself. */
export function written(product: Product, size: number): Matrix {
	if (product.is === "dense") return product.matrix;
	if (product.is === "identity") return fill(size, size, (i, j) => (i === j ? product.scale : 0));
	const { data } = product.entries;
	return fill(size, size, (i, j) => (i === j ? data[i] : 0));
}

function scaled(product: Product, scale: number, kernels: Kernels): Product {
	if (scale === 1) return product;
	if (product.is === "identity") return { is: "identity", scale: product.scale * scale };
	const numbers = product.is === "diagonal" ? product.entries : product.matrix;
	const result = new Matrix(numbers.rows, numbers.cols);
	kernels.add(scale, numbers, result, 0);
	return product.is === "diagonal" ? { is: "diagonal", entries: result } : { is: "dense", matrix: result };
}

function timesDiagonal(left: Product, entries: Matrix, kernels: Kernels): Product {
	if (left.is === "identity") return scaled({ is: "diagonal", entries }, left.scale, kernels);
	if (left.is === "dense") {
		const result = new Matrix(left.matrix.rows, left.matrix.cols);
		kernels.scaleColumns(left.matrix, entries, result);
		return { is: "dense", matrix: result };
	}
	const result = new Matrix(entries.rows, entries.cols);
	kernels.times(left.entries, entries, result, 0);
	return { is: "diagonal", entries: result };
}

function scaledRows(entries: Matrix, factor: Matrix, kernels: Kernels): Product {
	const result = new Matrix(factor.rows, factor.cols);
	kernels.scaleRows(entries, factor, result);
	return { is: "dense", matrix: result };
}

/** A of the product A·x with one column x: its Jacobian Iᵀ ⊗ A is A itself. */
function asFactor(local: Local<Matrix>, input: Size): Matrix | null {
	const isFactor = local.kind === "kronecker" && local.right === null && input.cols === 1;
	return isFactor && local.left?.is === "operand" && !local.left.transposed ? local.left.operand : null;
}

/** Every row of J is an upstream gradient, and is pulled. */
function timesRows(J: Matrix, local: Local<Matrix>, output: Size, input: Size, kernels: Kernels): Product {
	const result = new Matrix(J.rows, sizeOf(input));
	const factor = asFactor(local, input);
	if (factor !== null) {
		kernels.multiply(J, false, factor, false, result, 0);
		return { is: "dense", matrix: result };
	}
	const upstream = new Matrix(output.rows, output.cols);
	const downstream = new Matrix(input.rows, input.cols);
	for (let i = 0; i < J.rows; i++) {
		for (let j = 0; j < J.cols; j++) upstream.data[j] = J.data[j * J.rows + i];
		local.pull(upstream, downstream, kernels, 0);
		for (let j = 0; j < result.cols; j++) result.data[j * J.rows + i] = downstream.data[j];
	}
	return { is: "dense", matrix: result };
}
