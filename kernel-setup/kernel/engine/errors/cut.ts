/** As much of a text as one reads: an error may hold megabytes, and a notebook is not to. */
import type { ErrorReport } from "../../wire/engine-protocol";

const LONGEST_LINE = 20_000;
const LONGEST_TRACEBACK = 200_000;

export function cutText(text: string): string {
	if (text.length <= LONGEST_LINE) return text;
	return `${text.slice(0, LONGEST_LINE)}… ${text.length - LONGEST_LINE} more characters`;
}

export function cutReport({ ename, evalue, traceback }: ErrorReport): ErrorReport {
	const lines: string[] = [];
	let left = LONGEST_TRACEBACK;
	for (const [k, line] of traceback.map(cutText).entries()) {
		left -= line.length;
		if (left < 0) {
			lines.push(`… ${traceback.length - k} more lines`);
			break;
		}
		lines.push(line);
	}
	return { ename: cutText(ename), evalue: cutText(evalue), traceback: lines };
}
