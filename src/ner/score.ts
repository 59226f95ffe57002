/** How good tags are. Entity F1 counts a name only when its boundaries and its class are right, as conlleval does. */
import { DataError } from "../errors";
import { type Sentence, type Span, spansOf } from "./tags";

/** Precision, recall and F1. */
export interface Score {
	/** Of the names that were marked, the share that is right; in per cent. */
	readonly precision: number;
	/** Of the names that are there, the share that was found; in per cent. */
	readonly recall: number;
	/** The harmonic mean of both, in per cent. */
	readonly f1: number;
	/** Names that are there. */
	readonly support: number;
	/** Names that were marked, and how many of them are right. */
	readonly found: number;
	readonly right: number;
}

/** Scores by class and over all. */
export interface Report {
	/** Share of tokens with the right tag, in per cent. High also for a model that finds nothing: most tokens are O. */
	readonly tokenAccuracy: number;
	readonly tokens: number;
	readonly overall: Score;
	readonly byClass: Readonly<Record<string, Score>>;
}

interface Counts {
	found: number;
	there: number;
	right: number;
}

const key = ({ start, end, type }: Span) => `${start}:${end}:${type}`;

/**
 * Precision, recall and F1 of names.
 * @param read how names are read off tags: leniently, as conlleval does, by default
 * @throws DataError when the sentences do not match in number or length
 */
export function score(
	gold: readonly (readonly string[])[],
	predicted: readonly (readonly string[])[],
	read: (tags: readonly string[]) => Span[] = spansOf,
): Report {
	if (gold.length !== predicted.length)
		throw new DataError(`score: ${gold.length} sentences are there and ${predicted.length} were tagged.`);
	const byClass = new Map<string, Counts>();
	const countsOf = (type: string) => {
		const counts = byClass.get(type) ?? { found: 0, there: 0, right: 0 };
		byClass.set(type, counts);
		return counts;
	};
	for (const tags of [...gold, ...predicted]) requireTags(tags);
	let [tokens, same] = [0, 0];
	gold.forEach((tags, k) => {
		if (tags.length !== predicted[k].length)
			throw new DataError(`score: sentence ${k} has ${tags.length} tokens and ${predicted[k].length} tags.`);
		tokens += tags.length;
		same += tags.filter((tag, i) => tag === predicted[k][i]).length;
		const there = read(tags);
		const known = new Set(there.map(key));
		for (const { type } of there) countsOf(type).there++;
		for (const span of read(predicted[k])) {
			const counts = countsOf(span.type);
			counts.found++;
			if (known.has(key(span))) counts.right++;
		}
	});
	const total = [...byClass.values()].reduce(
		(sum, c) => ({ found: sum.found + c.found, there: sum.there + c.there, right: sum.right + c.right }),
		{ found: 0, there: 0, right: 0 },
	);
	return {
		tokenAccuracy: percent(same, tokens),
		tokens,
		overall: scoreOf(total),
		byClass: Object.fromEntries(
			[...byClass].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, counts]) => [type, scoreOf(counts)]),
		),
	};
}

/** @throws DataError for what is no tag of IOB1 or IOB2: a name would be read off it in silence, and a wrong one */
function requireTags(tags: readonly string[]): void {
	const odd = tags.find((tag) => typeof tag !== "string" || !/^(?:O|[BI]-.+)$/su.test(tag));
	if (odd === undefined) return;
	throw new DataError(
		`score: “${String(odd)}” is no tag. Expected O, B-CLASS or I-CLASS; toIob2 makes them of other schemes.`,
	);
}

/** The scores of a tagger on sentences with tags. */
export function scoreOn(
	sentences: readonly Sentence[],
	tag: (sentences: readonly (readonly string[])[]) => readonly (readonly string[])[],
): Report {
	return score(
		sentences.map(({ tags }) => tags),
		tag(sentences.map(({ tokens }) => tokens)),
	);
}

/** A part of a whole in per cent; 0 of nothing. */
export function percent(part: number, whole: number): number {
	return whole === 0 ? 0 : (100 * part) / whole;
}

function scoreOf({ found, there, right }: Counts): Score {
	const [precision, recall] = [percent(right, found), percent(right, there)];
	return {
		precision,
		recall,
		f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
		support: there,
		found,
		right,
	};
}
