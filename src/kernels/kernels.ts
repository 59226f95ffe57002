/**
 * Where numbers move, and nowhere else: gates and local structures call these few operations. Each one that ends in a
 * gradient adds to what is there, since gradients are summed where paths meet.
 */
import type { Matrix } from "../matrix/matrix";

/** A function of one number with its slope. The slope may use the value y = f(x), which is there anyway. */
export interface Pointwise {
	readonly name: string;
	f(x: number): number;
	slope(x: number, y: number): number;
	/** f″(x), where it is needed: slopes that are differentiated again. */
	curvature?(x: number, y: number): number;
	/** LaTeX of f(z), and of f′(z), for the LaTeX of z. */
	latex(z: string): string;
	slopeLatex(z: string): string;
}

export interface Kernels {
	/** C += op(A) · op(B), where op is the transpose if asked. Never copies a transpose. */
	multiply(A: Matrix, transposeA: boolean, B: Matrix, transposeB: boolean, C: Matrix): void;
	/** Y += α X */
	add(alpha: number, X: Matrix, Y: Matrix): void;
	/** Y += α X, in the columns that are named, and nowhere else */
	addColumns(alpha: number, X: Matrix, columns: readonly number[], Y: Matrix): void;
	/** Y += A ⊙ B */
	addTimes(A: Matrix, B: Matrix, Y: Matrix): void;
	/** Y = f(X), entry by entry */
	apply(f: Pointwise, X: Matrix, Y: Matrix): void;
	/** downstream += upstream ⊙ f′(X), where Y = f(X) */
	addSlope(f: Pointwise, X: Matrix, Y: Matrix, upstream: Matrix, downstream: Matrix): void;
	/** Y = Z + b·1ᵀ: the column b added to every column of Z */
	addColumn(Z: Matrix, b: Matrix, Y: Matrix): void;
	/** X += sums of Y along each dimension in which X has size 1: row sums, column sums, the sum of everything. */
	collapse(Y: Matrix, X: Matrix): void;
	/** Y += X, repeated along each dimension in which X has size 1: the other way round. */
	spread(X: Matrix, Y: Matrix): void;
	/** Column c of Y is, one below the other, the columns of L that column c of `indices` names. */
	gather(L: Matrix, indices: Matrix, Y: Matrix): void;
	/** L += what gather would have read, the other way round: each run of Y is added to its column of L. */
	scatterAdd(Y: Matrix, indices: Matrix, L: Matrix): void;
	/** Y = softmax of each column of X */
	softmax(X: Matrix, Y: Matrix): void;
}
