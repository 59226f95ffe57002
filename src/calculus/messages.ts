/** What somebody is told who made a mistake. */
import type { MistakeName } from "./edits";

/** What a mistake is told as; `about` is the place, where there is one. */
export const MESSAGES: Readonly<Record<MistakeName, (about: string) => string>> = {
	transpose: (about) => `A transpose is missing, or one too many: look at ${about}.`,
	order: (about) => `The factors of ${about} stand in the wrong order: matrices do not commute.`,
	slope: (about) =>
		`${about} is f where f′ belongs, or f′ where f belongs: the chain rule takes the slope of what was applied.`,
	term: (about) =>
		about === ""
			? "A term is lost: the variable acts along several paths, and the derivative is the sum over all of them."
			: `The term ${about} is lost: where paths meet, the derivative is the sum over all of them.`,
	convention: () =>
		"These are the right numbers in the transposed layout. The gradient has the shape of its variable, so that a step W − α ∂s/∂W makes sense.",
	factor: (about) => `The factor ${about} is lost.`,
	sign: () => "The sign is the wrong way round.",
};
