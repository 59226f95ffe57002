/** How much of one cell's output is shown: a loop that prints without end fills no memory, and no notebook. */

const MEGABYTE = 1024 * 1024;
export const AT_MOST_PRINTED = 10 * MEGABYTE;
/** Displays and their updates, and what comms say. */
const AT_MOST_SHOWN = 20_000;
/** What a cell may show while marks are given, in characters. */
const AT_MOST_MARKED = 16 * MEGABYTE;
/** What is displayed may be larger than what is printed: pictures are. */
const SHOWN_TO_PRINTED = 10;

export class Allowance {
	private printed = 0;
	private shown = 0;
	private shownSize = 0;
	private isTold = false;

	constructor(
		private readonly atMostPrinted: number,
		private readonly isMarking = false,
	) {}

	/** How much of a text may still be shown; a sentence to show behind it, once. */
	print(text: string): { text: string; notice?: string } {
		const left = this.atMostPrinted - this.printed;
		this.printed += text.length;
		if (text.length <= left) return { text };
		if (left < 0) return { text: "" };
		const limit = `${this.atMostPrinted / MEGABYTE} MB`;
		const advice = "Print less, or set GRADLAB_OUTPUT_MB before the kernel starts.";
		const notice = `\n[This cell has printed more than ${limit}: the rest is not shown. ${advice}]\n`;
		this.printed = Number.POSITIVE_INFINITY;
		return { text: text.slice(0, left), notice };
	}

	/**
	 * Whether this, too, may be shown; a sentence in place of the first that may not.
	 * @param replaces it takes the place of what was shown before, so that a notebook keeps one of them
	 */
	show(data: unknown, replaces: boolean): { allowed: boolean; notice?: string } {
		const size = sizeOf(data);
		const limit = this.isMarking ? AT_MOST_MARKED : this.atMostPrinted * SHOWN_TO_PRINTED;
		// Whoever gives marks reads all of it.
		const counts = this.isMarking || !replaces;
		const isTooMuch = (counts ? this.shownSize + size : size) > limit;
		if (!isTooMuch && this.shown < AT_MOST_SHOWN) {
			this.shown++;
			if (counts) this.shownSize += size;
			return { allowed: true };
		}
		if (this.isTold) return { allowed: false };
		this.isTold = true;
		const what = isTooMuch ? `more than ${limit / MEGABYTE} MB` : `something ${AT_MOST_SHOWN} times`;
		return { allowed: false, notice: `[This cell has displayed ${what}: the rest is not shown.]\n` };
	}
}

/** Characters, about as many as its JSON has. */
function sizeOf(value: unknown): number {
	let size = 0;
	const left = [value];
	while (left.length > 0) {
		const next = left.pop();
		if (typeof next === "string") size += next.length;
		else if (typeof next !== "object" || next === null) size += 4;
		else for (const [key, inner] of Object.entries(next)) size += left.push(inner) && key.length;
	}
	return size;
}
