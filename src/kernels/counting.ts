/**
 * Kernels that count what they are asked to do, multiplications and additions, by the shapes of the operands. A call
 * of exp, log or tanh counts as one multiplication. What a gate does in a loop of its own is not counted: a determinant, an
 * inverse, a mask, the entries of a diagonal or of a Kronecker product.
 */
import type { Matrix } from "../matrix/matrix";
import type { Beta, Kernels } from "./kernels";

/** Multiplications and additions. */
export interface Work {
	readonly multiplications: number;
	readonly additions: number;
}

const size = ({ data }: Matrix) => data.length;

type Count = readonly [multiplications: number, additions: number];

/** For each operation: its work, from its arguments. What only moves numbers does none. */
const WORK: { readonly [name in keyof Kernels]?: (...operands: never[]) => Count } = {
	multiply: (A: Matrix, turned: boolean, _B: Matrix, _t: boolean, C: Matrix, beta: Beta) => {
		const inner = turned ? A.rows : A.cols;
		return [size(C) * inner, size(C) * (inner - 1 + beta)];
	},
	add: (alpha: number, _X: Matrix, Y: Matrix, beta: Beta) => [alpha === 1 ? 0 : size(Y), beta * size(Y)],
	plus: (_A: Matrix, _alpha: number, _B: Matrix, Y: Matrix) => [0, size(Y)],
	times: (_A: Matrix, _B: Matrix, Y: Matrix, beta: Beta) => [size(Y), beta * size(Y)],
	route: (_mine: Matrix, _other: Matrix, _U: Matrix, D: Matrix, beta: Beta) => [size(D), beta * size(D)],
	squares: (_alpha: number, X: Matrix) => [size(X) + 1, size(X) - 1],
	divide: (A: Matrix) => [size(A), 0],
	combine: (_f: unknown, A: Matrix) => [size(A), 0],
	apply: (_f: unknown, X: Matrix) => [size(X), 0],
	slope: (_f: unknown, _X: Matrix, _Y: Matrix, _U: Matrix, D: Matrix, beta: Beta) => [2 * size(D), beta * size(D)],
	plusColumn: (Z: Matrix) => [0, size(Z)],
	scaleRows: (_d: Matrix, A: Matrix) => [size(A), 0],
	scaleColumns: (A: Matrix) => [size(A), 0],
	collapse: (alpha: number, X: Matrix, Y: Matrix, beta: Beta) => [
		alpha === 1 ? 0 : size(Y),
		size(X) - size(Y) + beta * size(Y),
	],
	spread: (alpha: number, X: Matrix, Y: Matrix, beta: Beta) => [alpha === 1 ? 0 : size(X), beta * size(Y)],
	transpose: (_X: Matrix, Y: Matrix, beta: Beta) => [0, beta * size(Y)],
	moveRows: (X: Matrix, _from: number, _Y: Matrix, _to: number, count: number, beta: Beta) => [
		0,
		beta * count * X.cols,
	],
	scatter: (U: Matrix) => [0, size(U)],
	softmax: (X: Matrix) => [2 * size(X), 2 * size(X)],
	softmaxSlope: (_Y: Matrix, _U: Matrix, D: Matrix, beta: Beta) => [2 * size(D), (2 + beta) * size(D)],
	logSoftmax: (X: Matrix) => [size(X) + X.cols, 3 * size(X)],
	logSoftmaxSlope: (_Y: Matrix, _U: Matrix, D: Matrix, beta: Beta) => [2 * size(D), (2 + beta) * size(D)],
	crossEntropy: (X: Matrix) => [2 * size(X) + X.cols, 2 * size(X) + 2 * X.cols],
	logisticCrossEntropy: (S: Matrix) => [3 * size(S), 3 * size(S)],
	minusOneHot: (_alpha: number, P: Matrix, _labels: Matrix, _D: Matrix, beta: Beta) => [
		size(P),
		P.cols + beta * size(P),
	],
};

/** Kernels that know what they did. */
export interface CountingKernels extends Kernels {
	/** The work since the last call, and starts again at 0. */
	takeWork(): Work;
}

/** The kernels, counting. */
export function counting(kernels: Kernels): CountingKernels {
	let [multiplications, additions] = [0, 0];
	const counted = Object.entries(kernels).map(([name, operation]) => {
		const workOf = WORK[name as keyof Kernels] as ((...operands: unknown[]) => Count) | undefined;
		if (workOf === undefined) return [name, operation];
		const counts = (...operands: unknown[]) => {
			const [times, plus] = workOf(...operands);
			multiplications += times;
			additions += plus;
			operation(...operands);
		};
		return [name, counts];
	});
	const takeWork = () => {
		const work = { multiplications, additions };
		[multiplications, additions] = [0, 0];
		return work;
	};
	return { ...(Object.fromEntries(counted) as Kernels), takeWork };
}
