/**
 * The host's judge. A locked cell is recognised by its text; of the process that runs a student's code it wants one thing, what
 * the answer returns, as plain data. What is right, known mistakes, comparison and points stay on this side.
 */
import { type Observed, observe, type Plan } from "../observe";
import type { Verdict } from "../verdict";
import { exerciseCalled } from "./check";
import { type Exercise, handedInBy } from "./exercise";
import { EXERCISES } from "./exercises/all";
import { judgeSeen, OPEN_SEED, planFor } from "./judge";

/** `check("06.1", answer)`, before it perhaps the import of the answer from a file beside the notebook. */
const LOCKED = /^((?:import \{ \w+(?: as \w+)? \} from "\.\/[\w-]+";\n)?)check\("(\d\d\.\d{1,2})", ([\w$]+)\);?$/;
/** How many seeds are tried for one at whose instances every known mistake shows. */
const SEEDS = 50;

/** One locked cell on trial. */
export interface Trial {
	/** What is evaluated on the other side: the answer. */
	readonly code: string;
	/** How it is looked at there, for `observe`. */
	readonly plan: string;
	/** @param seen what `observe` returned, as JSON: read as what a stranger wrote */
	verdict(seen: unknown): Verdict;
}

/** @param seed a number that nobody on the other side knows; left out, learners' own instances are used */
export function judgeFor(seed = OPEN_SEED): { recognise(code: string): Trial | undefined } {
	const plans = new Map<string, Plan>();
	const planOf = (exercise: Exercise): Plan => {
		const plan = plans.get(exercise.id) ?? tellingPlan(exercise, seed);
		plans.set(exercise.id, plan);
		return plan;
	};
	return {
		recognise(code) {
			const [, imports, id, answer] = LOCKED.exec(code.replaceAll("\r\n", "\n").trim()) ?? [];
			if (!EXERCISES.some((exercise) => exercise.id === id)) return undefined;
			const exercise = exerciseCalled(id);
			const plan = planOf(exercise);
			return {
				code: `${imports}${answer}`,
				plan: JSON.stringify(plan),
				verdict: (seen) => judgeSeen(exercise, plan, readObserved(seen)),
			};
		},
	};
}

/** Instances at which no known mistake looks right. */
function tellingPlan(exercise: Exercise, seed: number): Plan {
	let plan = planFor(exercise, seed);
	for (let k = 1; k < SEEDS && exercise.inputs !== undefined; k++) {
		if (exercise.mistakes.every((mistake) => !looksRight(exercise, plan, mistake.answer))) break;
		plan = planFor(exercise, seed + k);
	}
	return plan;
}

function looksRight(exercise: Exercise, plan: Plan, answer: Exercise["answer"]): boolean {
	return judgeSeen(exercise, plan, observe(handedInBy(exercise, answer), plan)).outcome === "right";
}

/** What was seen, if it is that. */
function readObserved(seen: unknown): Observed {
	const unreadable = { form: "What your answer returned cannot be read." };
	if (typeof seen !== "string") return unreadable;
	try {
		const { values, form, threw, place } = JSON.parse(seen) as Record<string, unknown>;
		if (Array.isArray(values)) return { values };
		if (typeof form === "string") return { form: form.slice(0, 500) };
		if (typeof threw !== "string") return unreadable;
		return { threw: threw.slice(0, 2000), place: typeof place === "string" ? place.slice(0, 200) : undefined };
	} catch {
		return unreadable;
	}
}
