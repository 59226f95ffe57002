/** Plain text to tokens, and tagged tokens to text that is safe to print. */

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’.\-&][\p{L}\p{M}\p{N}]+)*|\S/gu;

/** Words and punctuation of a line, apart: “Paris.” is two tokens, “U.S.A” and “O'Neill” one each. */
export function tokenize(line: string): string[] {
	return line.normalize("NFC").match(TOKEN) ?? [];
}

/** Characters that steer a terminal, made visible. Nothing in a text may move the cursor or change colours. */
export function printable(text: string): string {
	return text.replace(/\p{Cc}|\p{Cf}/gu, "\uFFFD");
}
