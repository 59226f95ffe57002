/** What an exercise is: a question with many instances, the right answer to each, and the wrong ones that people give. */
import type { Node } from "../graph/node";
import type { Matrix } from "../matrix/matrix";
import type { Random } from "../matrix/random";

/** What an answer may be made of. */
export type Answer = number | string | boolean | Matrix | Node | readonly Answer[];

/** A wrong answer that is known, and what is said to who gives it. */
export interface Mistake {
	/** As in "f(z) for f′(z)". */
	readonly name: string;
	/** The answer that comes of it. */
	readonly answer: (...inputs: never[]) => unknown;
	/** To one person: what it is, and a test that shows it. */
	readonly tell: string;
}

/** A question with its right answer, its known wrong ones, hints and a worked solution. */
export interface Exercise {
	/** Lesson and number: "06.1". */
	readonly id: string;
	/** What is wanted, in a sentence. */
	readonly task: string;
	readonly points: number;
	/** One instance, for a question about functions; left out where there is one answer only. */
	readonly inputs?: (random: Random) => readonly unknown[];
	/** The right answer for these inputs. With `use`, what somebody could hand in who is right. */
	readonly answer: (...inputs: never[]) => unknown;
	/**
	 * What is compared, made from what was handed in and the inputs, where that is not simply the value or what the
	 * function returns: a class that is run, a line that divides points. So many different answers can be right.
	 * Undefined where nothing was written yet. @throws WrongForm where what was handed in is of another kind
	 */
	readonly use?: (handedIn: never, ...inputs: never[]) => Answer | undefined;
	/** The answer is a list, and each right entry earns its share of the points. */
	readonly parts?: true;
	/** What the entries of a compared list are, for the sentence that says which one is wrong. */
	readonly entries?: readonly string[];
	readonly mistakes: readonly Mistake[];
	/** Three, each saying more. */
	readonly hints: readonly [string, string, string];
	/** The worked answer, as code; left out where the answer has a file, since there it stands. */
	readonly solution?: string;
	/** The file of the learner's own in which the answer is written, as in "my-gates.ts". */
	readonly file?: string;
	/** Largest relative error that passes; 1e-8 by default. */
	readonly tolerance?: number;
}

/** What was handed in is no answer of the kind that is asked for; the message says which, to one person. */
export class WrongForm extends Error {
	override name = "WrongForm";
}

type AnyFunction = (...inputs: unknown[]) => unknown;

/** What somebody hands in who answers so: a function where the exercise is about functions, else its value. */
export function handedInBy({ inputs, use }: Exercise, answer: Exercise["answer"]): unknown {
	return inputs !== undefined && use === undefined ? answer : (answer as AnyFunction)();
}

/** What is compared of what was handed in, for one instance. */
export function observe({ inputs, use }: Exercise, handedIn: unknown, instance: readonly unknown[]): unknown {
	const lent = instance.map(copied);
	if (use !== undefined) return (use as AnyFunction)(handedIn, ...lent);
	return inputs === undefined ? handedIn : (handedIn as AnyFunction)(...lent);
}

/** Inputs are lent as copies: a function that works in place spoils nothing. */
function copied(input: unknown): unknown {
	const { copy } = input as { copy?: () => unknown };
	if (typeof copy === "function") return (input as { copy(): unknown }).copy();
	return Array.isArray(input) ? input.map(copied) : input;
}
