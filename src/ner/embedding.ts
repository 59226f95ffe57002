/** What word vectors look like: the nearest neighbours of a word, and the plane in which they differ most. */
import { DataError } from "../errors";
import { zeros } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";
import type { Vocabulary } from "./vocabulary";

/** A word and its cosine similarity, from −1 to 1. */
export interface Neighbour {
	readonly word: string;
	readonly similarity: number;
}

/** The words whose vectors point most nearly where this one's does. @throws DataError for a word without a vector */
export function nearestNeighbours(L: Matrix, vocabulary: Vocabulary, word: string, count = 8): Neighbour[] {
	if (!vocabulary.has(word)) throw new DataError(`nearestNeighbours: “${word}” has no vector of its own.`);
	const own = vocabulary.indexOf(word);
	const lengths = Array.from({ length: L.cols }, (_, k) => Math.sqrt(product(L, k, k)) || 1);
	return vocabulary.words
		.map((other, k) => ({ word: other, similarity: product(L, own, k) / (lengths[own] * lengths[k]), k }))
		.filter(({ k }) => k !== own)
		.sort((a, b) => b.similarity - a.similarity)
		.slice(0, count)
		.map(({ word: other, similarity }) => ({ word: other, similarity }));
}

function product({ rows, data }: Matrix, a: number, b: number): number {
	let sum = 0;
	for (let i = 0; i < rows; i++) sum += data[a * rows + i] * data[b * rows + i];
	return sum;
}

const POWER_STEPS = 200;

/**
 * Principal components of the columns of a matrix: 2×n coordinates in the plane in which they vary most. The directions
 * are found one after the other by the power method, and each is fixed up to its sign: its largest entry is positive.
 */
export function principalPlane(columns: Matrix): Matrix {
	const { rows: d, cols: n } = columns;
	const centred = columns.copy();
	for (let i = 0; i < d; i++) {
		let mean = 0;
		for (let k = 0; k < n; k++) mean += columns.data[k * d + i] / n;
		for (let k = 0; k < n; k++) centred.data[k * d + i] -= mean;
	}
	const plane = zeros(2, n);
	for (let axis = 0; axis < 2; axis++) {
		const direction = leadingDirection(centred);
		for (let k = 0; k < n; k++) {
			let along = 0;
			for (let i = 0; i < d; i++) along += direction[i] * centred.data[k * d + i];
			plane.data[k * 2 + axis] = along;
			for (let i = 0; i < d; i++) centred.data[k * d + i] -= along * direction[i];
		}
	}
	return plane;
}

function leadingDirection({ rows: d, cols: n, data }: Matrix): Float64Array {
	let direction = Float64Array.from({ length: d }, (_, i) => 1 / (i + 1)); // nearly never at right angles to the answer
	for (let step = 0; step < POWER_STEPS; step++) {
		const next = new Float64Array(d);
		for (let k = 0; k < n; k++) {
			let along = 0;
			for (let i = 0; i < d; i++) along += direction[i] * data[k * d + i];
			for (let i = 0; i < d; i++) next[i] += along * data[k * d + i];
		}
		const length = Math.hypot(...next) || 1;
		direction = next.map((value) => value / length);
	}
	const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
	return largest < 0 ? direction.map((value) => -value) : direction;
}
