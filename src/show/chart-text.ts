/** Text in static charts: about how wide it is, how much of it fits, and numbers at ticks. */

/** About the pixels of a text: letters of other scripts, and pictures, take a whole square. */
export function widthOf(text: string, size = 12): number {
	let squares = 0;
	for (const letter of text) squares += letter < "\u1100" ? 0.58 : 1;
	return squares * size;
}

/** A text that fits, with a … for what does not. */
export function shortened(text: string, width: number, size = 12): string {
	if (widthOf(text, size) <= width) return text;
	let [kept, room] = ["", width - widthOf("…", size)];
	for (const letter of text) {
		room -= widthOf(letter, size);
		if (room < 0 && kept !== "") break;
		kept += letter;
	}
	return `${kept}…`;
}

/** How far a text of such a width around x is to be moved, to be between both sides. */
export function movedBetween(x: number, width: number, left: number, right: number): number {
	return Math.max(left + width / 2, Math.min(right - width / 2, x)) - x;
}

/** The minus of mathematics. */
export const withMinus = (text: string) => text.replaceAll("-", "−");

/** The numbers at ticks, in as many digits as tell each from its neighbours, and all written in the same way. */
export function tickTexts(values: readonly number[]): string[] {
	const rounded = values.map((value, k) => {
		const steps = [values[k - 1], values[k + 1]].flatMap((other) =>
			other === undefined ? [] : [Math.abs(other - value)],
		);
		if (value === 0 || steps.length === 0) return value;
		const [size, step] = [Math.abs(value), Math.min(...steps)].map((number) => Math.floor(Math.log10(number)));
		return Number(value.toPrecision(Math.max(1, Math.min(17, size - step + 1))));
	});
	const plain = rounded.map(String);
	const short = rounded.map((value) => (value === 0 ? "0" : value.toExponential().replace(/e\+0$/, "")));
	const isFar = rounded.some((value) => Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3));
	const longest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));
	const texts = isFar && longest(short) < longest(plain) ? short : plain;
	return texts.map((text) => withMinus(text.replace("e+", "e")));
}
