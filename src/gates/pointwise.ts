/** The functions as gates on nodes: `tanh(x)` and its like. */
import { type Node, type Operand, operation } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import {
	derivativeOf,
	EXP,
	gateOf,
	LOG,
	LOGISTIC,
	leakyReluOf,
	powerOf,
	RECIPROCAL,
	RELU,
	SOFTPLUS,
	SQRT,
	SQUARE,
	TANH,
} from "./functions";

/** f′(z), entry by entry, for a function of gates/functions.ts: `slopeOf(TANH, z)`. */
export function slopeOf(f: Pointwise, z: Operand): Node {
	return pointwise(derivativeOf(f), z);
}

/** f of each entry, for a pointwise function of one's own. */
export function pointwise(f: Pointwise, x: Operand): Node {
	return operation(gateOf(f), [x]);
}

/** σ(x) = 1 / (1 + e^−x), entry by entry. Slope y (1 − y). */
export function logistic(x: Operand): Node {
	return pointwise(LOGISTIC, x);
}

/** tanh(x), entry by entry. Slope 1 − y². */
export function tanh(x: Operand): Node {
	return pointwise(TANH, x);
}

/** max(0, x), entry by entry. Slope 1 where x > 0, else 0; at x = 0 it is 0 by convention. */
export function relu(x: Operand): Node {
	return pointwise(RELU, x);
}

/** eˣ, entry by entry. */
export function exp(x: Operand): Node {
	return pointwise(EXP, x);
}

/** The natural logarithm, entry by entry. */
export function log(x: Operand): Node {
	return pointwise(LOG, x);
}

/** x², entry by entry. */
export function square(x: Operand): Node {
	return pointwise(SQUARE, x);
}

/** √x, entry by entry; NaN below 0. */
export function sqrt(x: Operand): Node {
	return pointwise(SQRT, x);
}

/** 1/x, entry by entry. */
export function reciprocal(x: Operand): Node {
	return pointwise(RECIPROCAL, x);
}

/** log(1 + eˣ), entry by entry, without overflow. −softplus(−x) is log σ(x). */
export function softplus(x: Operand): Node {
	return pointwise(SOFTPLUS, x);
}

/** xᵖ, entry by entry, for a number p. */
export function power(x: Operand, p: number): Node {
	return pointwise(powerOf(p), x);
}

/** x where x > 0, leak·x else. Slope at 0: leak, by convention. */
export function leakyRelu(x: Operand, leak = 0.01): Node {
	return pointwise(leakyReluOf(leak), x);
}
