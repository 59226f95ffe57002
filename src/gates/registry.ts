/** What gates there are, found by what they say of themselves: whatever stands in contents.ts is known, and nothing else. */
import type { Gate } from "../graph/gate";
import type { Node } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import * as contents from "./contents";
import type { Known } from "./known";
import { applied, derivativeOf } from "./pointwise";

const KNOWN: readonly Known[] = Object.values(contents).flatMap((made) =>
	"known" in made ? (made.known as Known | readonly Known[]) : [],
);
const BY_NAME = new Map(KNOWN.map((known) => [known.name, known]));
const BY_WORD = new Map(KNOWN.flatMap((known) => known.words.map((word) => [word, known])));

/** The names of all gates that JSON can hold, with what the notation calls each, and how many operands it takes. */
export function gateList(): { name: string; words: readonly string[]; arity: number | null }[] {
	return KNOWN.map(({ name, words, arity }) => ({ name, words, arity }));
}

/** The gate that the notation calls so; null where there is none. */
export function gateCalled(word: string): Known | null {
	return BY_WORD.get(word) ?? null;
}

/** The function of each entry that the notation calls so, which has a slope f'; null where there is none. */
export function functionCalled(word: string): Pointwise | null {
	return gateCalled(word)?.pointwise?.() ?? null;
}

/** Whether the notation has a function of this name, or the slope of one. */
export function isWord(word: string): boolean {
	return word.endsWith("'") ? functionCalled(word.slice(0, -1)) !== null : BY_WORD.has(word);
}

/** The node that a gate of this name makes; null where the library has none of it. tanh' is the slope of tanh. */
export function built(name: string, inputs: readonly Node[], settings: readonly number[]): Node | null {
	const base = name.replace(/'+$/, "");
	const known = BY_NAME.get(base);
	if (known === undefined) return null;
	if (base === name) return known.build(inputs, settings);
	let f = known.pointwise?.(...settings) ?? null;
	for (let order = base.length; f !== null && order < name.length; order++) f = derivativeOf(f);
	return f === null ? null : applied(f, inputs[0]);
}

/** Whether the library makes this very gate from its name. */
export function isByItsName(gate: Gate, inputs: readonly Node[]): boolean {
	try {
		return built(gate.name, inputs, gate.settings ?? [])?.gate === gate;
	} catch {
		return false; // a gate of that name does not even take such inputs
	}
}
