/** Matrices from numbers, and how far two of them are apart. What lasts lies where kernels reach it. */
import { DataError, ShapeError } from "../errors";
import { sameShape } from "../shape";
import { requireNumbers, requireWhole, shown } from "./checks";
import { Matrix, type Numbers, numbers, type Precision } from "./matrix";

/** Makes arrays of zeros. */
export type Room = (count: number, precision: Precision) => Numbers;

/** So many numbers are worth a place of their own; fewer are copied to where kernels want them. */
const LARGE = 64;

let room: Room = numbers;

/** The room for large arrays from now on: the compiled kernels' memory, which they reach without a copy. */
export function useRoom(other: Room): void {
	room = other;
}

/** Zeros that last, as parameters do: a large array lies where kernels reach it, and stays there. */
export function lasting(count: number, precision: Precision = "f64"): Numbers {
	return count < LARGE ? numbers(count, precision) : room(count, precision);
}

/**
 * A matrix from its rows: `matrix([[1, 2, 3], [4, 5, 6]])` is 2×3.
 * @throws DataError when the rows differ in length, there are none, or an entry is no number
 */
export function matrix(rows: readonly (readonly number[])[]): Matrix {
	if (!Array.isArray(rows)) throw new DataError(`matrix: rows of numbers were expected, and this is ${shown(rows)}.`);
	const cols = rows[0]?.length ?? 0;
	if (rows.length === 0) throw new DataError("matrix: give at least one row with at least one number.");
	rows.forEach((row, i) => requireNumbers(`matrix, row ${i}`, row));
	if (cols === 0) throw new DataError("matrix: give at least one row with at least one number.");
	const uneven = rows.findIndex((row) => row.length !== cols);
	if (uneven >= 0) {
		throw new DataError(
			`matrix: row ${uneven} has ${rows[uneven].length} entries and row 0 has ${cols}. All rows need the same number.`,
		);
	}
	return fill(rows.length, cols, (i, j) => rows[i][j]);
}

/** A column vector, n×1. @throws DataError for an entry that is no number */
export function column(entries: ArrayLike<number>): Matrix {
	requireNumbers("column", entries);
	return new Matrix(entries.length, 1, Float64Array.from(entries));
}

/** A row vector, 1×n. @throws DataError for an entry that is no number */
export function row(entries: ArrayLike<number>): Matrix {
	requireNumbers("row", entries);
	return new Matrix(1, entries.length, Float64Array.from(entries));
}

/** A 1×1 matrix. */
export function scalar(value: number): Matrix {
	requireNumbers("scalar", [value]);
	return new Matrix(1, 1, Float64Array.of(value));
}

/** The matrix whose entry (i, j) is f(i, j). */
export function fill(rows: number, cols: number, f: (i: number, j: number) => number): Matrix {
	const result = new Matrix(rows, cols);
	for (let j = 0; j < cols; j++)
		for (let i = 0; i < rows; i++) {
			const value = f(i, j);
			if (typeof value !== "number") throw new DataError(`fill: f(${i}, ${j}) is ${shown(value)}, and no number.`);
			result.data[j * rows + i] = value;
		}
	return result;
}

/** All zeros. */
export function zeros(rows: number, cols: number): Matrix {
	requireWhole("zeros", "the number of rows", rows, 0);
	requireWhole("zeros", "the number of columns", cols, 0);
	return new Matrix(rows, cols, lasting(rows * cols));
}

/** All ones. */
export function ones(rows: number, cols: number): Matrix {
	return fill(rows, cols, () => 1);
}

/** The same numbers, rounded to 32 bits: half the memory, and training at nearly twice the speed. Good to 7 digits. */
export function float32(A: Matrix): Matrix {
	requireMatrix("float32", A);
	const numbers = lasting(A.data.length, "f32");
	numbers.set(A.data);
	return new Matrix(A.rows, A.cols, numbers);
}

/** I, n×n. */
export function identityMatrix(n: number): Matrix {
	return fill(n, n, (i, j) => (i === j ? 1 : 0));
}

/**
 * The largest |aᵢ − bᵢ| over the largest entry of either; `floor` keeps that from being measured against nearly nothing.
 * @throws ShapeError when the shapes differ
 */
export function relativeError(a: Matrix, b: Matrix, floor = Number.MIN_VALUE): number {
	for (const A of [a, b]) requireMatrix("relativeError", A);
	if (!sameShape(a, b)) {
		const operands = [
			{ name: "A", rows: a.rows, cols: a.cols },
			{ name: "B", rows: b.rows, cols: b.cols },
		];
		throw new ShapeError("relativeError", operands, "the shapes differ", "Only entries of one place can be compared.");
	}
	let difference = 0;
	let scale = floor;
	for (let k = 0; k < a.data.length; k++) {
		const [x, y] = [a.data[k], b.data[k]];
		// NaN compares as neither larger nor smaller: it must not pass for agreement.
		if (Number.isNaN(x) || Number.isNaN(y)) return Number.POSITIVE_INFINITY;
		if (x === y) continue;
		difference = Math.max(difference, Math.abs(x - y));
		scale = Math.max(scale, Math.abs(x), Math.abs(y));
	}
	// An infinity that has no partner is as far off as can be, and ∞/∞ is no number.
	return difference === 0 ? 0 : difference === Number.POSITIVE_INFINITY ? difference : difference / scale;
}

function requireMatrix(where: string, A: Matrix): void {
	if (!(A instanceof Matrix)) throw new DataError(`${where}: a matrix was expected, and this is ${shown(A)}.`);
}
