/** Gates as functions on nodes that say themselves what they are called, in the notation and in JSON (registry.ts finds them). */
import { type Node, type Operand, operation, type SymbolicGate } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";

/** What is known of a gate by its name. */
export interface Known {
	/** As the gate is called, in JSON too. */
	readonly name: string;
	/** As the notation calls it; none where it has a sign for it, or nothing. */
	readonly words: readonly string[];
	/** How many operands it takes; null for any number. */
	readonly arity: number | null;
	/** The node that the gate makes of its inputs and of what it was made with. */
	build(inputs: readonly Node[], settings: readonly number[]): Node;
	/** Of what acts on each entry by itself: that function, which has a slope. */
	pointwise?(...settings: readonly number[]): Pointwise;
}

/** A gate as a function on nodes. */
export interface GateFunction<Operands extends readonly Operand[] = readonly Operand[]> {
	/** Applies it. */
	(...operands: Operands): Node;
	/** What it states of itself. */
	readonly gate: SymbolicGate;
	/** By what it is found. */
	readonly known: Known;
}

/** All that there is to say of a gate. */
export interface Statement<Operands extends readonly Operand[]> extends SymbolicGate {
	/** How many operands it takes. */
	readonly arity: Operands["length"];
	/** As the notation calls it: by its name where nothing is said. */
	readonly words?: readonly string[];
}

/** A gate of a fixed number of operands, from its statement. What comes behind them is passed over, as in rows.map(sum). */
export function gate<Operands extends readonly Operand[]>(statement: Statement<Operands>): GateFunction<Operands> {
	const { name, arity, words = [name] } = statement;
	const build = (operands: readonly Operand[]): Node =>
		operation(
			statement,
			Array.from({ length: arity }, (_, k) => operands[k]),
		);
	const apply = (...operands: Operands): Node => build(operands);
	return Object.assign(called(name, apply), { gate: statement, known: { name, words, arity, build } });
}

/** A function that makes gates of more than operands: of numbers, of a list of indices. @param how it is found, and made again */
export function making<Make extends (...operands: never[]) => Node>(
	name: string,
	make: Make,
	how: Pick<Known, "arity" | "words" | "pointwise"> & {
		build(make: Make, inputs: readonly Node[], settings: readonly number[]): Node;
	},
): Make & { readonly known: Known } {
	const known: Known = { ...how, name, build: (inputs, settings) => how.build(make, inputs, settings) };
	return Object.assign(called(name, make), { known });
}

/** The function, under a name that is told where it is printed. */
export function called<F extends object>(name: string, f: F): F {
	return Object.defineProperty(f, "name", { value: name });
}
