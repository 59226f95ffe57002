/** `check`, `hint` and `solution`: how exercises answer. */
import { DataError } from "../../errors";
import { Said } from "../said";
import type { Verdict } from "../verdict";
import type { Exercise } from "./exercise";
import { EXERCISES } from "./exercises/all";
import { judge } from "./judge";
import { workedIn } from "./worked";

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
 * @param answer a value, or a function or class where the exercise asks for one
 */
export function check(id: string, answer: unknown): Verdict {
	return judge(exerciseCalled(id), answer);
}

const asked = new Map<string, number>();

/** The next of three hints; asked again, it says more. */
export function hint(id: string): Said {
	const { hints } = exerciseCalled(id);
	const step = Math.min(asked.get(id) ?? 0, hints.length - 1);
	asked.set(id, step + 1);
	return new Said(`Hint ${step + 1} of ${hints.length}: ${hints[step]}`);
}

/** A worked answer, shown as code. */
export interface WorkedSolution {
	/** The code. */
	toString(): string;
}

/** The worked answer, as code. */
export function solution(id: string): WorkedSolution {
	const { task, file, solution: code = workedIn(file as string, id) } = exerciseCalled(id);
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
