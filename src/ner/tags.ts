/** IOB2: B-X begins a name of class X, I-X continues it, O is outside. */

/** A name in a sentence: tokens from `start` up to and without `end`. */
export interface Span {
	readonly start: number;
	readonly end: number;
	readonly type: string;
}

/** A sentence with its tags. */
export interface Sentence {
	readonly tokens: readonly string[];
	/** One IOB2 tag a token. */
	readonly tags: readonly string[];
	/** What stood between token and tag in a file of four columns: part of speech and chunk. */
	readonly columns?: readonly (readonly string[])[];
	/** The -DOCSTART- line before the sentence, where a document begins with it. */
	readonly document?: string;
}

/** The class of a tag: `B-LOC` and `I-LOC` are `LOC`, `O` is `O`. */
export function classOf(tag: string): string {
	return tag === "O" ? "O" : tag.slice(2);
}

/** The names in a sequence of tags. An I-X that continues nothing begins a name, as in conlleval. */
export function spansOf(tags: readonly string[]): Span[] {
	const spans: Span[] = [];
	let open: { start: number; type: string } | null = null;
	for (let k = 0; k <= tags.length; k++) {
		const tag = tags[k] ?? "O";
		const continues = open !== null && tag === `I-${open.type}`;
		if (open !== null && !continues) {
			spans.push({ ...open, end: k });
			open = null;
		}
		if (open === null && tag !== "O") open = { start: k, type: classOf(tag) };
	}
	return spans;
}

/** The names where only B-X begins one, as strict IOB2 has it: an I-X that continues nothing is no name. */
export function strictSpansOf(tags: readonly string[]): Span[] {
	return spansOf(tags).filter(({ start }) => tags[start].startsWith("B-"));
}

/**
 * From the class of each token to IOB2: a run of one class is one name. Two names of a class side by side become one,
 * which is the price of classifying tokens by class alone.
 */
export function tagsOfClasses(classes: readonly string[]): string[] {
	return classes.map((name, k) => (name === "O" ? "O" : `${classes[k - 1] === name ? "I" : "B"}-${name}`));
}
