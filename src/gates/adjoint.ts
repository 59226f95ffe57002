/**
 * The gates that appear in gradients: what a sum, a selection or a lookup is the other way round. They make the gradient
 * of an expression an expression again (calculus/gradient-expression.ts). Second inputs called `like` lend their shape
 * only, which may be that of a batch of unknown size; nothing is differentiated with respect to them.
 */

import { Binding, type Gate, type Latex, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { type Factor, kronecker, ONES } from "../local/kronecker";
import { type Selection, selection } from "../local/one-entry";
import { Transposed } from "../local/transposed";
import type { Shape } from "../shape";
import { CHOICES } from "./choices";
import { type GateFunction, gate, type Known } from "./known";
import { withOnes } from "./latex";

/** Ones on the sides on which two shapes differ. */
function onesBetween(a: Shape, b: Shape): { left?: Factor<never>; right?: Factor<never> } {
	return { ...(a.rows !== b.rows && { left: ONES }), ...(a.cols !== b.cols && { right: ONES }) };
}

/** Ones add up one way and spread out the other. */
function onesGate(name: "spread" | "collapse"): GateFunction<[x: Operand, like: Operand]> {
	return gate({
		name,
		arity: 2,
		words: [],
		shape: ([, like]) => like,
		forward: ([x], output, kernels) => kernels[name](1, x, output, 0),
		local: ([x], output, i) => (i === 0 ? kronecker(onesBetween(x, output)) : null),
		latex: ([x], output) => withOnes(x, output),
	});
}

/** x (a column, a row or a scalar) repeated to the shape of `like`. */
export const spread = onesGate("spread");

/** x summed along the dimensions in which `like` has size 1. */
export const collapse = onesGate("collapse");

/** By the selection that they undo. */
const unselectGates = new WeakMap<object, Gate>();

function unselectGate(choice: Selection<Shape>): Gate {
	const known = unselectGates.get(choice) ?? newUnselectGate(choice);
	unselectGates.set(choice, known);
	return known;
}

function newUnselectGate(choice: Selection<Shape>): Gate {
	return {
		name: `un${choice.name}`,
		settings: choice.settings,
		shape: ([, like]) => like,
		forward: ([u], output, kernels) => choice.pull(u, output, kernels, 0),
		local: (_inputs, _output, i) =>
			i === 0 ? new Transposed(selection(choice.name, choice.source, choice.pullBy)) : null,
		latex: ([u], output) => ({ text: putBack(choice, u, output), binding: Binding.atom }),
	};
}

/** Where entries go back to, as it would be written: between zeros, into the shape that they had, on or off a diagonal. */
function putBack({ name, settings }: Selection<Shape>, u: Latex, { rows }: Shape): string {
	switch (name) {
		case "slice": {
			const [from, to] = settings;
			return `[${[...(from > 0 ? ["0"] : []), u.text, ...(to === rows ? [] : ["0"])].join("; ")}]`;
		}
		case "concatenate":
			return `${within(u, Binding.atom)}_{${settings[0] + 1}:${typeof rows === "number" ? settings[0] + rows : ""}}`;
		case "diag":
			return `\\operatorname{diagonal}(${u.text})`;
		default:
			return `\\operatorname{${name}}^{-1}(${u.text})`;
	}
}

/** Puts the entries that a selection took back where they came from, and 0 elsewhere. */
export const unselect = Object.assign(
	(u: Operand, choice: Selection<Shape>, like: Operand): Node => operation(unselectGate(choice), [u, like]),
	{ known: CHOICES.map(([name, choiceOf]) => unselecting(`un${name}`, choiceOf)) },
);

function unselecting(name: string, choiceOf: (...settings: readonly number[]) => Selection<never>): Known {
	const build = (inputs: readonly Node[], settings: readonly number[]) =>
		operation(unselectGate(choiceOf(...settings)), inputs);
	return { name, arity: 2, words: [], build };
}

/** Adds the runs of u to the columns that `ids` names: a lookup the other way round. */
export const scatter = gate<[u: Operand, ids: Operand, like: Operand]>({
	name: "scatter",
	arity: 3,
	words: [],
	shape: ([, , like]) => like,
	forward: ([u, ids], output, kernels) => {
		output.data.fill(0);
		kernels.scatter(u, ids, output);
	},
	local: ([, ids], _output, i) =>
		i === 0 ? new Transposed(kronecker({ right: { is: "one-hot", indices: ids } })) : null,
	latex: ([u, ids]) => ({ text: `${within(u, Binding.product)}\\,e_{${ids.text}}^\\top`, binding: Binding.product }),
});
