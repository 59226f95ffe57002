/** Scalars to the front: every factor that is one number is taken out of a product, and like ones are gathered. */
import { spread } from "../gates/adjoint";
import { divide, scale, times } from "../gates/arithmetic";
import { power, reciprocal, sqrt, square } from "../gates/functions";
import { transpose } from "../gates/layout";
import { matmul } from "../gates/matmul";
import { scaleBy } from "../gates/scale-by";
import { constant, type Node } from "../graph/node";
import { zeros } from "../matrix/matrix";
import type { Formulas } from "./formulas";

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
	times: times(ONE, ONE).gate,
	matmul: matmul(ONE, ONE).gate,
	transpose: transpose(ONE).gate,
	square: square(ONE).gate,
	sqrt: sqrt(ONE).gate,
	reciprocal: reciprocal(ONE).gate,
	scaleBy: scaleBy(2, ONE).gate,
	spread: spread(ONE, ONE).gate,
};

/** c, where the node is c·A for a plain number c. */
export function scaleFactor({ gate, label }: Node): number | null {
	const [factor] = gate?.settings ?? [];
	return label === null && Number.isFinite(factor) && gate === scale(ONE, factor).gate ? factor : null;
}

/** p, where the node was made by power(x, p). */
export function powerExponent({ gate }: Node): number | null {
	const [p] = gate?.settings ?? [];
	return Number.isFinite(p) && gate === power(ONE, p).gate ? p : null;
}

/** p, where the node is xᵖ. */
function exponentOf(node: Node): number | null {
	const { gate, label } = node;
	if (label !== null || gate === null) return null;
	if (gate === GATES.square) return 2;
	if (gate === GATES.sqrt) return 0.5;
	if (gate === GATES.reciprocal) return -1;
	return powerExponent(node);
}

export const isScalar = ({ rows, cols }: Node): boolean => rows === 1 && cols === 1;

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

/** 0 in the shape of a node. */
export function zeroLike(node: Node): Node {
	const { rows, cols } = node;
	return rows === "batch" || cols === "batch" ? scale(node, 0) : constant(zeros(rows, cols), "0");
}

export const isZero = ({ role, value }: Node): boolean =>
	role === "constant" && value !== null && value.data.every((entry) => entry === 0);

/** The product again, as one writes it: number, scalars, matrix. */
export function written({ number, scalars, matrix }: Scaled): Node {
	const raise = ({ base, exponent }: Scaled["scalars"][number]): Node => {
		const p = Math.abs(exponent);
		return p === 1 ? base : p === 2 ? square(base) : p === 0.5 ? sqrt(base) : power(base, p);
	};
	const joined = (factors: Node[]) =>
		factors.length === 0 ? null : factors.reduce((all, factor) => scaleBy(all, factor));
	const above = joined(scalars.filter(({ exponent }) => exponent > 0).map(raise));
	const below = joined(scalars.filter(({ exponent }) => exponent < 0).map(raise));
	if (number === 0) return zeroLike(matrix ?? ONE);
	const top = matrix === null ? above : above === null ? matrix : scaleBy(above, matrix);
	const size = Math.abs(number);
	if (top === null && below === null) return constant(number);
	if (below === null) return number === 1 ? (top as Node) : scale(top as Node, number);
	if (matrix === null) {
		const fraction = top === null ? (size === 1 ? reciprocal(below) : divide(size, below)) : divide(top, below);
		const rest = top === null ? Math.sign(number) : number;
		return rest === 1 ? fraction : scale(fraction, rest);
	}
	const fraction = scaleBy(reciprocal(below), top as Node);
	return number === 1 ? fraction : scale(fraction, number);
}
