/** A seeded corpus of generated sentences with PER, LOC, ORG and DATE, split without overlap. */
import { Random } from "../../matrix/random";
import type { Sentence } from "../tags";
import { SLOTS, TEMPLATES } from "./grammar";

/** Sentences to train on, to tune on and to judge by. */
export interface Corpus {
	readonly train: Sentence[];
	readonly dev: Sentence[];
	readonly test: Sentence[];
}

/** How much is generated. */
export interface CorpusOptions {
	/** Sentences in each split. 3,000, 500 and 500 by default. */
	train?: number;
	dev?: number;
	test?: number;
	seed?: number;
}

/** One sentence of a template. */
export function sentenceFrom(template: string, random: Random): Sentence {
	const tokens: string[] = [];
	const tags: string[] = [];
	for (const piece of template.split(" ")) {
		const slot = /^\{(\w+)\}(.*)$/.exec(piece);
		if (slot === null) {
			tokens.push(piece);
			tags.push("O");
			continue;
		}
		const { words, type } = SLOTS[slot[1]](random);
		words.forEach((word, k) => {
			tokens.push(k === words.length - 1 ? word + slot[2] : word);
			tags.push(type === null ? "O" : `${k === 0 ? "B" : "I"}-${type}`);
		});
	}
	return { tokens, tags };
}

/** The same seed gives the same corpus. No sentence is in two splits. */
export function generateCorpus(options: CorpusOptions = {}): Corpus {
	const { train = 3000, dev = 500, test = 500, seed = 1 } = options;
	const random = new Random(seed);
	const seen = new Set<string>();
	const fresh = (): Sentence => {
		for (;;) {
			const sentence = sentenceFrom(random.pick(TEMPLATES), random);
			const text = sentence.tokens.join(" ");
			if (seen.has(text)) continue;
			seen.add(text);
			return sentence;
		}
	};
	const take = (count: number) => Array.from({ length: count }, fresh);
	return { train: take(train), dev: take(dev), test: take(test) };
}
