/** Judges an answer: in kind, in shape, in value, on a fixed instance and on seeded random ones. */
import { Matrix } from "../../matrix/matrix";
import { Random } from "../../matrix/random";
import { NO_FUNCTION, type Observed, observe, type Plan } from "../observe";
import { fromPlain, type Plain, toPlain } from "../plain";
import { type Outcome, Verdict } from "../verdict";
import { WrongForm } from "../wrong-form";
import { difference } from "./compare";
import { type Answer, compared, type Exercise, howOf, type Mistake, ownCompared } from "./exercise";

/** How many seeded instances an answer has to stand, after the first. */
const INSTANCES = 20;
const TOLERANCE = 1e-8;
const LONGEST_GIVEN = 200;
/** The seed of the instances that a learner's answer is tried at. */
export const OPEN_SEED = 1;

/** What an untouched cell or file throws, or leaves behind. */
const UNTOUCHED = /not implemented|YOUR CODE HERE/i;

/** What an answer is tried at: the same for the same seed. */
export function planFor(exercise: Exercise, seed = OPEN_SEED): Plan {
	const { inputs } = exercise;
	const random = new Random(seed);
	const instances = inputs === undefined ? [[]] : Array.from({ length: INSTANCES + 1 }, () => inputs(random));
	return { how: howOf(exercise), instances: instances.map((own) => own.map(toPlain)) };
}

/** The verdict on an answer, whatever it is. Where marks are given, one half of this runs elsewhere: `observe`. */
export function judge(exercise: Exercise, answer: unknown, seed?: number): Verdict {
	const plan = planFor(exercise, seed);
	return judgeSeen(exercise, plan, observe(answer, plan));
}

/** The verdict on what was seen of an answer. */
export function judgeSeen(exercise: Exercise, { instances }: Plan, seen: Observed): Verdict {
	const { id, points, task } = exercise;
	const verdict = (outcome: Outcome, reason = "", more: More = {}) =>
		new Verdict(
			id,
			outcome,
			reason,
			points,
			more.earned ?? (outcome === "right" ? points : 0),
			more.mistake ?? null,
			more.given ?? null,
		);
	const untouched = () => verdict("untouched", `hint("${id}") helps.`);
	const threw = (message: string, place?: string) =>
		UNTOUCHED.test(message)
			? untouched()
			: verdict("wrong", `Your answer throws: ${message}${place === undefined ? "" : ` (${place})`}`);
	if ("form" in seen) return verdict("wrong", seen.form === NO_FUNCTION ? `${NO_FUNCTION}: ${task}` : seen.form);
	if ("threw" in seen) return threw(seen.threw, seen.place);
	let given: unknown[];
	try {
		const values = seen.values.map(fromPlain);
		if (values.every(isNothing)) return untouched();
		if (values.length !== instances.length) throw new WrongForm("What your answer returned cannot be read.");
		given = values.map((value, k) => compared(exercise, value, instances[k]));
	} catch (error) {
		return error instanceof WrongForm ? verdict("wrong", error.message) : threw((error as Error).message);
	}
	const wanted = instances.map((instance) => ownCompared(exercise, exercise.answer, instance) as Answer);
	const off = firstDifference(given, wanted, exercise.tolerance, exercise.entries);
	if (off === null) return verdict("right");
	const reason = `${instanceText(instances[off.instance].map(fromPlain))}${off.what}`;
	const parts = exercise.parts === true ? rightParts(given[0], wanted[0], exercise.tolerance) : null;
	const known = exercise.mistakes.find((mistake) => isMade(mistake, exercise, instances, given, parts));
	const share = parts === null || !hasLength(given[0], parts.length) ? 0 : parts.filter(Boolean).length / parts.length;
	const said = known === undefined ? { given: givenText(given[0]) } : { mistake: known.name };
	return verdict("wrong", known?.tell ?? reason, { ...said, earned: points * share });
}

interface More {
	mistake?: string;
	earned?: number;
	given?: string;
}

/** The same for all who answer so, however little they differ in the last digits. */
function givenText(value: unknown): string {
	const text = JSON.stringify(value instanceof Matrix ? value.toArray() : value, (_key, one) =>
		typeof one === "number" ? Number(one.toPrecision(6)) : one,
	);
	return text.length > LONGEST_GIVEN ? `${text.slice(0, LONGEST_GIVEN)} …` : text;
}

const isNothing = (value: unknown) => value === undefined || value === null;

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
	instances: readonly (readonly Plain[])[],
	given: readonly unknown[],
	parts: readonly boolean[] | null,
): boolean {
	let mistaken: Answer[];
	try {
		mistaken = instances.map((instance) => ownCompared(exercise, mistake.answer, instance) as Answer);
	} catch {
		return false; // a mistake that cannot even be made with these inputs
	}
	if (parts === null) return firstDifference(given, mistaken, exercise.tolerance) === null;
	return rightParts(given[0], mistaken[0], exercise.tolerance)[parts.indexOf(false)] === true;
}
