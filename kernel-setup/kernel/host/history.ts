/** What was run in this session, and the three ways a front end may ask for it. */
import type { Content } from "../wire/message";

interface Entry {
	line: number;
	input: string;
	output: string | null;
}

/**
 * `*` and `?` as in a shell; everything else literal. A regular expression would take for ever on `*a*a*a*b`: here a
 * star takes one character more only where what follows the latest star does not fit.
 */
export function fits(glob: string, text: string): boolean {
	let [at, place] = [0, 0];
	/** Behind the latest star, and where in the text what follows it was tried last. */
	let [afterStar, tried] = [-1, 0];
	while (place < text.length) {
		if (glob[at] === "*") [afterStar, tried] = [++at, place];
		else if (at < glob.length && (glob[at] === "?" || glob[at] === text[place])) [at, place] = [at + 1, place + 1];
		else if (afterStar >= 0) [at, place] = [afterStar, ++tried];
		else return false;
	}
	while (glob[at] === "*") at++;
	return at === glob.length;
}

export class History {
	private readonly entries: Entry[] = [];

	add(line: number, input: string, output: string | null): void {
		this.entries.push({ line, input, output });
	}

	/** Answers a history_request: `tail` (last n), `range` (start ≤ line < stop), `search` (glob, last n, unique). */
	select(request: Content): unknown[] {
		let found = this.entries;
		const n = typeof request.n === "number" ? request.n : undefined;
		switch (request.hist_access_type) {
			case "range": {
				// Session 0 is the current one, and the only one that is kept.
				if (typeof request.session === "number" && request.session !== 0) return [];
				const start = Number(request.start ?? 0);
				const stop = typeof request.stop === "number" ? request.stop : Number.POSITIVE_INFINITY;
				found = found.filter((entry) => entry.line >= start && entry.line < stop);
				break;
			}
			case "search": {
				const pattern = String(request.pattern ?? "*");
				found = found.filter((entry) => fits(pattern, entry.input));
				if (request.unique) found = [...new Map(found.map((entry) => [entry.input, entry])).values()];
				if (n !== undefined) found = found.slice(Math.max(0, found.length - n));
				break;
			}
			default:
				if (n !== undefined) found = found.slice(Math.max(0, found.length - n));
		}
		return found.map(({ line, input, output }) => [0, line, request.output ? [input, output] : input]);
	}
}
