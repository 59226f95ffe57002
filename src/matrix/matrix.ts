/**
 * Everything is a matrix, as in the lecture: a column vector is n×1, a row 1×n, a scalar 1×1.
 * Storage is column-major, so that a word vector, a window and an example of a minibatch are each one contiguous run,
 * and vec(A), the columns of A one below the other, is the memory as it lies.
 */
import { DataError, ShapeError } from "../errors";
import { sameShape } from "../shape";
import { requireNumbers, requireWhole, shown } from "./checks";
import { matrixLatex, matrixText } from "./format";
import { lasting, type Numbers, numbers, type Precision } from "./numbers";

/** A rows×cols array of numbers, column-major: entry (i, j) is `data[j * rows + i]`. */
export class Matrix {
	/** The numbers as they lie, column by column. Changes to them are changes of the matrix; it is this array for ever. */
	readonly data: Numbers;

	/**
	 * @param data a Float64Array or a Float32Array, column by column; zeros in f64 by default
	 * @throws DataError for a size that is no whole number, for another kind of array, and when it is of another length
	 */
	constructor(
		readonly rows: number,
		readonly cols: number,
		data?: Numbers,
	) {
		if (!isSize(rows) || !isSize(cols)) requireSizes(rows, cols);
		this.data = data ?? numbers(rows * cols);
		if (!isNumbers(this.data))
			throw new DataError(
				`Matrix: the numbers have to be a Float64Array or a Float32Array, and this is ${shown(data)}. matrix([[…], […]]) takes rows, column([…]) a column.`,
			);
		if (this.data.length !== rows * cols)
			throw new DataError(`Matrix: ${rows}×${cols} needs ${rows * cols} numbers, and ${this.data.length} were given.`);
	}

	/** `f64`, unless the matrix was made of 32-bit numbers. */
	get precision(): Precision {
		return this.data.BYTES_PER_ELEMENT === 4 ? "f32" : "f64";
	}

	/** Entry (i, j), counted from 0. @throws ShapeError outside the matrix */
	at(i: number, j: number): number {
		this.requireInside(i, j);
		return this.data[j * this.rows + i];
	}

	/** Changes entry (i, j), counted from 0. @throws ShapeError outside the matrix */
	set(i: number, j: number, value: number): void {
		this.requireInside(i, j);
		if (typeof value !== "number") throw new DataError(`set(${i}, ${j}): ${shown(value)} is no number.`);
		this.data[j * this.rows + i] = value;
	}

	/** The rows, as arrays of numbers. */
	toArray(): number[][] {
		return Array.from({ length: this.rows }, (_, i) =>
			Array.from({ length: this.cols }, (_, j) => this.data[j * this.rows + i]),
		);
	}

	/** A matrix of its own with the same numbers. */
	copy(): Matrix {
		return new Matrix(this.rows, this.cols, this.data.slice());
	}

	/** Aligned columns, four significant digits. */
	toString(): string {
		return matrixText(this);
	}

	/** How a notebook shows it. */
	[Symbol.for("Jupyter.display")](): Record<string, string> {
		return { "text/latex": `$$${matrixLatex(this)}$$`, "text/plain": this.toString() };
	}

	/** How `console.log` shows it. */
	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}

	private requireInside(i: number, j: number): void {
		if (Number.isInteger(i) && Number.isInteger(j) && i >= 0 && i < this.rows && j >= 0 && j < this.cols) return;
		throw new ShapeError(
			"at",
			[{ name: "A", rows: this.rows, cols: this.cols }],
			`there is no entry (${shown(i)}, ${shown(j)})`,
			"Entries are counted from 0, in whole numbers.",
		);
	}
}

const isSize = (count: number) => Number.isSafeInteger(count) && count >= 0;

function requireSizes(rows: number, cols: number): void {
	requireWhole("Matrix", "the number of rows", rows, 0);
	requireWhole("Matrix", "the number of columns", cols, 0);
}

function requireMatrix(where: string, A: Matrix): void {
	if (!(A instanceof Matrix)) throw new DataError(`${where}: a matrix was expected, and this is ${shown(A)}.`);
}

/** By the name that its kind of array gives itself: what comes from a page's other script is an array as good. */
function isNumbers(data: Numbers): boolean {
	const kind = data[Symbol.toStringTag];
	return kind === "Float64Array" || kind === "Float32Array";
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
	requireSizes(rows, cols);
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
