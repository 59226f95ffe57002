/** A notation, cut into numbers, names and signs. */
import { DataError } from "../errors";

/** A piece of a notation, and where it begins. */
export interface Token {
	readonly kind: "number" | "name" | "sign" | "end";
	readonly text: string;
	readonly at: number;
}

// ᵀ is a letter in Unicode, and a sign here.
const TOKEN =
	/\s*(?:((?:\d+(?:\.(?![*/^])\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|((?!ᵀ)(?:\p{L}|𝟏|√)(?:(?![ᵀ²])[\p{L}\p{N}_])*)|(\.\*|\.\/|\.\^|\^⊙|⁻¹|⁻ᵀ|[-−+*·⊙⊘⊗/^'′ᵀ²(),]))/uy;

/** Position as people count, from 1, and a caret under it; neither where the text is not at hand. */
export function notationError(notation: string, what: string, at: number): DataError {
	if (notation === "") return new DataError(`expression: ${what}.`);
	return new DataError(`expression, position ${at + 1}: ${what}.\n  ${notation}\n  ${" ".repeat(at)}^`);
}

/** @throws DataError for what means nothing */
export function tokensOf(notation: string): Token[] {
	const tokens: Token[] = [];
	const end = notation.trimEnd().length;
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < end) {
		const from = TOKEN.lastIndex;
		const match = TOKEN.exec(notation);
		if (match === null) {
			const at = from + (/^\s*/.exec(notation.slice(from))?.[0].length ?? 0);
			throw notationError(notation, `“${[...notation.slice(at)][0]}” means nothing here`, at);
		}
		const [, number, name, sign] = match;
		const text = number ?? name ?? sign;
		if (number !== undefined && !Number.isFinite(Number(number)))
			throw notationError(notation, `${text} is larger than any number`, TOKEN.lastIndex - text.length);
		const before = tokens[tokens.length - 1];
		if (
			number !== undefined &&
			before?.kind === "number" &&
			before.at + before.text.length === TOKEN.lastIndex - text.length
		)
			throw notationError(notation, `${before.text}${text} is no number`, before.at);
		const kind = number !== undefined ? "number" : name !== undefined ? "name" : "sign";
		tokens.push({ kind, text, at: TOKEN.lastIndex - text.length });
	}
	tokens.push({ kind: "end", text: "the end", at: end });
	return tokens;
}
