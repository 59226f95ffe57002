/** A seeded corpus of generated sentences with PER, LOC, ORG and DATE, split without overlap. */
import { Random } from "../../matrix/random";
import type { Sentence } from "../tags";
import { ambiguousNames, heldOutNames, PLACES_AND_PEOPLE, seenNames } from "./gazetteers";
import { sentenceFrom, TEMPLATES, UNSEEN_TEMPLATES, xorSentence } from "./grammar";

/** Sentences to train on, to tune on, and to judge by in four ways. */
export interface Corpus {
	readonly train: Sentence[];
	readonly dev: Sentence[];
	/** Like the training sentences: templates and names are known, the sentences are new. */
	readonly test: Sentence[];
	/** Out of distribution: unseen names in unseen templates. */
	readonly test_ood: Sentence[];
	/** Every name is two things: Paris the city and Paris the person. */
	readonly test_amb: Sentence[];
	/** Two words together decide the class, and neither alone. */
	readonly test_xor: Sentence[];
}

/** How much is generated. */
export interface CorpusOptions {
	/** Training sentences, 3,000 by default; 15% of them are of the kind of test_xor. */
	train?: number;
	/** Sentences in each other split, 500 by default. */
	dev?: number;
	test?: number;
	seed?: number;
}

const XOR_SHARE = 0.15;

/** The same seed gives the same corpus. No sentence is in two splits. */
export function generateCorpus(options: CorpusOptions = {}): Corpus {
	const { train = 3000, dev = 500, test = 500, seed = 1 } = options;
	const random = new Random(seed);
	const [seen, heldOut, ambiguous] = [seenNames(), heldOutNames(), ambiguousNames()];
	const used = new Set<string>();
	const take = (count: number, make: () => Sentence): Sentence[] => {
		const sentences: Sentence[] = [];
		while (sentences.length < count) {
			const sentence = make();
			const text = sentence.tokens.join(" ");
			if (used.has(text)) continue;
			used.add(text);
			sentences.push(sentence);
		}
		return sentences;
	};
	const known = () => sentenceFrom(random.pick(TEMPLATES), seen, random);
	const xor = () => xorSentence(PLACES_AND_PEOPLE, random);
	const either = () => (random.uniform() < XOR_SHARE ? xor() : known());
	return {
		train: take(train, either),
		dev: take(dev, either),
		test: take(test, known),
		test_ood: take(test, () => sentenceFrom(random.pick(UNSEEN_TEMPLATES), heldOut, random)),
		test_amb: take(test, () => sentenceFrom(random.pick(TEMPLATES), ambiguous, random)),
		test_xor: take(test, xor),
	};
}
