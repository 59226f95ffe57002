/** Pre-trained word vectors, and how they get into a model. They are read from files by node/vectors.ts. */
import { DataError } from "../errors";
import type { Matrix } from "../matrix/matrix";
import type { Tensors } from "../nn/safetensors";
import type { Vocabulary } from "./vocabulary";

/** Vectors by word. */
export interface WordVectors {
	readonly dimension: number;
	readonly byWord: ReadonlyMap<string, Float32Array>;
}

/** What share of a vocabulary has a vector. */
export interface Coverage {
	readonly found: number;
	readonly of: number;
}

/** Vectors that were stored as a matrix, a word a column, with the words in the metadata, one a line. */
export function vectorsOf({ matrices: { vectors }, metadata }: Tensors): WordVectors {
	const { rows, data } = vectors;
	const words = metadata.words.split("\n");
	const byWord = new Map(words.map((word, k) => [word, Float32Array.from(data.subarray(k * rows, (k + 1) * rows))]));
	return { dimension: rows, byWord };
}

/** Puts vectors where the vocabulary has their words; the others stay as they are. Returns how many were found. */
export function fillVectors(L: Matrix, vocabulary: Vocabulary, { byWord, dimension }: WordVectors): Coverage {
	if (dimension !== L.rows)
		throw new DataError(`The vectors have ${dimension} numbers, and the model's ${L.rows}. Choose --dim ${dimension}.`);
	let found = 0;
	vocabulary.words.forEach((word, k) => {
		const vector = byWord.get(word);
		if (vector === undefined) return;
		found++;
		L.data.set(vector, k * dimension);
	});
	return { found, of: vocabulary.size };
}
