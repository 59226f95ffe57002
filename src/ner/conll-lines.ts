/** Lines of a CoNLL file, one after the other, to sentences. What is wrong with a line is said with its place. */
import { DataError } from "../errors";
import { isTagOfAnyScheme, toIob2 } from "./schemes";
import type { Sentence } from "./tags";

/** Columns of a line: token and tag, or token, part of speech, chunk and tag. */
const COLUMNS = [2, 4];
/** What no line of tokens and tags comes near. */
export const LONGEST_LINE = 100_000;
const SHOWN = 80;

/** How lines are read. */
export interface LineOptions {
	/** What errors call the file. */
	readonly name?: string;
	/** Passes over lines that cannot be read, and tells of each; without it the first one is an error. */
	readonly onProblem?: (problem: string) => void;
}

export class ConllLines {
	private tokens: string[] = [];
	private tags: string[] = [];
	private extra: string[][] = [];
	private document: string | undefined;
	private columns: number | null = null;
	private number = 0;

	constructor(private readonly options: LineOptions = {}) {}

	/** Takes the next line. Returns the sentence that it ends, if it ends one. */
	push(line: string): Sentence | null {
		this.number++;
		const text = this.number === 1 ? line.replace(/^\uFEFF/, "") : line;
		if (text.length > LONGEST_LINE)
			return this.problem(text, `is ${text.length} characters long. Is it a text file, one token a line?`);
		const trimmed = text.trim();
		if (trimmed === "") return this.end();
		if (trimmed.includes("\0")) return this.problem(text, "holds a NUL byte. Is it a text file?");
		const fields = trimmed.split(/[\t ]+/);
		if (fields[0] === "-DOCSTART-") {
			const before = this.end(); // a document begins: the sentence before is over, with or without an empty line
			this.document = trimmed;
			return before;
		}
		const wrong = this.wrongWith(fields);
		if (wrong !== null) return this.problem(text, wrong);
		this.columns = fields.length;
		this.tokens.push(fields[0]);
		this.tags.push(fields[fields.length - 1]);
		this.extra.push(fields.slice(1, -1));
		return null;
	}

	/** The sentence that is still open, if there is one. */
	end(): Sentence | null {
		if (this.tokens.length === 0) return null;
		const sentence: Sentence = {
			tokens: this.tokens,
			tags: toIob2(this.tags),
			...(this.columns !== 2 && { columns: this.extra }),
			...(this.document !== undefined && { document: this.document }),
		};
		[this.tokens, this.tags, this.extra, this.document] = [[], [], [], undefined];
		return sentence;
	}

	private wrongWith(fields: readonly string[]): string | null {
		const count = `${fields.length} column${fields.length === 1 ? "" : "s"}`;
		if (!COLUMNS.includes(fields.length))
			return `has ${count}. Expected 2 (token, tag) or 4 (token, part of speech, chunk, tag).`;
		if (this.columns !== null && fields.length !== this.columns)
			return `has ${count}, and the lines before have ${this.columns}. Expected ${this.columns} in every line.`;
		const tag = fields[fields.length - 1];
		if (isTagOfAnyScheme(tag)) return null;
		return `ends in “${shortened(tag)}”. Expected a tag: O, B-CLASS or I-CLASS, for example B-PER.`;
	}

	private problem(line: string, what: string): null {
		const { name = "text", onProblem } = this.options;
		const problem = `${name}, line ${this.number}: “${shortened(line)}” ${what}`;
		if (onProblem === undefined) throw new DataError(problem);
		onProblem(problem);
		return null;
	}
}

/** The beginning of a line, with what a terminal would not survive made visible. */
function shortened(text: string): string {
	const start = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
	return Array.from(start, (character) => (character < " " && character !== "\t" ? "\uFFFD" : character)).join("");
}
