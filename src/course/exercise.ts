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
	readonly answer: (...inputs: never[]) => Answer;
	/** To one person: what it is, and a test that shows it. */
	readonly tell: string;
}

export interface Exercise {
	/** Lesson and number: "06.1". */
	readonly id: string;
	/** What is wanted, in a sentence. */
	readonly task: string;
	readonly points: number;
	/** One instance, for a question about functions; left out where there is one answer only. */
	readonly inputs?: (random: Random) => readonly unknown[];
	/** The right answer for these inputs. */
	readonly answer: (...inputs: never[]) => Answer;
	readonly mistakes: readonly Mistake[];
	/** Three, each saying more. */
	readonly hints: readonly [string, string, string];
	/** The worked answer, as code. */
	readonly solution: string;
	/** Largest relative error that passes; 1e-8 by default. */
	readonly tolerance?: number;
}
