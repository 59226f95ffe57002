/** Where a tagger goes wrong, mistake by mistake: for the error browser, and for seen against unseen names. */
import { type Score, score } from "./score";
import { type Sentence, type Span, spansOf } from "./tags";

/** boundary: the right class on other tokens; type: the right tokens, another class; missed and spurious: nothing overlaps. */
export type MistakeKind = "boundary" | "type" | "boundary and type" | "missed" | "spurious";

/** One name that was not found as it is, or found where none is. */
export interface TaggingMistake {
	readonly kind: MistakeKind;
	/** Number of the sentence. */
	readonly sentence: number;
	readonly gold: Span | null;
	readonly predicted: Span | null;
	/** The tokens around, the name in brackets. */
	readonly window: string;
}

const AROUND = 3;

function overlap(a: Span, b: Span): boolean {
	return a.start < b.end && b.start < a.end;
}

function sameBounds(a: Span, b: Span): boolean {
	return a.start === b.start && a.end === b.end;
}

/** Every mistake, sentence by sentence. */
export function mistakesOf(
	sentences: readonly Sentence[],
	predicted: readonly (readonly string[])[],
): TaggingMistake[] {
	return sentences.flatMap(({ tokens, tags }, s) => {
		const [gold, found] = [spansOf(tags), spansOf(predicted[s])];
		const explained = new Set<Span>();
		const mistake = (kind: MistakeKind, goldSpan: Span | null, foundSpan: Span | null): TaggingMistake => ({
			kind,
			sentence: s,
			gold: goldSpan,
			predicted: foundSpan,
			window: windowAround(tokens, (goldSpan ?? foundSpan) as Span),
		});
		const ofGold = gold.flatMap((span) => {
			const others = found.filter((other) => overlap(span, other));
			for (const other of others) explained.add(other);
			if (others.length === 0) return [mistake("missed", span, null)];
			const exact = others.find((other) => sameBounds(span, other));
			if (exact !== undefined) return exact.type === span.type ? [] : [mistake("type", span, exact)];
			const [nearest] = others;
			return [mistake(nearest.type === span.type ? "boundary" : "boundary and type", span, nearest)];
		});
		const spurious = found.filter((span) => !explained.has(span)).map((span) => mistake("spurious", null, span));
		return [...ofGold, ...spurious];
	});
}

function windowAround(tokens: readonly string[], { start, end }: Span): string {
	const before = tokens.slice(Math.max(0, start - AROUND), start);
	const after = tokens.slice(end, end + AROUND);
	return [...before, `[${tokens.slice(start, end).join(" ")}]`, ...after].join(" ");
}

/** Scores of names that stood in the training sentences, and of those that did not. Precision counts all that was found, so it is left to recall. */
export function recallBySeen(
	training: readonly Sentence[],
	sentences: readonly Sentence[],
	predicted: readonly (readonly string[])[],
): { seen: Pick<Score, "recall" | "support">; unseen: Pick<Score, "recall" | "support"> } {
	const nameOf = (tokens: readonly string[], { start, end }: Span) => tokens.slice(start, end).join(" ");
	const known = new Set(training.flatMap(({ tokens, tags }) => spansOf(tags).map((span) => nameOf(tokens, span))));
	const recallOf = (wanted: boolean) => {
		// Names of the other kind are taken out of both sides.
		const keep = (tags: readonly string[], s: number) => {
			const kept = tags.map(() => "O");
			for (const span of spansOf(tags)) {
				const goldHere = spansOf(sentences[s].tags).some((gold) => gold.start === span.start && gold.end === span.end);
				if (!goldHere || known.has(nameOf(sentences[s].tokens, span)) !== wanted) continue;
				for (let k = span.start; k < span.end; k++) kept[k] = `${k === span.start ? "B" : "I"}-${span.type}`;
			}
			return kept;
		};
		const { recall, support } = score(
			sentences.map(({ tags }, s) => keep(tags, s)),
			predicted.map(keep),
		).overall;
		return { recall, support };
	};
	return { seen: recallOf(true), unseen: recallOf(false) };
}
