/** A = P⁻¹LU, with the largest pivot of each column: determinants and inverses of square matrices. */
import { DataError } from "../errors";
import { Matrix } from "./matrix";

/** L below the diagonal (its own is 1), U on and above it. */
interface Decomposition {
	readonly lu: Float64Array;
	/** Row i of PA is row order[i] of A. */
	readonly order: readonly number[];
	/** −1 for an odd number of exchanges. */
	readonly sign: number;
}

function decompose(A: Matrix): Decomposition {
	const n = A.rows;
	const lu = Float64Array.from(A.data);
	const order = Array.from({ length: n }, (_, i) => i);
	let sign = 1;
	for (let k = 0; k < n; k++) {
		let pivot = k;
		for (let i = k + 1; i < n; i++) if (Math.abs(lu[k * n + i]) > Math.abs(lu[k * n + pivot])) pivot = i;
		if (pivot !== k) {
			for (let j = 0; j < n; j++) [lu[j * n + k], lu[j * n + pivot]] = [lu[j * n + pivot], lu[j * n + k]];
			[order[k], order[pivot]] = [order[pivot], order[k]];
			sign = -sign;
		}
		if (lu[k * n + k] === 0) continue;
		for (let i = k + 1; i < n; i++) {
			const share = lu[k * n + i] / lu[k * n + k];
			lu[k * n + i] = share;
			for (let j = k + 1; j < n; j++) lu[j * n + i] -= share * lu[j * n + k];
		}
	}
	return { lu, order, sign };
}

const pivots = ({ lu }: Decomposition, n: number) => Array.from({ length: n }, (_, k) => lu[k * n + k]);

/** det A */
export function determinantOf(A: Matrix): number {
	const parts = decompose(A);
	return pivots(parts, A.rows).reduce((product, pivot) => product * pivot, parts.sign);
}

/** log |det A|, finite where det A itself would overflow; −∞ for a singular matrix. */
export function logAbsDeterminantOf(A: Matrix): number {
	return pivots(decompose(A), A.rows).reduce((sum, pivot) => sum + Math.log(Math.abs(pivot)), 0);
}

/** A⁻¹. @throws DataError for a singular matrix */
export function inverseOf(A: Matrix): Matrix {
	const n = A.rows;
	const { lu, order } = decompose(A);
	const result = new Matrix(n, n);
	for (let j = 0; j < n; j++) {
		const x = result.data.subarray(j * n, (j + 1) * n);
		x[order.indexOf(j)] = 1;
		for (let k = 0; k < n; k++) for (let i = k + 1; i < n; i++) x[i] -= lu[k * n + i] * x[k];
		for (let k = n - 1; k >= 0; k--) {
			if (lu[k * n + k] === 0)
				throw new DataError(
					`inverse: the matrix is singular, so it has none (its rows or columns depend on each other).`,
				);
			x[k] /= lu[k * n + k];
			for (let i = 0; i < k; i++) x[i] -= lu[k * n + i] * x[k];
		}
	}
	return result;
}

/** The gradient of the determinant: entry (i, j) is (−1)^(i+j) times the determinant without row i and column j. */
export function cofactorsOf(A: Matrix): Matrix {
	const n = A.rows;
	const parts = decompose(A);
	const sizes = pivots(parts, n).map(Math.abs);
	const result = new Matrix(n, n);
	if (Math.min(...sizes) > 1e-6 * Math.max(...sizes)) {
		const determinant = pivots(parts, n).reduce((product, pivot) => product * pivot, parts.sign);
		const inverse = inverseOf(A);
		for (let i = 0; i < n; i++)
			for (let j = 0; j < n; j++) result.data[j * n + i] = determinant * inverse.data[i * n + j];
		return result;
	}
	// Nearly singular: the inverse is no help, the minors are as good as ever.
	for (let i = 0; i < n; i++)
		for (let j = 0; j < n; j++)
			result.data[j * n + i] = ((i + j) % 2 === 0 ? 1 : -1) * (n === 1 ? 1 : determinantOf(without(A, i, j)));
	return result;
}

function without(A: Matrix, row: number, col: number): Matrix {
	const kept = [...A.data].filter((_, k) => k % A.rows !== row && Math.floor(k / A.rows) !== col);
	return new Matrix(A.rows - 1, A.cols - 1, Float64Array.from(kept));
}
