/** `check`, `hint` and `solution`: how exercises answer. */
import { CheckError, DataError } from "../errors";
import { Random } from "../matrix/random";
import { difference } from "./compare";
import type { Exercise } from "./exercise";
import { EXERCISES } from "./exercises/all";
import { Verdict } from "./verdict";

/** How many seeded instances a function has to answer, after the first. */
const INSTANCES = 20;
const TOLERANCE = 1e-8;

/** What an untouched cell throws, or leaves behind. */
const UNTOUCHED = /not implemented|YOUR CODE HERE/i;

/** @throws DataError for an id that no exercise has, naming those of its lesson */
export function exerciseCalled(id: string): Exercise {
	const found = EXERCISES.find((exercise) => exercise.id === id);
	if (found !== undefined) return found;
	const near = EXERCISES.filter((exercise) => exercise.id.slice(0, 2) === id.slice(0, 2)).map(
		(exercise) => exercise.id,
	);
	throw new DataError(`There is no exercise ${id}.${near.length > 0 ? ` This lesson has ${near.join(", ")}.` : ""}`);
}

/**
 * Judges an answer: shape first, then values, on a fixed instance and on seeded random ones. A mistake that is known is
 * called by its name.
 * @param answer a value, or a function where the exercise asks for one
 * @throws CheckError while grading (GRADLAB_GRADING=1), when the answer is wrong or missing
 */
export function check(id: string, answer: unknown): Verdict {
	const verdict = judge(exerciseCalled(id), answer);
	if (process.env.GRADLAB_GRADING === "1" && verdict.outcome !== "right") throw new CheckError(verdict.toString());
	return verdict;
}

/** The verdict, whatever it is. */
export function judge(exercise: Exercise, answer: unknown): Verdict {
	const { id, points, tolerance = TOLERANCE } = exercise;
	const verdict = (outcome: Verdict["outcome"], reason = "", mistake: string | null = null) =>
		new Verdict(id, outcome, reason, points, mistake);
	const untouched = () => verdict("untouched", `${exercise.task} hint("${id}") helps.`);
	if (answer === undefined || answer === null) return untouched();
	if (exercise.inputs !== undefined && typeof answer !== "function")
		return verdict("wrong", `A function is wanted: ${exercise.task}`);
	const random = new Random(1);
	const instances =
		exercise.inputs === undefined
			? [[]]
			: Array.from({ length: INSTANCES + 1 }, () => exercise.inputs?.(random) as readonly unknown[]);
	const given: unknown[] = [];
	for (const inputs of instances) {
		try {
			given.push(
				exercise.inputs === undefined ? answer : (answer as (...inputs: unknown[]) => unknown)(...inputs.map(copied)),
			);
		} catch (error) {
			const message = (error as Error)?.message ?? String(error);
			return UNTOUCHED.test(message) ? untouched() : verdict("wrong", `Your function throws: ${message}`);
		}
	}
	if (given.every((value) => value === undefined || value === null)) return untouched();
	const off = firstDifference(exercise.answer, instances, given, tolerance);
	if (off === null) return verdict("right");
	const known = exercise.mistakes.find(
		(mistake) => firstDifference(mistake.answer, instances, given, tolerance) === null,
	);
	return known === undefined ? verdict("wrong", off) : verdict("wrong", known.tell, known.name);
}

function firstDifference(
	right: Exercise["answer"],
	instances: readonly (readonly unknown[])[],
	given: readonly unknown[],
	tolerance: number,
): string | null {
	for (const [k, inputs] of instances.entries()) {
		let wanted: ReturnType<Exercise["answer"]>;
		try {
			wanted = right(...(inputs.map(copied) as never[]));
		} catch {
			return "does not apply"; // a mistake that cannot even be made with these inputs
		}
		const off = difference(given[k], wanted, tolerance);
		if (off !== null) return off;
	}
	return null;
}

/** Inputs are lent as copies: a function that works in place spoils nothing. */
function copied(input: unknown): unknown {
	const { copy } = input as { copy?: () => unknown };
	if (typeof copy === "function") return (input as { copy(): unknown }).copy();
	return Array.isArray(input) ? input.map(copied) : input;
}

const asked = new Map<string, number>();

/** The next of three hints; asked again, it says more. */
export function hint(id: string): string {
	const { hints } = exerciseCalled(id);
	const step = Math.min(asked.get(id) ?? 0, hints.length - 1);
	asked.set(id, step + 1);
	return `Hint ${step + 1} of ${hints.length}: ${hints[step]}`;
}

/** A worked answer, shown as code. */
export interface WorkedSolution {
	/** The code. */
	toString(): string;
}

/** The worked answer, as code. */
export function solution(id: string): WorkedSolution {
	const { solution: code, task } = exerciseCalled(id);
	return {
		toString: () => code,
		...{
			[Symbol.for("Jupyter.display")]: () => ({
				"text/markdown": `${task}\n\`\`\`typescript\n${code}\n\`\`\``,
				"text/plain": code,
			}),
			[Symbol.for("nodejs.util.inspect.custom")]: () => code,
		},
	};
}
