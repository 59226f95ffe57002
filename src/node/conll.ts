/** Files in the format of CoNLL-2003: ner/conll.ts on disk; .gz is unpacked on the way. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { DataError } from "../errors";
import { parseConll, parseConllStream } from "../ner/conll";
import type { LineOptions } from "../ner/conll-lines";
import type { Sentence } from "../ner/tags";
import { bytesOf, unreadable } from "./files";

/**
 * The sentences of a file, all at once.
 * @throws DataError naming file, line, what stood there and what was expected
 */
export function readConll(file: string, options: LineOptions = {}): Sentence[] {
	return parseConll(readText(file), file, options);
}

/**
 * The sentences of a file, one after the other, in memory that does not grow with the file.
 * @throws DataError naming file, line, what stood there and what was expected
 */
export async function* streamConll(file: string, options: LineOptions = {}): AsyncGenerator<Sentence> {
	try {
		yield* parseConllStream(bytesOf(file), file, options);
	} catch (error) {
		throw error instanceof DataError ? error : unreadable(file, error as NodeJS.ErrnoException);
	}
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
