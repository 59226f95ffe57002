/** A trained model in a folder: its numbers as safetensors, and what they mean as JSON. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DataError } from "../errors";
import type { Precision } from "../matrix/matrix";
import { Random } from "../matrix/random";
import { WindowModel } from "../ner/model";
import { Vocabulary } from "../ner/vocabulary";
import { readSafetensors, writeSafetensors } from "./safetensors";

const NUMBERS = "model.safetensors";
const MEANING = "model.json";
const FORMAT = "gradlab window model";

interface Meaning {
	readonly format: typeof FORMAT;
	readonly version: 1;
	readonly classes: readonly string[];
	readonly only: string | null;
	readonly window: number;
	readonly dimension: number;
	readonly hidden: number;
	readonly precision: Precision;
	readonly words: readonly string[];
}

/** Writes a model into a folder, which is made where it is missing. A file is there whole or not at all. */
export function saveTagger(folder: string, model: WindowModel): void {
	mkdirSync(folder, { recursive: true });
	const matrices = Object.fromEntries(model.parameters.map(({ label, value }) => [label as string, value]));
	writeSafetensors(path.join(folder, NUMBERS), { matrices, metadata: { format: FORMAT } });
	const { classes, only, window, wordVectors, vocabulary } = model;
	const meaning: Meaning = {
		format: FORMAT,
		version: 1,
		classes,
		only,
		window,
		dimension: wordVectors.value.rows,
		hidden: matrices.W.rows,
		precision: wordVectors.value.precision,
		words: vocabulary.words,
	};
	const file = path.join(folder, MEANING);
	writeFileSync(`${file}.part`, JSON.stringify(meaning, null, 1));
	renameSync(`${file}.part`, file);
}

/** Reads a model back. @throws DataError for a folder without one, or with one that is damaged */
export function loadTagger(folder: string): WindowModel {
	const file = path.join(folder, MEANING);
	if (!existsSync(file))
		throw new DataError(
			`${folder}: there is no model in this folder (${MEANING} is missing). Train one: gradlab ner train --out ${folder}`,
		);
	const { vocabulary, ...meaning } = read(file);
	const model = new WindowModel({ ...meaning, vocabulary, only: meaning.only ?? undefined, random: new Random(1) });
	const { matrices } = readSafetensors(path.join(folder, NUMBERS));
	for (const { label, value } of model.parameters) {
		const stored = matrices[label as string];
		if (stored === undefined || stored.rows !== value.rows || stored.cols !== value.cols)
			throw new DataError(
				`${folder}: ${NUMBERS} does not fit ${MEANING} (${label}). Were they copied from different runs?`,
			);
		value.data.set(stored.data);
	}
	return model;
}

function read(file: string): Meaning & { vocabulary: Vocabulary } {
	let meaning: Meaning;
	try {
		meaning = JSON.parse(readFileSync(file, "utf8")) as Meaning;
	} catch {
		throw new DataError(`${file}: this is no JSON. Was it copied whole?`);
	}
	if (meaning.format !== FORMAT || !Array.isArray(meaning.words) || !Array.isArray(meaning.classes))
		throw new DataError(`${file}: this describes no window model.`);
	return { ...meaning, vocabulary: new Vocabulary(meaning.words) };
}
