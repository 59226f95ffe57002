/**
 * Pre-trained word vectors: GloVe and word2vec text (.txt, .vec, also .gz), .npy with a list of words beside it, and the
 * subset of GloVe that ships with gradlab. Files are read as streams; only the words that are asked for are kept.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { DataError } from "../errors";
import { vectorsOf, type WordVectors } from "../ner/vectors";
import { bytesOf, unreadable } from "./files";
import { ROOT } from "./places";
import { readSafetensors } from "./safetensors";

const SHIPPED = path.join(ROOT, "src/ner/data/glove-6b-50d.safetensors");

/** GloVe 6B 50d for the words of the generated corpus and the most frequent English ones. Source and licence: docs/credits.md. */
export function shippedVectors(): WordVectors {
	return vectorsOf(readSafetensors(SHIPPED));
}

/**
 * Vectors from a file.
 * @param file .txt or .vec, also .gz; or .npy (rows are words) with the words, one a line, in a .txt of the same name
 * @param wanted keeps only these words, in lower case; all by default
 * @throws DataError naming file and line
 */
export async function readVectors(file: string, wanted?: ReadonlySet<string>): Promise<WordVectors> {
	if (!existsSync(file)) throw unreadable(file, Object.assign(new Error(), { code: "ENOENT" }));
	return file.endsWith(".npy") ? readNpy(file, wanted) : readText(file, wanted);
}

async function readText(file: string, wanted?: ReadonlySet<string>): Promise<WordVectors> {
	const input = bytesOf(file);
	const byWord = new Map<string, Float32Array>();
	let [number, dimension] = [0, 0];
	try {
		for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
			number++;
			if (number === 1 && /^\d+ \d+\s*$/.test(line)) continue; // word2vec says how many vectors, and how long
			if (line.trim() === "") continue;
			const fields = line.trimEnd().split(" ");
			if (dimension === 0) dimension = fields.length - 1;
			const wrong = fields.length - 1 !== dimension || dimension === 0;
			if (wrong)
				throw new DataError(
					`${file}, line ${number}: “${line.slice(0, 60)}” has ${fields.length - 1} numbers after the word. Expected ${dimension || "at least one"}.`,
				);
			const word = fields[0].toLowerCase();
			if (byWord.has(word) || (wanted !== undefined && !wanted.has(word))) continue;
			const vector = Float32Array.from(fields.slice(1), Number);
			if (vector.some(Number.isNaN))
				throw new DataError(`${file}, line ${number}: “${line.slice(0, 60)}” has something that is no number.`);
			byWord.set(word, vector);
		}
	} catch (error) {
		throw error instanceof DataError ? error : unreadable(file, error as NodeJS.ErrnoException);
	}
	if (dimension === 0) throw new DataError(`${file} holds no vector. Expected lines of a word and its numbers.`);
	return { dimension, byWord };
}

function readNpy(file: string, wanted?: ReadonlySet<string>): WordVectors {
	const bytes = readFileSync(file);
	const length = bytes.length > 12 && bytes.toString("latin1", 1, 6) === "NUMPY" ? bytes.readUInt16LE(8) : 0;
	const header = bytes.toString("latin1", 10, 10 + length);
	const shape = /'descr': '<f([48])', 'fortran_order': False, 'shape': \((\d+), (\d+)\)/.exec(header);
	if (shape === null)
		throw new DataError(
			`${file}: this is no .npy matrix of numbers by rows. Expected float32 or float64, two dimensions.`,
		);
	const [width, rows, dimension] = shape.slice(1).map(Number);
	const index = file.replace(/\.npy$/, ".txt");
	if (!existsSync(index))
		throw new DataError(`${file}: the list of words, ${index}, is missing. Expected one word a line.`);
	const words = readFileSync(index, "utf8").trimEnd().split(/\r?\n/);
	if (words.length !== rows || bytes.length < 10 + length + rows * dimension * width)
		throw new DataError(`${file} has ${rows} vectors, and ${index} has ${words.length} words.`);
	const byWord = new Map<string, Float32Array>();
	words.forEach((word, k) => {
		const lower = word.toLowerCase();
		if (byWord.has(lower) || (wanted !== undefined && !wanted.has(lower))) return;
		const at = (i: number) => 10 + length + (k * dimension + i) * width;
		const read = (i: number) => (width === 4 ? bytes.readFloatLE(at(i)) : bytes.readDoubleLE(at(i)));
		byWord.set(
			lower,
			Float32Array.from({ length: dimension }, (_, i) => read(i)),
		);
	});
	return { dimension, byWord };
}
