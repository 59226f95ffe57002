/**
 * Reads and writes files in the format of CoNLL-2003: a token and its tag a line (or four columns), an empty line between
 * sentences. Any tagging scheme is read, and comes as IOB2; .gz is unpacked on the way.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { DataError } from "../errors";
import { ConllLines, type LineOptions, LONGEST_LINE } from "./conll-lines";
import { bytesOf, unreadable } from "./files";
import { fromIob2, type Scheme } from "./schemes";
import type { Sentence } from "./tags";

/**
 * The sentences of a file, all at once.
 * @throws DataError naming file, line, what stood there and what was expected
 */
export function readConll(file: string, options: LineOptions = {}): Sentence[] {
	return parseConll(readText(file), file, options);
}

/** The sentences of a text; `name` is what errors call it. @throws DataError as `readConll` */
export function parseConll(text: string, name = "text", options: LineOptions = {}): Sentence[] {
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
 * The sentences of a file, one after the other, in memory that does not grow with the file.
 * @throws DataError naming file, line, what stood there and what was expected
 */
export async function* streamConll(file: string, options: LineOptions = {}): AsyncGenerator<Sentence> {
	const lines = new ConllLines({ name: file, ...options });
	const stream = bytesOf(file);
	const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	let rest = "";
	let any = false;
	let skipping = false;
	try {
		for await (const chunk of stream) {
			const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split("\n");
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
	} catch (error) {
		throw error instanceof DataError ? error : unreadable(file, error as NodeJS.ErrnoException);
	}
	const last = lines.push(rest.replace(/\r$/, "")) ?? lines.end();
	if (last !== null) yield last;
	else if (!any) throw empty(file);
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

function readText(file: string): string {
	try {
		const bytes = readFileSync(file);
		const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
		return text.decode(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
	} catch (error) {
		throw unreadable(file, error as NodeJS.ErrnoException);
	}
}

function empty(name: string): DataError {
	return new DataError(
		`${name} holds no sentence. Expected lines of a token and its tag, with an empty line between sentences.`,
	);
}
