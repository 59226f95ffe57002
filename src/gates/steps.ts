/**
 * Gates whose output does not move when their inputs move a little: masks and counts, which the gradients of routes, means and
 * losses are written with. Nothing is differentiated with respect to their inputs.
 */
import { Binding, type Gate, type Latex } from "../graph/gate";
import type { Letters } from "../graph/letters";
import type { Operand } from "../graph/node";
import { shareOf } from "../kernels/reference";
import type { Matrix } from "../matrix/matrix";
import { gate, type Statement } from "./known";

function step<Operands extends readonly Operand[]>(
	name: string,
	arity: Operands["length"],
	shape: Gate["shape"],
	forward: Gate["forward"],
): Statement<Operands> {
	return {
		name,
		arity,
		words: [],
		shape,
		forward,
		local: () => null,
		latex: (inputs) => ({
			text: `\\operatorname{${name}}(${inputs.map(({ text }) => text).join(", ")})`,
			binding: Binding.atom,
		}),
	};
}

/** Writes the output entry by entry. */
function entries(entry: (inputs: readonly Matrix[], k: number) => number): Gate["forward"] {
	return (inputs, output) => {
		for (let k = 0; k < output.data.length; k++) output.data[k] = entry(inputs, k);
	};
}

const scalarShape = () => ({ rows: 1, cols: 1 });

/** 1 where mine is larger than the other, ½ where they tie, 0 else. */
export const wins = gate<[mine: Operand, other: Operand]>(
	step(
		"wins",
		2,
		([mine]) => mine,
		([mine, other], output, kernels) => kernels.combine(shareOf, mine, other, output),
	),
);

/** The largest entries' shares: 1 for a single winner, 1/k each for k that tie, 0 else. */
export const largestShare = gate<[A: Operand, largest: Operand]>(
	step(
		"largest",
		2,
		([A]) => A,
		([A, largest], output, kernels) => kernels.routeToLargest(1, A, largest, output, 0),
	),
);

/** 1 / (number of columns), 1×1. */
export const perColumn = gate<[A: Operand]>({
	...step(
		"perColumn",
		1,
		scalarShape,
		entries(([A]) => 1 / A.cols),
	),
	latex: ([A], _output, letters) => oneOver(1, A.cols, letters),
});

/** 1 / (number of entries), 1×1. */
export const perEntry = gate<[A: Operand]>({
	...step(
		"perEntry",
		1,
		scalarShape,
		entries(([A]) => 1 / A.data.length),
	),
	latex: ([A], _output, letters) =>
		A.rows === "batch" ? oneOver(A.cols, A.rows, letters) : oneOver(A.rows, A.cols, letters),
});

/** 1/5, or 1/B and 1/(3 B) for a batch of unknown size. */
function oneOver(times: Latex["rows"], count: Latex["cols"], letters: Letters): Latex {
	const [number, size] = [Number(times), count === "batch" ? letters.of("B") : `${Number(times) * Number(count)}`];
	const below = count === "batch" && number !== 1 ? `${number} ${size}` : size;
	return { text: `\\tfrac{1}{${below}}`, binding: Binding.power };
}

/** One-hot columns for a row of labels, in the shape of `like`. */
export const oneHot = gate<[labels: Operand, like: Operand]>({
	...step(
		"oneHot",
		2,
		([, like]) => like,
		entries(([labels, like], k) => (labels.data[Math.floor(k / like.rows)] === k % like.rows ? 1 : 0)),
	),
	latex: ([labels]) => ({ text: `e_{${labels.text}}`, binding: Binding.atom }),
});
