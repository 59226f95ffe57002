/** Short messages out of tagged text: cut up, mistyped, without capitals, with what people put between words. */
import type { Random, Sentence } from "../src/index";

const BETWEEN = ["lol", "omg", ":)", "@user", "RT", "#now", "!!!", "haha", "u", "2day"];
const [LONGEST, MISTYPED, LOWER, FILLED] = [10, 0.08, 0.3, 0.05];

/** The same names in messages of a few words each. */
export function asMessages(sentences: readonly Sentence[], random: Random): Sentence[] {
	return sentences.flatMap(({ tokens, tags }) => {
		const messages: Sentence[] = [];
		for (let from = 0; from < tokens.length; ) {
			let to = Math.min(tokens.length, from + 4 + random.integer(LONGEST - 3));
			while (to < tokens.length && tags[to].startsWith("I-")) to++; // no name is cut through
			messages.push(messageOf(tokens.slice(from, to), tags.slice(from, to), random));
			from = to;
		}
		return messages;
	});
}

function messageOf(tokens: readonly string[], tags: readonly string[], random: Random): Sentence {
	const isLower = random.uniform() < LOWER;
	const written = { tokens: [] as string[], tags: [] as string[] };
	tokens.forEach((token, k) => {
		const word = token.length > 3 && random.uniform() < MISTYPED ? mistyped(token, random) : token;
		written.tokens.push(isLower ? word.toLowerCase() : word);
		written.tags.push(tags[k]);
		if (random.uniform() >= FILLED || tags[k + 1]?.startsWith("I-")) return;
		written.tokens.push(random.pick(BETWEEN));
		written.tags.push("O");
	});
	return written;
}

/** A letter left out, doubled, or two of them in the wrong order. */
function mistyped(word: string, random: Random): string {
	const at = 1 + random.integer(word.length - 2);
	const [before, rest] = [word.slice(0, at), word.slice(at)];
	return random.pick([before + rest.slice(1), before + rest[0] + rest, before + rest[1] + rest[0] + rest.slice(2)]);
}
