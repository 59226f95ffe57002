/** Reads files in the format of CoNLL-2003: a token and its tag a line, an empty line between sentences. */
import { readFileSync } from "node:fs";
import { DataError } from "../errors";
import { isTag, type Sentence } from "./tags";

/** Columns of a line: token and tag, or token, part of speech, chunk and tag. */
const COLUMNS = [2, 4];

/**
 * The sentences of a file.
 * @throws DataError naming file, line, what stood there and what was expected
 */
export function readConll(file: string): Sentence[] {
	return parseConll(readText(file), file);
}

function readText(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const why =
			code === "ENOENT"
				? "there is no such file"
				: code === "EISDIR"
					? "it is a folder"
					: String((error as Error).message);
		throw new DataError(`readConll("${file}"): ${why}. Paths are relative to ${process.cwd()}.`);
	}
}

/** The sentences of a text; `name` is what errors call it. */
export function parseConll(text: string, name = "text"): Sentence[] {
	const sentences: Sentence[] = [];
	let [tokens, tags]: [string[], string[]] = [[], []];
	let columns: number | null = null;
	const finish = () => {
		if (tokens.length > 0) sentences.push({ tokens, tags });
		[tokens, tags] = [[], []];
	};
	const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
	for (const [k, line] of lines.entries()) {
		if (line.trim() === "") {
			finish();
			continue;
		}
		const fields = line.trim().split(/[\t ]+/);
		if (fields[0] === "-DOCSTART-") continue;
		const place = `${name}, line ${k + 1}: “${line.length > 80 ? `${line.slice(0, 80)}…` : line}”`;
		columns ??= fields.length;
		if (!COLUMNS.includes(fields.length))
			throw new DataError(
				`${place} has ${fields.length} column${fields.length === 1 ? "" : "s"}. Expected 2 (token, tag) or 4 (token, part of speech, chunk, tag).`,
			);
		if (fields.length !== columns)
			throw new DataError(
				`${place} has ${fields.length} columns, and the lines before have ${columns}. Expected ${columns} in every line.`,
			);
		const tag = fields[fields.length - 1];
		if (!isTag(tag))
			throw new DataError(`${place} ends in “${tag}”. Expected an IOB2 tag: O, B-CLASS or I-CLASS, for example B-PER.`);
		tokens.push(fields[0]);
		tags.push(tag);
	}
	finish();
	if (sentences.length === 0)
		throw new DataError(
			`${name} holds no sentence. Expected lines of a token and its tag, with an empty line between sentences.`,
		);
	return sentences;
}
