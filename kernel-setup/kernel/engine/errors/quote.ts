/** How reports look: colours of a terminal, which front ends draw, and the line that is meant. */

export const RED = "\u001b[31m";
export const DIM = "\u001b[2m";
export const RESET = "\u001b[0m";

/** The line and a caret under the column. */
export function quote(text: string, line: number, column: number): string[] {
	const content = text.split("\n")[line - 1];
	if (content === undefined) return [];
	const number = String(line);
	const caret = content.slice(0, Math.max(0, column - 1)).replace(/[^\t]/g, " ");
	return [`  ${number} | ${content}`, `  ${" ".repeat(number.length)} | ${caret}^`];
}
