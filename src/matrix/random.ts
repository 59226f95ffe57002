/**
 * Seeded randomness: the same seed gives the same numbers on every machine. Nothing in the library calls Math.random.
 * Source: sfc32 by Chris Doty-Humphrey (PractRand), seeded through splitmix32.
 */
import { DataError } from "../errors";
import { requireWhole, shown } from "./checks";
import { zeros } from "./make";
import type { Matrix } from "./matrix";

/** A seeded source of random numbers: the same seed gives the same numbers on every machine. */
export class Random {
	private a: number;
	private b: number;
	private c: number;
	private counter = 1;

	/** @param seed any whole number @throws DataError for anything else */
	constructor(seed: number) {
		if (!Number.isSafeInteger(seed))
			throw new DataError(`Random: the seed is ${shown(seed)}, and has to be a whole number.`);
		// What 32 bits cannot hold, a time in milliseconds for example, is folded in.
		let state = (seed | 0) ^ Math.imul(Math.trunc(seed / 2 ** 32), 0x9e3779b1);
		const next = () => {
			state = (state + 0x9e3779b9) | 0;
			let t = state ^ (state >>> 16);
			t = Math.imul(t, 0x21f0aaad);
			t ^= t >>> 15;
			t = Math.imul(t, 0x735a2d97);
			return t ^ (t >>> 15);
		};
		[this.a, this.b, this.c] = [next(), next(), next()];
		for (let warmUp = 0; warmUp < 12; warmUp++) this.bits();
	}

	/** Where the sequence stands: set it to go on from there. */
	get state(): number[] {
		return [this.a, this.b, this.c, this.counter];
	}

	set state(state: readonly number[]) {
		if (!Array.isArray(state) || state.length !== 4 || !state.every(Number.isInteger))
			throw new DataError(`Random: a state is four whole numbers, and this is ${shown(state)}.`);
		const [a, b, c, counter] = state;
		[this.a, this.b, this.c, this.counter] = [a, b, c, counter];
	}

	/** Uniform in [low, high). */
	uniform(low = 0, high = 1): number {
		// 53 bits: 2^-53 · an integer below 2^53
		if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high))
			throw new DataError(`Random: there is no number from ${shown(low)} to ${shown(high)}.`);
		const value = ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
		return low + (high - low) * value;
	}

	/** Normal, by Box and Muller. */
	normal(mean = 0, deviation = 1): number {
		if (!(Number.isFinite(mean) && Number.isFinite(deviation) && deviation >= 0))
			throw new DataError(
				`Random: there is no normal number of mean ${shown(mean)} and deviation ${shown(deviation)}.`,
			);
		const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
		return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
	}

	/** A whole number, 0 ≤ k < n. */
	integer(n: number): number {
		requireWhole("Random", "the number to stay below", n, 1);
		return Math.floor(this.uniform() * n);
	}

	/** One of the items. @throws DataError where there are none */
	pick<T>(items: readonly T[]): T {
		if (items.length === 0) throw new DataError("Random: there is nothing to pick from.");
		return items[this.integer(items.length)];
	}

	/** Shuffles in place (Fisher and Yates) and returns the same array. */
	shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
		for (let k = items.length - 1; k > 0; k--) {
			const other = this.integer(k + 1);
			[items[k], items[other]] = [items[other], items[k]];
		}
		return items;
	}

	/** A rows×cols matrix with entries uniform in [low, high). */
	matrix(rows: number, cols: number, low = -1, high = 1): Matrix {
		const result = zeros(rows, cols);
		for (let k = 0; k < result.data.length; k++) result.data[k] = this.uniform(low, high);
		return result;
	}

	private bits(): number {
		const t = (((this.a + this.b) | 0) + this.counter) | 0;
		this.counter = (this.counter + 1) | 0;
		this.a = this.b ^ (this.b >>> 9);
		this.b = (this.c + (this.c << 3)) | 0;
		this.c = (this.c << 21) | (this.c >>> 11);
		this.c = (this.c + t) | 0;
		return t;
	}
}
