/**
 * Everything is a matrix, as in the lecture: a column vector is n×1, a row 1×n, a scalar 1×1.
 * Storage is column-major, so that a word vector, a window and an example of a minibatch are each one contiguous run,
 * and vec(A), the columns of A one below the other, is the memory as it lies.
 */
import { DataError, ShapeError } from "../errors";
import { requireWhole, shown } from "./checks";
import { matrixLatex, matrixText } from "./format";

/** f64: 16 digits, what derivations are verified in. f32: 7 digits, enough to train with. */
export type Precision = "f64" | "f32";

/** What both kinds of arrays can do. */
export interface Numbers extends Iterable<number> {
	readonly length: number;
	readonly BYTES_PER_ELEMENT: number;
	/** The name of the kind of array: `Float64Array` or `Float32Array`. */
	readonly [Symbol.toStringTag]: string;
	[index: number]: number;
	/** Copies values in, from an offset on. */
	set(values: ArrayLike<number>, offset?: number): void;
	/** Sets entries from `start` to `end` to one value. */
	fill(value: number, start?: number, end?: number): Numbers;
	/** A copy of a part. */
	slice(start?: number, end?: number): Numbers;
	/** A view of the same memory. */
	subarray(start?: number, end?: number): Numbers;
	/** A copy with f of every entry. */
	map(f: (value: number, index: number) => number): Numbers;
	/** The entries for which f holds. */
	filter(f: (value: number, index: number) => boolean): Numbers;
	/** Calls f for every entry. */
	forEach(f: (value: number, index: number) => void): void;
	/** Whether f holds for all entries. */
	every(f: (value: number, index: number) => boolean): boolean;
	/** Whether f holds for one entry at least. */
	some(f: (value: number, index: number) => boolean): boolean;
	/** One value from all entries, from `start` on. */
	reduce<T>(f: (sum: T, value: number, index: number) => T, start: T): T;
	/** One value from all entries, the first one to begin with. */
	reduce(f: (sum: number, value: number, index: number) => number): number;
	/** The first place of a value, −1 where there is none. */
	indexOf(value: number): number;
}

/** Zeros. @throws DataError for more than fits into memory */
export function numbers(count: number, precision: Precision = "f64"): Numbers {
	try {
		return precision === "f64" ? new Float64Array(count) : new Float32Array(count);
	} catch {
		throw new DataError(`A matrix of ${count} numbers is more than fits into memory.`);
	}
}

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

/** By the name that its kind of array gives itself: what comes from a page's other script is an array as good. */
function isNumbers(data: Numbers): boolean {
	const kind = data[Symbol.toStringTag];
	return kind === "Float64Array" || kind === "Float32Array";
}
