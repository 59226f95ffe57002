/** What a matrix keeps its numbers in: a Float64Array, or a Float32Array where training wants half the memory. */

import { DataError } from "../errors";

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

/** Zeros. @throws DataError for more than fits into memory */
export function numbers(count: number, precision: Precision = "f64"): Numbers {
	try {
		return precision === "f64" ? new Float64Array(count) : new Float32Array(count);
	} catch {
		throw new DataError(`A matrix of ${count} numbers is more than fits into memory.`);
	}
}

/**
 * xⁿ for a whole number n, by squaring. It is the same to the last bit wherever it runs, which `**` is not: Node 24 rounds
 * other than Node 22.
 */
export function wholePower(x: number, n: number): number {
	let [result, square] = [1, n < 0 ? 1 / x : x];
	for (let rest = Math.abs(n); rest > 0; rest = Math.floor(rest / 2)) {
		if (rest % 2 === 1) result *= square;
		square *= square;
	}
	return result;
}
