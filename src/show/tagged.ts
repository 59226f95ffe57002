/** Tagged text with coloured spans. The class is written beside the words, and every token is escaped. */
import { type Sentence, spansOf } from "../ner/tags";
import { escapeXml } from "./svg";

const TINTS = ["#cfe8ff", "#ffe0c2", "#d2f0e0", "#f3d9ea", "#fff3bf", "#e0e0ff"];

/** A text with its names marked. */
export class TaggedText {
	constructor(readonly sentences: readonly Sentence[]) {}

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

/** Sentences with their names marked. */
export function taggedText(sentences: readonly Sentence[]): TaggedText {
	return new TaggedText(sentences);
}
