/** What an exercise is: a question with many instances, the right answer to each, and the wrong ones that people give. */
import type { Node } from "../../graph/node";
import type { Matrix } from "../../matrix/matrix";
import type { Random } from "../../matrix/random";
import { type How, LOOKS } from "../observe";
import { fromPlain, type Plain } from "../plain";

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
	/** How an answer is looked at, where it is not simply a value or, with `inputs`, what a function returns. */
	readonly how?: How;
	/** The right answer for these inputs. With `how` or `use`, what somebody could hand in who is right. */
	readonly answer: (...inputs: never[]) => unknown;
	/**
	 * What is compared, made by the judge from what was seen and the inputs, where many different answers can be right: a
	 * line that divides points, the order of a graph. Undefined where nothing was written yet.
	 * @throws WrongForm where what was handed in is of another kind
	 */
	readonly use?: (seen: never, ...inputs: never[]) => Answer | undefined;
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

type AnyFunction = (...inputs: unknown[]) => unknown;

/** How answers to it are looked at. */
export const howOf = ({ how, inputs }: Exercise): How => how ?? (inputs === undefined ? "value" : "function");

/** What somebody hands in who answers so: a function where the exercise is about functions, else its value. */
export function handedInBy(exercise: Exercise, answer: Exercise["answer"]): unknown {
	return howOf(exercise) === "function" ? answer : (answer as AnyFunction)();
}

/** What is compared, for one instance, of what was seen. */
export function compared({ use }: Exercise, seen: unknown, instance: readonly Plain[]): unknown {
	if (use === undefined || seen === null || seen === undefined) return seen;
	return (use as AnyFunction)(seen, ...instance.map(fromPlain));
}

/** What is compared of an answer of our own. */
export function ownCompared(exercise: Exercise, answer: Exercise["answer"], instance: readonly Plain[]): unknown {
	const look = LOOKS[howOf(exercise)] as AnyFunction;
	return compared(exercise, look(handedInBy(exercise, answer), ...instance.map(fromPlain)), instance);
}
