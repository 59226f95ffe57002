/** Scalars to the front: every factor that is one number is taken out of a product, and like ones are gathered. */
import { spread } from "../gates/adjoint";
import { matmul, times, transpose } from "../gates/arithmetic";
import { reciprocal, sqrt, square } from "../gates/powers";
import { scaleBy } from "../gates/scale-by";
import { constant, type Node } from "../graph/node";
import type { Formulas } from "./formulas";
import { isScalar, isZero, powerExponent, scaleFactor, zeroLike } from "./kinds";

/** c · s₁^p₁ · s₂^p₂ … · M */
export interface Scaled {
	readonly number: number;
	/** Scalars that are no plain number, each base once. */
	readonly scalars: readonly { readonly base: Node; readonly exponent: number }[];
	/** What is scaled; null where nothing but scalars is left. */
	readonly matrix: Node | null;
}

const ONE = constant(1);
const GATES = {
	times: times.gate,
	matmul: matmul.gate,
	transpose: transpose.gate,
	square: square.gate,
	sqrt: sqrt.gate,
	reciprocal: reciprocal.gate,
	scaleBy: scaleBy(2, ONE).gate,
	spread: spread.gate,
};

/** p, where the node is xᵖ. */
function exponentOf(node: Node): number | null {
	const { gate, label } = node;
	if (label !== null || gate === null) return null;
	if (gate === GATES.square) return 2;
	if (gate === GATES.sqrt) return 0.5;
	if (gate === GATES.reciprocal) return -1;
	return powerExponent(node);
}

/** The scalars of a product, taken out of it. */
export function scaledOf(node: Node, formulas: Formulas): Scaled {
	const parts = partsOf(node, formulas);
	// What is one number is no matrix.
	return parts.matrix !== null && isScalar(parts.matrix)
		? combined(
				[
					{ ...parts, matrix: null },
					{ number: 1, scalars: [{ base: parts.matrix, exponent: 1 }], matrix: null },
				],
				formulas,
			)
		: parts;
}

function partsOf(node: Node, formulas: Formulas): Scaled {
	const { gate, inputs, label, role, value } = node;
	if (isZero(node)) return { number: 0, scalars: [], matrix: node };
	if (role === "constant" && label === null && value?.data.length === 1)
		return { number: value.data[0], scalars: [], matrix: null };
	const factor = scaleFactor(node);
	if (factor !== null) {
		const inner = scaledOf(inputs[0], formulas);
		return { ...inner, number: factor * inner.number };
	}
	if (label === null) {
		if (gate === GATES.scaleBy || (isScalar(node) && (gate === GATES.times || gate === GATES.matmul)))
			if (inputs.every((input, i) => i > 0 || isScalar(input))) return product(inputs, formulas);
		if (gate === GATES.times || gate === GATES.matmul)
			return taken(node, gate === GATES.matmul ? matmul : times, formulas);
		if (gate === GATES.transpose)
			return isScalar(node) ? scaledOf(inputs[0], formulas) : taken(node, transpose, formulas);
		if (gate === GATES.spread && isScalar(inputs[0]) && !isScalar(node)) {
			const inner = scaledOf(inputs[0], formulas);
			return inner.scalars.length === 0 && inner.number === 1
				? { ...inner, matrix: node }
				: { ...inner, matrix: spread(ONE, inputs[1]) };
		}
		if (isScalar(node)) {
			const raised = raisedOf(node, formulas);
			if (raised !== null) return raised;
		}
	}
	return { number: 1, scalars: [], matrix: node };
}

/** sᵖ: the scalars of s, each raised. A root is taken of the whole only: √(s²) is |s|. */
function raisedOf(node: Node, formulas: Formulas): Scaled | null {
	const p = exponentOf(node);
	if (p === null) return null;
	if (!Number.isInteger(p)) return { number: 1, scalars: [{ base: node.inputs[0], exponent: p }], matrix: null };
	const { number, scalars } = scaledOf(node.inputs[0], formulas);
	return {
		number: number ** p,
		scalars: scalars.map(({ base, exponent }) => ({ base, exponent: exponent * p })),
		matrix: null,
	};
}

/** A product of scalars, or of scalars and one matrix. */
function product(factors: readonly Node[], formulas: Formulas): Scaled {
	return combined(
		factors.map((factor) => scaledOf(factor, formulas)),
		formulas,
	);
}

function combined(parts: readonly Scaled[], formulas: Formulas): Scaled {
	const bases: { base: Node; exponent: number }[] = [];
	for (const { base, exponent } of parts.flatMap(({ scalars }) => scalars)) {
		const like = bases.find((known) => formulas.same(known.base, base));
		if (like === undefined) bases.push({ base, exponent });
		else like.exponent += exponent;
	}
	return {
		number: parts.reduce((all, { number }) => all * number, 1),
		scalars: bases.filter(({ exponent }) => exponent !== 0),
		matrix: parts.find(({ matrix }) => matrix !== null)?.matrix ?? null,
	};
}

/** A product of matrices, after the scalars of each have been taken out. */
function taken(node: Node, join: (...factors: Node[]) => Node, formulas: Formulas): Scaled {
	const parts = node.inputs.map((input) => scaledOf(input, formulas));
	const matrices = parts.flatMap(({ matrix }) => (matrix === null ? [] : [matrix]));
	const whole = matrices.length === node.inputs.length;
	if (whole && parts.every(({ number, scalars }) => number === 1 && scalars.length === 0))
		return { number: 1, scalars: [], matrix: node };
	if (parts.some(({ number }) => number === 0)) return { number: 0, scalars: [], matrix: zeroLike(node) };
	// x s and s xᵀ: what is left of the product is the other factor.
	const matrix = whole ? join(...matrices) : (matrices[0] ?? null);
	return combined([...parts.map((part) => ({ ...part, matrix: null })), { number: 1, scalars: [], matrix }], formulas);
}
