/** How much of one cell's output is shown: a loop that prints without end fills no memory, and no notebook. */

const MEGABYTE = 1024 * 1024;
export const AT_MOST_PRINTED = 10 * MEGABYTE;
/** Displays and their updates. */
const AT_MOST_SHOWN = 20_000;
/** What a cell may show while marks are given, in characters. */
const AT_MOST_MARKED = 16 * MEGABYTE;

export class Allowance {
	private printed = 0;
	private shown = 0;
	private size = 0;

	constructor(private readonly atMostPrinted: number) {}

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

	/** Whether one more display may be shown; a sentence in place of the first that may not. */
	show(content?: unknown): { allowed: boolean; notice?: string } {
		this.shown++;
		if (content !== undefined) this.size += JSON.stringify(content).length;
		if (this.size > AT_MOST_MARKED) return { allowed: false };
		if (this.shown <= AT_MOST_SHOWN) return { allowed: true };
		if (this.shown > AT_MOST_SHOWN + 1) return { allowed: false };
		const notice = `[This cell has displayed something ${AT_MOST_SHOWN} times: the rest is not shown.]\n`;
		return { allowed: false, notice };
	}
}
