/** What a matrix keeps its numbers in: a Float64Array, or a Float32Array where training wants half the memory. */

/** f64: 16 digits, what derivations are verified in. f32: 7 digits, enough to train with. */
export type Precision = "f64" | "f32";

/** What both kinds of arrays can do. */
export interface Numbers extends Iterable<number> {
	readonly length: number;
	readonly BYTES_PER_ELEMENT: number;
	[index: number]: number;
	set(values: ArrayLike<number>, offset?: number): void;
	fill(value: number, start?: number, end?: number): Numbers;
	slice(start?: number, end?: number): Numbers;
	/** A view of the same memory. */
	subarray(start?: number, end?: number): Numbers;
	map(f: (value: number, index: number) => number): Numbers;
	forEach(f: (value: number, index: number) => void): void;
	every(f: (value: number, index: number) => boolean): boolean;
	some(f: (value: number, index: number) => boolean): boolean;
	reduce<T>(f: (sum: T, value: number, index: number) => T, start: T): T;
	reduce(f: (sum: number, value: number, index: number) => number): number;
	indexOf(value: number): number;
}

/** Zeros. */
export function numbers(count: number, precision: Precision = "f64"): Numbers {
	return precision === "f64" ? new Float64Array(count) : new Float32Array(count);
}
