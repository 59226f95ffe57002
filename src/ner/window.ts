/** NER as classification of windows: one example a token, the token in the middle with its neighbours on both sides. */
import { DataError } from "../errors";
import { Matrix } from "../matrix/matrix";
import type { Random } from "../matrix/random";
import type { Examples } from "../nn/train";
import { classOf, type Sentence } from "./tags";
import { AFTER, BEFORE, UNKNOWN, type Vocabulary } from "./vocabulary";

/** How a word is written says what lower case forgets. One number a shape, looked up like a word. */
export const CASES = ["lower", "Capitalised", "UPPER", "mixed", "digits", "other"] as const;

/** The number of a token's case, in CASES. */
export function caseOf(token: string): number {
	if (/^\d[\d.,:/-]*$/.test(token)) return 4;
	if (!/\p{L}/u.test(token)) return 5;
	if (token === token.toLowerCase()) return 0;
	const rest = token.slice(1);
	if (token === token.toUpperCase() && token.length > 1) return 2;
	return token[0] !== token[0].toLowerCase() && rest === rest.toLowerCase() ? 1 : 3;
}

/** How often a word of a training window is taken for an unknown one. */
export interface UnknownWords {
	readonly rate: number;
	readonly random: Random;
}

/** All windows of a corpus: for each token the words and the letter cases around it, and the class in the middle. */
export class Windows implements Examples {
	readonly count: number;
	private readonly words: Int32Array;
	private readonly cases: Int32Array;
	readonly labels: Int32Array;

	/**
	 * @param unknown takes words for unknown ones now and then, so that the model learns what to do with those
	 * @throws DataError for an even window, or a tag whose class is not among `classes`
	 */
	constructor(
		sentences: readonly Sentence[],
		private readonly vocabulary: Vocabulary,
		classes: readonly string[],
		readonly width = 5,
		private readonly unknown: UnknownWords | null = null,
	) {
		if (width % 2 !== 1) throw new DataError(`A window of ${width} words has no middle: its width has to be odd.`);
		this.count = sentences.reduce((total, { tokens }) => total + tokens.length, 0);
		this.words = new Int32Array(this.count * width);
		this.cases = new Int32Array(this.count * width);
		this.labels = new Int32Array(this.count);
		const numbers = new Map(classes.map((name, k) => [name, k]));
		const reach = (width - 1) / 2;
		const padding = CASES.indexOf("other");
		let at = 0;
		for (const { tokens, tags } of sentences) {
			if (tokens.length !== tags.length)
				throw new DataError(`The sentence “${tokens.join(" ")}” has ${tokens.length} tokens and ${tags.length} tags.`);
			const indices = tokens.map((token) => vocabulary.indexOf(token));
			const shapes = tokens.map(caseOf);
			for (let k = 0; k < tokens.length; k++, at++) {
				for (let offset = -reach; offset <= reach; offset++) {
					const place = at * width + offset + reach;
					const outside = k + offset < 0 ? BEFORE : AFTER;
					this.words[place] = indices[k + offset] ?? vocabulary.special(outside);
					this.cases[place] = shapes[k + offset] ?? padding;
				}
				const label = numbers.get(classOf(tags[k]));
				if (label === undefined)
					throw new DataError(
						`The tag ${tags[k]} of “${tokens[k]}” is of a class that the model does not know (${classes.join(", ")}).`,
					);
				this.labels[at] = label;
			}
		}
	}

	/** Inputs `words` and `cases` (width×B) and `labels` (1×B). */
	batch(indices: Int32Array): Record<string, Matrix> {
		const { width } = this;
		const unknown = this.unknown;
		const nobody = this.vocabulary.special(UNKNOWN);
		const [words, cases] = [new Matrix(width, indices.length), new Matrix(width, indices.length)];
		const labels = new Matrix(1, indices.length);
		for (let j = 0; j < indices.length; j++) {
			const from = indices[j] * width;
			for (let i = 0; i < width; i++) {
				const isDropped = unknown !== null && unknown.random.uniform() < unknown.rate;
				words.data[j * width + i] = isDropped ? nobody : this.words[from + i];
				cases.data[j * width + i] = this.cases[from + i];
			}
			labels.data[j] = this.labels[indices[j]];
		}
		return { words, cases, labels };
	}
}
