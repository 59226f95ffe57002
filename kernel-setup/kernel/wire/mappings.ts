/** Reads the mappings of a source map (ECMA-426): from a place in the generated code to the place that it came from. */

interface Entry {
	column: number;
	/** Undefined where the code came from nowhere. */
	origin: readonly [line: number, column: number] | undefined;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The numbers of a segment: base 64, least significant digits first, the sign in the lowest bit. */
function numbersOf(segment: string): number[] {
	const numbers: number[] = [];
	let [value, shift] = [0, 0];
	for (const character of segment) {
		const digit = DIGITS.indexOf(character);
		value |= (digit & 31) << shift;
		shift += 5;
		if (digit & 32) continue;
		numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
		[value, shift] = [0, 0];
	}
	return numbers;
}

/** Lines and columns count from 0. */
export class Mappings {
	private readonly lines: Entry[][];

	constructor(mappings: string) {
		let [line, column] = [0, 0];
		this.lines = mappings.split(";").map((text) => {
			let generated = 0;
			return text.split(",").flatMap((segment): Entry[] => {
				const [step, source, lineStep, columnStep] = numbersOf(segment);
				if (step === undefined) return [];
				generated += step;
				if (source === undefined) return [{ column: generated, origin: undefined }];
				line += lineStep;
				column += columnStep;
				return [{ column: generated, origin: [line, column] }];
			});
		});
	}

	/** How many lines of the generated code it knows of; what comes after them is somebody else's. */
	get length(): number {
		return this.lines.length;
	}

	/** The origin of the last entry at or before a place. */
	origin(line: number, column: number): Entry["origin"] {
		for (let row = Math.min(line, this.lines.length - 1); row >= 0; row--) {
			const entry = this.lines[row].findLast((candidate) => row < line || candidate.column <= column);
			if (entry !== undefined) return entry.origin;
		}
		return undefined;
	}

	/** The first place in the generated code that came from that line, or else from the nearest line after it. */
	firstAtOrAfter(line: number): readonly [line: number, column: number] | undefined {
		let [nearest, place] = [Number.POSITIVE_INFINITY, undefined as readonly [number, number] | undefined];
		for (const [row, entries] of this.lines.entries())
			for (const { column, origin } of entries)
				if (origin !== undefined && origin[0] >= line && origin[0] < nearest) {
					nearest = origin[0];
					place = [row, column];
				}
		return place;
	}
}
