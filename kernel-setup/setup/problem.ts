/** Something that a person has to mend: what is wrong and what to do. Shown without a stack trace. */
export class Problem extends Error {
	override name = "Problem";
	constructor(
		what: string,
		readonly todo: string,
	) {
		super(what);
	}
}
