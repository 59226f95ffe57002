/** The learner's side of an exercise: how an answer is looked at. Knows no right answer, and returns plain data. */

import type { OwnGate } from "../gates/own";
import { Node, parameter } from "../graph/node";
import type { Matrix } from "../matrix/matrix";
import { ComputationalGraph } from "../run/graph";
import { report } from "./own-graph";
import { fromPlain, type Plain, toPlain } from "./plain";
import { WrongForm } from "./wrong-form";

type Look = (handedIn: never, ...inputs: never[]) => unknown;

export const NO_FUNCTION = "A function is wanted";

/** How an answer is looked at: as it is, by what it returns, or in a way of its own. */
export type How = "value" | "function" | "graph" | "gate" | "expression";

export const LOOKS: Readonly<Record<How, Look>> = {
	/** As it is. */
	value: (answer: unknown) => answer,
	/** What it returns. */
	function: (answer: unknown, ...inputs: unknown[]) => {
		if (typeof answer !== "function") throw new WrongForm(NO_FUNCTION);
		return answer(...inputs);
	},
	/** A class like the lecture's ComputationalGraph, run on a graph. */
	graph: report,
	/** A gate, forward and backward. */
	gate: (gate: OwnGate, x: Matrix, g: Matrix) => {
		const y = gate.forward(x);
		return [y, ...gate.backward(g, [x], y).map((sent) => sent ?? "nothing")];
	},
	/** A loss of three parameters and an input, as an expression: its value and its gradients. */
	expression: (loss: unknown, u: Matrix, W: Matrix, b: Matrix, x: Matrix) => {
		if (typeof loss !== "function") throw new WrongForm("A function is wanted, which returns an expression.");
		const parameters = [parameter("u", u), parameter("W", W), parameter("b", b)];
		const J = loss(...parameters, x);
		if (J === undefined) return undefined;
		if (!(J instanceof Node)) throw new WrongForm("An expression is wanted, as plus, matmul and the like return one.");
		const graph = new ComputationalGraph(J);
		const value = graph.forward();
		const gradients = graph.backward();
		return [value, ...parameters.map((one) => gradients.of(one))];
	},
};

/** What is to be looked at, at which inputs. */
export interface Plan {
	readonly how: How;
	/** The inputs of each time, as plain data. */
	readonly instances: readonly (readonly Plain[])[];
}

/** What was seen: a value for each time; or why there is none. */
export type Observed =
	| { readonly values: readonly Plain[] }
	/** It is of another kind than what is asked for. */
	| { readonly form: string }
	| { readonly threw: string; readonly place?: string };

/** Looks at an answer. @throws KeyboardInterrupt alone: who stops a loop that never ends wants the whole run to stop */
export function observe(answer: unknown, { how, instances }: Plan): Observed {
	try {
		if (answer === undefined || answer === null) return { values: [null] };
		// Each time anew: a function that works in place spoils nothing.
		const look = LOOKS[how] as (...all: unknown[]) => unknown;
		return { values: instances.map((inputs) => toPlain(look(answer, ...inputs.map(fromPlain)))) };
	} catch (error) {
		if (error instanceof WrongForm) return { form: error.message };
		if ((error as Partial<Error> | null)?.name === "KeyboardInterrupt") throw error;
		return { threw: String((error as Error | null)?.message ?? error), place: placeOf(error) };
	}
}

/** The kernel knows which line of which cell or file threw. */
function placeOf(error: unknown): string | undefined {
	const where = (globalThis as Record<symbol, unknown>)[Symbol.for("gradlab.where")];
	return typeof where === "function" ? where(error) : undefined;
}
