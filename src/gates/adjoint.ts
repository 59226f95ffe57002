/**
 * The gates that appear in gradients: what a sum, a selection or a lookup is the other way round. They make the gradient
 * of an expression an expression again (calculus/gradient-expression.ts). Second inputs called `like` lend their shape
 * only, which may be that of a batch of unknown size; nothing is differentiated with respect to them.
 */
import type { Shape } from "../errors";
import { Binding, type Gate, type Latex, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { shareOf } from "../kernels/reference";
import { type Factor, kronecker, ONES } from "../local/kronecker";
import { type Selection, selection } from "../local/selection";
import { Transposed } from "../local/transposed";
import type { Matrix } from "../matrix/matrix";

/** Ones on the sides on which two shapes differ. */
function onesBetween(a: Shape, b: Shape): { left?: Factor<never>; right?: Factor<never> } {
	return { ...(a.rows !== b.rows && { left: ONES }), ...(a.cols !== b.cols && { right: ONES }) };
}

/** 1ᵀA1, with a factor of ones on each side on which the shapes differ; the ones alone where they repeat the number 1. */
export function withOnes(A: Latex, output: Shape): Latex {
	const [ONE, ONE_ROW] = ["\\mathbf{1}", "\\mathbf{1}^\\top"];
	const left = A.rows === output.rows ? [] : [A.rows === 1 ? ONE : ONE_ROW];
	const right = A.cols === output.cols ? [] : [A.cols === 1 ? ONE_ROW : ONE];
	const isScalar = A.rows === 1 && A.cols === 1;
	const middle = isScalar && A.text === "1" && left.length + right.length > 0 ? [] : [within(A, Binding.product)];
	// A number stands in front: s 1 1ᵀ.
	const factors = isScalar ? [...middle, ...left, ...right] : [...left, ...middle, ...right];
	const alone = factors.length === 1 && middle.length === 0;
	return { text: factors.join(" "), binding: alone ? Binding.power : Binding.product };
}

/** Ones add up one way and spread out the other. */
function onesGate(name: "spread" | "collapse"): Gate {
	return {
		name,
		shape: ([, like]) => like,
		forward: ([x], output, kernels) => kernels[name](1, x, output, 0),
		local: ([x], output, i) => (i === 0 ? kronecker(onesBetween(x, output)) : null),
		latex: ([x], output) => withOnes(x, output),
	};
}

const spreadGate = onesGate("spread");
const collapseGate = onesGate("collapse");

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
		latex: ([u]) => ({ text: `\\operatorname{un${choice.name}}(${u.text})`, binding: Binding.atom }),
	};
}

const scatterGate: Gate = {
	name: "scatter",
	shape: ([, , like]) => like,
	forward: ([u, ids], output, kernels) => {
		output.data.fill(0);
		kernels.scatter(u, ids, output);
	},
	local: ([, ids], _output, i) =>
		i === 0 ? new Transposed(kronecker({ right: { is: "one-hot", indices: ids } })) : null,
	latex: ([u, ids]) => ({ text: `${within(u, Binding.product)}\\,e_{${ids.text}}^\\top`, binding: Binding.product }),
};

/** A gate whose output does not move when its inputs move a little: a mask, a count. */
function stepGate(
	name: string,
	shape: Gate["shape"],
	entry: (inputs: readonly Matrix[], k: number) => number,
	latex?: Gate["latex"],
): Gate {
	return {
		name,
		shape,
		forward: (inputs, output) => {
			for (let k = 0; k < output.data.length; k++) output.data[k] = entry(inputs, k);
		},
		local: () => null,
		latex:
			latex ??
			((inputs) => ({
				text: `\\operatorname{${name}}(${inputs.map(({ text }) => text).join(", ")})`,
				binding: Binding.atom,
			})),
	};
}

const scalarShape = () => ({ rows: 1, cols: 1 });
const winsGate = stepGate(
	"wins",
	([mine]) => mine,
	([mine, other], k) => shareOf(mine.data[k], other.data[k]),
);
const largestGate = stepGate(
	"largest",
	([A]) => A,
	([A, largest], k) => {
		if (Number.isNaN(largest.data[0])) return Number.NaN;
		if (A.data[k] !== largest.data[0]) return 0;
		return 1 / A.data.reduce((count, a) => count + (a === largest.data[0] ? 1 : 0), 0);
	},
);
const perColumnGate = stepGate(
	"perColumn",
	scalarShape,
	([A]) => 1 / A.cols,
	() => ({ text: "\\tfrac{1}{B}", binding: Binding.atom }),
);
const perEntryGate = stepGate("perEntry", scalarShape, ([A]) => 1 / A.data.length);
const oneHotGate = stepGate(
	"oneHot",
	([, like]) => like,
	([labels, like], k) => (labels.data[Math.floor(k / like.rows)] === k % like.rows ? 1 : 0),
	([labels]) => ({ text: `e_{${labels.text}}`, binding: Binding.atom }),
);

/** x (a column, a row or a scalar) repeated to the shape of `like`. */
export function spread(x: Operand, like: Operand): Node {
	return operation(spreadGate, [x, like]);
}

/** x summed along the dimensions in which `like` has size 1. */
export function collapse(x: Operand, like: Operand): Node {
	return operation(collapseGate, [x, like]);
}

/** Puts the entries that a selection took back where they came from, and 0 elsewhere. */
export function unselect(u: Operand, choice: Selection<Shape>, like: Operand): Node {
	return operation(unselectGate(choice), [u, like]);
}

/** Adds the runs of u to the columns that `ids` names: a lookup the other way round. */
export function scatter(u: Operand, ids: Operand, like: Operand): Node {
	return operation(scatterGate, [u, ids, like]);
}

/** 1 where mine is larger than the other, ½ where they tie, 0 else. */
export function wins(mine: Operand, other: Operand): Node {
	return operation(winsGate, [mine, other]);
}

/** The largest entries' shares: 1 for a single winner, 1/k each for k that tie, 0 else. */
export function largestShare(A: Operand, largest: Operand): Node {
	return operation(largestGate, [A, largest]);
}

/** 1 / (number of columns), 1×1. */
export function perColumn(A: Operand): Node {
	return operation(perColumnGate, [A]);
}

/** 1 / (number of entries), 1×1. */
export function perEntry(A: Operand): Node {
	return operation(perEntryGate, [A]);
}

/** One-hot columns for a row of labels, in the shape of `like`. */
export function oneHot(labels: Operand, like: Operand): Node {
	return operation(oneHotGate, [labels, like]);
}
