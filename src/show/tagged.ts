/** Tagged text with coloured spans. The class is written beside the words, and every token is escaped. */
import { DataError } from "../errors";
import { shown } from "../matrix/checks";
import { type Sentence, spansOf } from "../ner/tags";
import { givenFields, givenList, givenText } from "./given";
import { escapeXml } from "./svg";

const TINTS = ["#cfe8ff", "#ffe0c2", "#d2f0e0", "#f3d9ea", "#fff3bf", "#e0e0ff"];

/** A text with its names marked. */
export class TaggedText {
	/** @throws DataError for what is no list of sentences, and for tags that are not one for each token */
	constructor(readonly sentences: readonly Sentence[]) {
		givenList("taggedText: the sentences", sentences, checkSentence);
	}

	/** The text with brackets around names. */
	toString(): string {
		return this.sentences
			.map(({ tokens, tags }) => {
				const spans = new Map(spansOf(tags).map((span) => [span.start, span]));
				const pieces: string[] = [];
				for (let k = 0; k < tokens.length; ) {
					const span = spans.get(k);
					pieces.push(span === undefined ? tokens[k] : `[${tokens.slice(k, span.end).join(" ")}]${span.type}`);
					k = span?.end ?? k + 1;
				}
				return pieces.join(" ");
			})
			.join("\n");
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}

	[Symbol.for("Jupyter.display")](): Record<string, string> {
		const classes = [...new Set(this.sentences.flatMap(({ tags }) => spansOf(tags).map(({ type }) => type)))].sort();
		const lines = this.sentences.map(({ tokens, tags }) => {
			const spans = new Map(spansOf(tags).map((span) => [span.start, span]));
			let html = "";
			for (let k = 0; k < tokens.length; ) {
				const span = spans.get(k);
				const text = escapeXml(tokens.slice(k, span?.end ?? k + 1).join(" "));
				const tint = TINTS[classes.indexOf(span?.type ?? "") % TINTS.length];
				html +=
					span === undefined
						? `${text} `
						: `<mark style="background:${tint};color:#111;border-radius:3px;padding:1px 4px">${text} <small><b>${escapeXml(span.type)}</b></small></mark> `;
				k = span?.end ?? k + 1;
			}
			return `<p style="line-height:2">${html}</p>`;
		});
		return { "text/html": lines.join(""), "text/plain": this.toString() };
	}
}

function checkSentence(where: string, given: unknown): void {
	const { tokens, tags } = givenFields(where, given, '{ tokens: ["in", "Paris"], tags: ["O", "B-LOC"] }');
	const words = givenList(`${where}.tokens`, tokens, givenText);
	const names = givenList(`${where}.tags`, tags, givenText);
	if (words.length !== names.length)
		throw new DataError(
			`${where} has ${words.length} tokens and ${names.length} tags. Give each token one: O, B-LOC, I-LOC.`,
		);
	const wrong = names.findIndex((tag) => !/^(O|[BI]-.+)$/s.test(tag));
	if (wrong >= 0)
		throw new DataError(
			`${where}: the tag of ${shown(words[wrong])} is ${shown(names[wrong])}. A tag is O, or B- or I- with a class, as B-LOC.`,
		);
}

/** Sentences with their names marked. */
export function taggedText(sentences: readonly Sentence[]): TaggedText {
	return new TaggedText(sentences);
}
