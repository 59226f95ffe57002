/**
 * The Kronecker product: C = A·X·B has ∂vec(C)/∂vec(X) = Bᵀ ⊗ A. A matrix product has it for each factor, and so has every
 * gate that is a matrix product in disguise: a bias (b·1ᵀ), a sum (1ᵀ·X·1), a lookup (L·E with one-hot columns).
 * It is never written out to be multiplied: upstream × (Bᵀ ⊗ A) is Aᵀ · upstream · Bᵀ in shape convention.
 */
import { GraphError } from "../errors";
import type { Beta, Kernels } from "../kernels/kernels";
import { fill, identityMatrix, ones } from "../matrix/make";
import { Matrix } from "../matrix/matrix";
import type { Shape, Size } from "../shape";
import type { Structure } from "./structure";

/** A factor beside X. */
export type Factor<T> =
	| { readonly is: "operand"; readonly operand: T; readonly transposed: boolean }
	/** a row or column of ones, as long as fits: it adds up, or spreads out */
	| { readonly is: "ones" }
	/** one-hot columns, given by the index of each one */
	| { readonly is: "one-hot"; readonly indices: T };

/** Bᵀ ⊗ A, never written out to be multiplied. */
export class Kronecker<T extends Shape> implements Structure<T> {
	readonly kind = "kronecker";
	readonly operands: readonly T[];

	/** Null stands for an identity. */
	constructor(
		readonly left: Factor<T> | null,
		readonly right: Factor<T> | null,
	) {
		this.operands = [left, right].flatMap((side) =>
			side?.is === "operand" ? [side.operand] : side?.is === "one-hot" ? [side.indices] : [],
		);
	}

	pull(this: Kronecker<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		const { left, right } = this;
		if (left?.is === "operand" && right === null) {
			kernels.multiply(left.operand, !left.transposed, upstream, false, downstream, beta); // Aᵀ · upstream
		} else if (right?.is === "operand" && left === null) {
			kernels.multiply(upstream, false, right.operand, !right.transposed, downstream, beta); // upstream · Bᵀ
		} else if (right?.is === "one-hot" && left === null) {
			if (beta === 0) downstream.data.fill(0);
			kernels.scatter(upstream, right.indices, downstream);
		} else if (left?.is !== "operand" && right?.is !== "operand") {
			// Ones add up on one way and spread out on the other.
			if (upstream.data.length > downstream.data.length) kernels.collapse(1, upstream, downstream, beta);
			else kernels.spread(1, upstream, downstream, beta);
		} else throw new GraphError("No gate needs this pair of factors yet: state how it pulls.");
	}

	/** A · nudge · B */
	push(this: Kronecker<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		const { left, right } = this;
		if (left?.is === "operand" && right === null) {
			kernels.multiply(left.operand, left.transposed, nudge, false, moved, 1);
		} else if (right?.is === "operand" && left === null) {
			kernels.multiply(nudge, false, right.operand, right.transposed, moved, 1);
		} else if (right?.is === "one-hot" && left === null) {
			const read = new Matrix(moved.rows, moved.cols);
			kernels.gather(nudge, right.indices, read);
			kernels.add(1, read, moved, 1);
		} else if (left?.is !== "operand" && right?.is !== "operand") {
			if (nudge.data.length > moved.data.length) kernels.collapse(1, nudge, moved, 1);
			else kernels.spread(1, nudge, moved, 1);
		} else throw new GraphError("No gate needs this pair of factors yet: state how it pushes.");
	}

	dense(this: Kronecker<Matrix>, output: Size, input: Size): Matrix {
		const A = this.left === null ? identityMatrix(input.rows) : written(this.left, output.rows, input.rows);
		if (this.right?.is === "one-hot") return lookupJacobian(this.right.indices, output, input);
		const B = this.right === null ? identityMatrix(input.cols) : written(this.right, input.cols, output.cols);
		return kroneckerProduct(transposed(B), A);
	}
}

/** A factor as a rows×cols matrix. */
function written(factor: Factor<Matrix>, rows: number, cols: number): Matrix {
	if (factor.is === "operand") return factor.transposed ? transposed(factor.operand) : factor.operand;
	return ones(rows, cols);
}

/** Output k of a lookup is one entry of L: a single 1 in each row. */
function lookupJacobian(indices: Matrix, output: Size, input: Size): Matrix {
	const d = input.rows;
	const m = output.rows * output.cols;
	const jacobian = new Matrix(m, d * input.cols);
	for (let k = 0; k < m; k++) {
		const source = indices.data[Math.floor(k / d)] * d + (k % d);
		jacobian.data[source * m + k] = 1;
	}
	return jacobian;
}

function transposed(A: Matrix): Matrix {
	return fill(A.cols, A.rows, (i, j) => A.data[i * A.rows + j]);
}

/** A ⊗ B: every entry of A, times all of B. */
export function kroneckerProduct(A: Matrix, B: Matrix): Matrix {
	return fill(A.rows * B.rows, A.cols * B.cols, (i, j) => {
		const a = A.data[Math.floor(j / B.cols) * A.rows + Math.floor(i / B.rows)];
		return a * B.data[(j % B.cols) * B.rows + (i % B.rows)];
	});
}

/** A row or column of ones, as long as fits. */
export const ONES: Factor<never> = { is: "ones" };

/** A factor beside X in A·X·B. */
export function factor<T>(operand: T, transposed = false): Factor<T> {
	return { is: "operand", operand, transposed };
}

/** ∂vec(A·X·B)/∂vec(X), from the factors beside X; a side that is left out is an identity. */
export function kronecker<T extends Shape>(sides: { left?: Factor<T>; right?: Factor<T> }): Kronecker<T> {
	return new Kronecker(sides.left ?? null, sides.right ?? null);
}
