/** A place in a notation: what stands there, a step further, and what was expected instead. */
import type { DataError } from "../errors";
import { notationError, type Token, tokensOf } from "./tokens";

export class Cursor {
	protected readonly tokens: readonly Token[];
	protected next = 0;

	constructor(private readonly notation: string) {
		this.tokens = tokensOf(notation);
	}

	protected peek(): Token {
		return this.tokens[this.next];
	}

	protected take(...signs: string[]): boolean {
		const { kind, text } = this.peek();
		if (kind !== "sign" || !signs.includes(text)) return false;
		this.next++;
		return true;
	}

	protected expect(sign: string): void {
		if (!this.take(sign)) this.fail(`“${sign}”`);
	}

	protected fail(expected: string): never {
		const { kind, text, at } = this.peek();
		throw this.error(`expected ${expected}, and found ${kind === "end" ? text : `“${text}”`}`, at);
	}

	protected error(what: string, at: number): DataError {
		return notationError(this.notation, what, at);
	}
}
