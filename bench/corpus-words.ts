/** Prints every word that generated corpora are likely to hold, one a line: what src/ner/data/make_glove_subset.py wants first. */
import { generateCorpus } from "../src/index";
import { ambiguousNames, heldOutNames, seenNames } from "../src/ner/corpus/gazetteers";

const words = new Set<string>();
for (const names of [seenNames(), heldOutNames(), ambiguousNames()])
	for (const list of Object.values(names) as string[][])
		for (const name of list) for (const word of name.split(" ")) words.add(word.toLowerCase());
for (const sentences of Object.values(generateCorpus({ train: 20_000, dev: 2000, test: 2000 })))
	for (const { tokens } of sentences) for (const token of tokens) words.add(token.toLowerCase());
console.log([...words].sort().join("\n"));
