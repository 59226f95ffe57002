/** From words to indices, and from class names to class numbers. */
import { classOf, type Sentence } from "./tags";

/** What a word is counted as: lower case, digits as D, so that 1984 and 2024 are one word. */
export function normalise(token: string): string {
	return token.toLowerCase().replace(/\d/g, "D");
}

/** Stand-ins that are no words. The two paddings differ: before a sentence is not after it. */
export const UNKNOWN = "<unk>";
export const BEFORE = "<s>";
export const AFTER = "</s>";

/** The words that have a vector, each with its number. */
export class Vocabulary {
	private readonly indices: Map<string, number>;

	constructor(readonly words: readonly string[]) {
		this.indices = new Map(words.map((word, k) => [word, k]));
	}

	get size(): number {
		return this.words.length;
	}

	/** The index of a token: in lower case as it is, else in its normal form; that of `<unk>` for a word never seen. */
	indexOf(token: string): number {
		return (
			this.indices.get(token.toLowerCase()) ??
			this.indices.get(normalise(token)) ??
			(this.indices.get(UNKNOWN) as number)
		);
	}

	/** The index of a stand-in. */
	special(name: typeof UNKNOWN | typeof BEFORE | typeof AFTER): number {
		return this.indices.get(name) as number;
	}

	/** Whether a word has a vector of its own. */
	has(token: string): boolean {
		return this.indices.has(token.toLowerCase()) || this.indices.has(normalise(token));
	}
}

/**
 * Words seen at least `atLeast` times, the most frequent first. Rarer ones are all `<unk>`, which is how it learns what a
 * rare word looks like.
 * @param others words that get a place in any case, like those that have pre-trained vectors
 */
export function buildVocabulary(sentences: Iterable<Sentence>, atLeast = 2, others: Iterable<string> = []): Vocabulary {
	const counts = new Map<string, number>();
	for (const { tokens } of sentences) {
		for (const token of tokens) {
			const word = normalise(token);
			counts.set(word, (counts.get(word) ?? 0) + 1);
		}
	}
	const frequent = [...counts]
		.filter(([, count]) => count >= atLeast)
		.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
	return new Vocabulary([...new Set([UNKNOWN, BEFORE, AFTER, ...frequent.map(([word]) => word), ...others])]);
}

/** The classes of a corpus, O first, the others by name. */
export function classesOf(sentences: readonly Sentence[]): string[] {
	const found = new Set(sentences.flatMap(({ tags }) => tags.map(classOf)));
	found.delete("O");
	return ["O", ...[...found].sort()];
}
