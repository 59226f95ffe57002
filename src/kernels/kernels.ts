/**
 * Where the numbers of a pass move: gates and local structures call these few operations, and every backend (reference,
 * simd, blas) offers the same. What one gate alone needs is a loop where it stands: a determinant, a mask, the entries of a
 * diagonal; so is Adam's step.
 *
 * Arguments come as they stand in the formula, then the result, then β. A result is overwritten (β = 0) or added to
 * (β = 1): gradients are summed where paths meet. `add` adds into its result, `plus` makes a sum of two; `multiply` is the
 * matrix product, `times` goes entry by entry, `scale` multiplies rows or columns. Entry-by-entry operations may write over
 * one of their operands.
 */
import type { Matrix, Precision } from "../matrix/matrix";

/** A function of one number with its slope. The slope may use the value y = f(x), which is there anyway. */
export interface Pointwise {
	readonly name: string;
	/** The value. */
	f(x: number): number;
	/** f′(x). */
	slope(x: number, y: number): number;
	/** f″(x), where it is needed: slopes that are differentiated again. */
	curvature?(x: number, y: number): number;
	/** The derivative of any order from the third on, where it has one. */
	higher?(order: number): (x: number, y: number) => number;
	/** The operand from which the slope is computed. Where it is said, the other one need not be kept for the backward pass. */
	readonly slopeFrom?: "x" | "y";
	/** The numbers that make it one of a family: the exponent of a power. */
	readonly settings?: readonly number[];
	/** LaTeX of f(z), for the LaTeX of z; `grouped` has parentheses around it where z is more than a name. */
	latex(z: string, grouped: string): string;
	/** LaTeX of f′(z). */
	slopeLatex(z: string, grouped: string): string;
}

/** 0 overwrites what is there, 1 adds to it. */
export type Beta = 0 | 1;

/** Some columns of a matrix, each once. */
export interface Columns {
	readonly list: Int32Array;
	/** How many entries of the list count. */
	readonly count: number;
}

/** The operations that every backend offers. β = 0 overwrites the result, β = 1 adds to it. */
export interface Kernels {
	readonly name: string;
	/** A matrix of zeros, where these kernels reach it fastest. */
	zeros(rows: number, cols: number, precision: Precision): Matrix;
	/** Whether a matrix lies where these kernels reach it fastest. */
	isNear(A: Matrix): boolean;
	/** Gives the memory of a matrix back, which nobody may use any more. */
	release(A: Matrix): void;

	/** Whether both hold the same bits; they have one shape and one precision. */
	isSame(A: Matrix, B: Matrix): boolean;
	/** C = β·C + op(A) · op(B), where op is the transpose if asked. Never copies a transpose. */
	multiply(A: Matrix, transposeA: boolean, B: Matrix, transposeB: boolean, C: Matrix, beta: Beta): void;

	/** Y = β·Y + α·X */
	add(alpha: number, X: Matrix, Y: Matrix, beta: Beta): void;
	/** Y += α·X, in the columns that are named */
	addInColumns(alpha: number, X: Matrix, columns: Columns, Y: Matrix): void;
	/** Y = A + α·B */
	plus(A: Matrix, alpha: number, B: Matrix, Y: Matrix): void;
	/** Y = β·Y + A ⊙ B */
	times(A: Matrix, B: Matrix, Y: Matrix, beta: Beta): void;
	/** Y = A ⊘ B */
	divide(A: Matrix, B: Matrix, Y: Matrix): void;
	/** Y = the larger of A and B */
	maximum(A: Matrix, B: Matrix, Y: Matrix): void;
	/** D = β·D + U where `mine` is the larger, + U/2 where the two tie */
	route(mine: Matrix, other: Matrix, U: Matrix, D: Matrix, beta: Beta): void;
	/** Y, 1×1 = α · the sum of the squares of X */
	squares(alpha: number, X: Matrix, Y: Matrix): void;
	/** Y, 1×1 = the largest entry of X */
	largest(X: Matrix, Y: Matrix): void;
	/** D = β·D + α at the largest entry of X; entries that tie share α equally */
	routeToLargest(alpha: number, X: Matrix, largest: Matrix, D: Matrix, beta: Beta): void;
	/** Y = f(A, B), entry by entry */
	combine(f: (a: number, b: number) => number, A: Matrix, B: Matrix, Y: Matrix): void;
	/** Y = f(X), entry by entry */
	apply(f: Pointwise, X: Matrix, Y: Matrix): void;
	/** D = β·D + U ⊙ f′(X), where Y = f(X) */
	slope(f: Pointwise, X: Matrix, Y: Matrix, U: Matrix, D: Matrix, beta: Beta): void;

	/** Y = Z + b·1ᵀ: the column b added to every column of Z */
	plusColumn(Z: Matrix, b: Matrix, Y: Matrix): void;
	/** Y = diag(d)·A: row i of A times entry i of d, which has as many entries as A has rows */
	scaleRows(d: Matrix, A: Matrix, Y: Matrix): void;
	/** Y = A·diag(d): column j of A times entry j of d */
	scaleColumns(A: Matrix, d: Matrix, Y: Matrix): void;
	/** Y = β·Y + α · the sums of X along each dimension in which Y has size 1: row sums, column sums, the sum of all. */
	collapse(alpha: number, X: Matrix, Y: Matrix, beta: Beta): void;
	/** Y = β·Y + α·X, repeated along each dimension in which X has size 1: the other way round. */
	spread(alpha: number, X: Matrix, Y: Matrix, beta: Beta): void;
	/** Y = β·Y + Xᵀ */
	transpose(X: Matrix, Y: Matrix, beta: Beta): void;
	/** `count` rows of X, from row `from` on, into the rows of Y from row `to` on: overwritten or added to. */
	moveRows(X: Matrix, from: number, Y: Matrix, to: number, count: number, beta: Beta): void;
	/** Column c of Y is, one below the other, the columns of L that column c of `indices` names. */
	gather(L: Matrix, indices: Matrix, Y: Matrix): void;
	/** L += what gather would have read, the other way round: each run of U is added to its column of L. */
	scatter(U: Matrix, indices: Matrix, L: Matrix): void;

	/** Y = softmax of each column of X */
	softmax(X: Matrix, Y: Matrix): void;
	/** D = β·D + y ⊙ (u − u·y), per column of Y = softmax(X) and U */
	softmaxSlope(Y: Matrix, U: Matrix, D: Matrix, beta: Beta): void;
	/** Y = log softmax of each column of X */
	logSoftmax(X: Matrix, Y: Matrix): void;
	/** D = β·D + u − eʸ · (the sum of u), per column of Y = log softmax(X) and U */
	logSoftmaxSlope(Y: Matrix, U: Matrix, D: Matrix, beta: Beta): void;
	/** M += n − (eʸ)ᵀ n, per column of Y = log softmax(X) and the nudge N: the same blocks, transposed */
	logSoftmaxNudge(Y: Matrix, N: Matrix, M: Matrix): void;
	/** P = softmax of each column of X; the 1×1 result: the mean of −log P[label] over the columns, from `labels` 1×B */
	crossEntropy(X: Matrix, labels: Matrix, P: Matrix, loss: Matrix): void;
	/** P = σ(S); the 1×1 result: the mean of −log σ(s) where the label is 1 and of −log σ(−s) where it is 0 */
	logisticCrossEntropy(S: Matrix, labels: Matrix, P: Matrix, loss: Matrix): void;
	/** D = β·D + α·(P − Y), where Y has one-hot columns by `labels` */
	minusOneHot(alpha: number, P: Matrix, labels: Matrix, D: Matrix, beta: Beta): void;
}
