/** A sentence that a cell says, shown without the quotation marks of a string. */
export class Said {
	constructor(private readonly sentence: string) {}

	/** The sentence. */
	toString(): string {
		return this.sentence;
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.sentence;
	}
}
