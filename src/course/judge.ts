/** Judges an answer: in kind, in shape, in value, on a fixed instance and on seeded random ones. */
import { Random } from "../matrix/random";
import { difference } from "./compare";
import { type Answer, type Exercise, handedInBy, type Mistake, observe, WrongForm } from "./exercise";
import { type Outcome, Verdict } from "./verdict";

/** How many seeded instances an answer has to stand, after the first. */
const INSTANCES = 20;
const TOLERANCE = 1e-8;

/** What an untouched cell or file throws, or leaves behind. */
const UNTOUCHED = /not implemented|YOUR CODE HERE/i;

/** The verdict, whatever it is. */
export function judge(exercise: Exercise, answer: unknown): Verdict {
	const { id, points } = exercise;
	const verdict = (outcome: Outcome, reason = "", more: { mistake?: string; earned?: number } = {}) =>
		new Verdict(id, outcome, reason, points, more.earned ?? (outcome === "right" ? points : 0), more.mistake ?? null);
	const untouched = () => verdict("untouched", `hint("${id}") helps.`);
	if (isNothing(answer)) return untouched();
	if (exercise.inputs !== undefined && typeof answer !== "function" && exercise.use === undefined)
		return verdict("wrong", `A function is wanted: ${exercise.task}`);
	const instances = instancesOf(exercise);
	let given: unknown[];
	try {
		given = instances.map((instance) => observe(exercise, answer, instance));
	} catch (error) {
		if (error instanceof WrongForm) return verdict("wrong", error.message);
		// Who stops a loop that never ends wants the whole run to stop.
		if ((error as Partial<Error> | null)?.name === "KeyboardInterrupt") throw error;
		const message = (error as Error)?.message ?? String(error);
		return UNTOUCHED.test(message) ? untouched() : verdict("wrong", `Your answer throws: ${message}${placeOf(error)}`);
	}
	if (given.every(isNothing)) return untouched();
	const right = handedInBy(exercise, exercise.answer);
	const wanted = instances.map((instance) => observe(exercise, right, instance) as Answer);
	const off = firstDifference(given, wanted, exercise.tolerance, exercise.entries);
	if (off === null) return verdict("right");
	const reason = `${instanceText(instances[off.instance])}${off.what}`;
	const parts = exercise.parts === true ? rightParts(given[0], wanted[0], exercise.tolerance) : null;
	const known = exercise.mistakes.find((mistake) => isMade(mistake, exercise, instances, given, parts));
	const share = parts === null || !hasLength(given[0], parts.length) ? 0 : parts.filter(Boolean).length / parts.length;
	return verdict("wrong", known?.tell ?? reason, { mistake: known?.name, earned: points * share });
}

/** The kernel knows which line of which cell or file threw. */
function placeOf(error: unknown): string {
	const where = (globalThis as Record<symbol, unknown>)[Symbol.for("gradlab.where")];
	const place = typeof where === "function" ? where(error) : undefined;
	return place === undefined ? "" : ` (${place})`;
}

const isNothing = (value: unknown) => value === undefined || value === null;

function instancesOf({ inputs }: Exercise): readonly (readonly unknown[])[] {
	if (inputs === undefined) return [[]];
	const random = new Random(1);
	return Array.from({ length: INSTANCES + 1 }, () => inputs(random));
}

function firstDifference(
	given: readonly unknown[],
	wanted: readonly Answer[],
	tolerance: number = TOLERANCE,
	entries?: readonly string[],
): { instance: number; what: string } | null {
	for (const [instance, value] of wanted.entries()) {
		const what = difference(given[instance], value, tolerance, entries);
		if (what !== null) return { instance, what };
	}
	return null;
}

/** Longer inputs than this tell nobody anything. */
const SHORT = 70;

/** The inputs at which an answer is wrong, where they are numbers, words or lists of those, and few. */
function instanceText(instance: readonly unknown[]): string {
	const isPlain = (input: unknown): boolean =>
		typeof input === "number" || typeof input === "string" || (Array.isArray(input) && input.every(isPlain));
	if (instance.length === 0 || !instance.every(isPlain)) return "";
	const text = instance
		.map((input) =>
			JSON.stringify(input, (_key, value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value)),
		)
		.join(", ");
	return text.length > SHORT ? "" : `At (${text}): `;
}

/** Of an answer in parts, which are right. */
function rightParts(given: unknown, wanted: Answer, tolerance: number = TOLERANCE): boolean[] {
	return (wanted as readonly Answer[]).map(
		(part, k) => Array.isArray(given) && difference(given[k], part, tolerance) === null,
	);
}

const hasLength = (given: unknown, length: number) => Array.isArray(given) && given.length === length;

/**
 * Whether this is the mistake that was made.
 * @param parts of an answer in parts, which are right: there the first one that is not counts, and no other
 */
function isMade(
	mistake: Mistake,
	exercise: Exercise,
	instances: readonly (readonly unknown[])[],
	given: readonly unknown[],
	parts: readonly boolean[] | null,
): boolean {
	let mistaken: Answer[];
	try {
		const answer = handedInBy(exercise, mistake.answer);
		mistaken = instances.map((instance) => observe(exercise, answer, instance) as Answer);
	} catch {
		return false; // a mistake that cannot even be made with these inputs
	}
	if (parts === null) return firstDifference(given, mistaken, exercise.tolerance) === null;
	return rightParts(given[0], mistaken[0], exercise.tolerance)[parts.indexOf(false)] === true;
}
