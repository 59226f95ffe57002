/** A sentence of a lesson that is checked on the spot. */
import { CheckError } from "../errors";

/** A sentence that was checked. */
export class Claim {
	constructor(private readonly sentence: string) {}

	/** The sentence, ticked. */
	toString(): string {
		return `✓ ${this.sentence}`;
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}
}

/** Says the sentence where it holds. @throws CheckError where it does not: then the lesson stops */
export function claim(sentence: string, holds: boolean): Claim {
	if (!holds) throw new CheckError(`This does not hold: ${sentence}`);
	return new Claim(sentence);
}
