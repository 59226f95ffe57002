/**
 * The format of CoNLL-2003: a token and its tag a line (or four columns), an empty line between sentences. Any tagging
 * scheme is read, and comes as IOB2.
 */
import { DataError } from "../errors";
import { shown } from "../matrix/checks";
import { ConllLines, type LineOptions, LONGEST_LINE } from "./conll-lines";
import { fromIob2, type Scheme } from "./schemes";
import type { Sentence } from "./tags";

/** The sentences of a text; `name` is what errors call it. @throws DataError as `readConll` */
export function parseConll(text: string, name = "text", options: LineOptions = {}): Sentence[] {
	if (typeof text !== "string") throw new DataError(`parseConll: a text was expected, and this is ${shown(text)}.`);
	const lines = new ConllLines({ name, ...options });
	const sentences: Sentence[] = [];
	for (const line of text.split(/\r?\n/)) {
		const sentence = lines.push(line);
		if (sentence !== null) sentences.push(sentence);
	}
	const last = lines.end();
	if (last !== null) sentences.push(last);
	if (sentences.length === 0) throw empty(name);
	return sentences;
}

/**
 * The sentences of a text that comes piece by piece in UTF-8, one after the other, in memory that does not grow.
 * @param name what errors call it
 * @throws DataError naming line, what stood there and what was expected; what the pieces' source throws
 */
export async function* parseConllStream(
	pieces: AsyncIterable<Uint8Array>,
	name = "text",
	options: LineOptions = {},
): AsyncGenerator<Sentence> {
	const lines = new ConllLines({ name, ...options });
	const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	let rest = "";
	let any = false;
	let skipping = false;
	for await (const piece of pieces) {
		const parts = (rest + decoder.decode(piece, { stream: true })).split("\n");
		rest = parts.pop() as string;
		if (skipping && parts.length > 0) {
			parts.shift(); // the end of a line that was too long
			skipping = false;
		}
		if (skipping) rest = "";
		for (const part of parts) {
			const sentence = lines.push(part.endsWith("\r") ? part.slice(0, -1) : part);
			if (sentence === null) continue;
			any = true;
			yield sentence;
		}
		if (rest.length > LONGEST_LINE) {
			lines.push(rest);
			rest = "";
			skipping = true;
		}
	}
	rest += decoder.decode();
	const last = lines.push(rest.replace(/\r$/, "")) ?? lines.end();
	if (last !== null) yield last;
	else if (!any) throw empty(name);
}

/** How a file is written. */
export interface ConllFormat {
	readonly scheme?: Scheme;
	readonly separator?: "\t" | " ";
	readonly lineEnd?: "\n" | "\r\n";
}

/** Sentences as text, with an empty line after each. What was read in this format comes out the same. */
export function writeConll(sentences: Iterable<Sentence>, format: ConllFormat = {}): string {
	const { scheme = "IOB2", separator = "\t", lineEnd = "\n" } = format;
	let text = "";
	for (const { tokens, tags, columns, document } of sentences) {
		if (document !== undefined) text += document + lineEnd + lineEnd;
		const written = fromIob2(tags, scheme);
		tokens.forEach((token, k) => {
			text += [token, ...(columns?.[k] ?? []), written[k]].join(separator) + lineEnd;
		});
		text += lineEnd;
	}
	return text;
}

function empty(name: string): DataError {
	return new DataError(
		`${name} holds no sentence. Expected lines of a token and its tag, with an empty line between sentences.`,
	);
}
