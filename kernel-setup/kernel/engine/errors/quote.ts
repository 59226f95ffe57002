/** How reports look: colours of a terminal, which front ends draw, and the line that is meant. */

export const RED = "\u001b[31m";
export const DIM = "\u001b[2m";
export const RESET = "\u001b[0m";

/**
 * The line, and carets under what is meant: the column, or all from there to the end.
 * @param end the column after the last one, or in a later line
 */
export function quote(text: string, line: number, column: number, end?: { line: number; column: number }): string[] {
	const content = text.split("\n")[line - 1];
	if (content === undefined) return [];
	const number = String(line);
	const caret = content.slice(0, Math.max(0, column - 1)).replace(/[^\t]/g, " ");
	const last = end === undefined ? column + 1 : end.line > line ? content.length + 1 : end.column;
	const carets = "^".repeat(Math.max(1, last - column));
	return [`  ${number} | ${content}`, `  ${" ".repeat(number.length)} | ${caret}${carets}`];
}
