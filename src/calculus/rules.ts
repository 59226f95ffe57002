/**
 * The table of rules by which a derivation is brought into textbook form. Each is a formula with the reason that stands beside
 * the line, and each is proven by number (tests/unit/simplify.test.ts evaluates both sides at random points).
 */
import { ABS, sign } from "../gates/absolute";
import { collapse, perEntry, spread } from "../gates/adjoint";
import { minus, plus, scale, times } from "../gates/arithmetic";
import { determinant } from "../gates/determinant";
import { EXP, LOG, powerOf, RECIPROCAL, SOFTPLUS, SQRT, SQUARE } from "../gates/functions";
import { inverse } from "../gates/inverse";
import { diag, kron } from "../gates/jacobians";
import { transpose, vec } from "../gates/layout";
import { softmax } from "../gates/loss";
import { matmul } from "../gates/matmul";
import { exp, log, logistic, power, reciprocal, slopeOf, sqrt, square } from "../gates/pointwise";
import { columnSums, rowSums, sum } from "../gates/reduce";
import { scaleBy } from "../gates/scale-by";
import { COS, cos, SIN, sin } from "../gates/wave";
import { constant, type Node } from "../graph/node";
import { identityMatrix } from "../matrix/matrix";
import type { Formulas } from "./formulas";
import { formulaRule, ANY_IDENTITY as I, isIdentityMatrix, letter, type Rule } from "./pattern";
import { rewrite } from "./rewrite";
import { isScalar, scaledOf, scaleFactor, written } from "./scaled";
import { factorsOf, gathered, isSum, product, termsOf } from "./sums";

const [A, B, C] = [letter("A", 3, 3), letter("B", 3, 3), letter("C", 3, 3)];
const [x, y] = [letter("x", 3, 1), letter("y", 3, 1)];
const [r, s] = [letter("r", 1, 3), letter("s", 1, 1)];
const [ONE, IDENTITY] = [constant(1), constant(identityMatrix(3), "I")];

const isMade = (node: Node, example: Node): boolean => node.label === null && node.gate === example.gate;

/** What one does without a word: 1·A is A, (Aᵀ)ᵀ is A, a scalar is its own transpose. */
export const TIDY: readonly Rule[] = [
	formulaRule(transpose(transpose(A)), A, "transposed twice is as before"),
	formulaRule(transpose(s), s, "a scalar is its own transpose"),
	formulaRule(scale(A, 1), A, "1 changes nothing"),
	formulaRule(vec(x), x, "a column is its own vec"),
	{
		because: "1 changes nothing",
		examples: [matmul(x, ONE), matmul(ONE, r), times(A, spread(ONE, B)), times(transpose(spread(ONE, x)), r)],
		apply: (node) => {
			const [a, b] = node.inputs;
			if (isMade(node, matmul(A, B))) return isNumberOne(a) ? b : isNumberOne(b) ? a : null;
			if (isMade(node, times(A, B))) return isOnes(a) ? b : isOnes(b) ? a : null;
			return null;
		},
	},
	{
		because: "a number times a number",
		examples: [scale(constant(3), 2)],
		apply: (node) => {
			const factor = scaleFactor(node);
			const [inner] = node.inputs;
			const number =
				factor !== null && inner.role === "constant" && inner.label === null && isScalar(inner) ? inner.value : null;
			return number === null || factor === null ? null : constant(factor * number.data[0]);
		},
	},
	{
		because: "one over how many there are",
		examples: [perEntry(A)],
		apply: (node) => {
			const size = isMade(node, perEntry(A)) ? Number(node.inputs[0].rows) * Number(node.inputs[0].cols) : Number.NaN;
			return Number.isNaN(size) ? null : constant(1 / size);
		},
	},
	{
		because: "a quotient",
		examples: [times(reciprocal(A), B)],
		apply: (node) => {
			const [a, b] = node.inputs;
			const turn = isMade(node, times(A, B)) && isMade(a, reciprocal(A)) && !isMade(b, reciprocal(A));
			return turn ? times(b, a) : null;
		},
	},
];

function isNumberOne(node: Node): boolean {
	return node.role === "constant" && isScalar(node) && node.value?.data[0] === 1;
}

/** Whether a product adds nothing up: 1 1ᵀ, or a Kronecker product. */
const isOuter = (node: Node): boolean => !isMade(node, matmul(A, B)) || node.inputs[0].cols === 1;

/** All ones: 1, 1ᵀ, 1 1ᵀ. */
function isOnes(node: Node): boolean {
	if (isMade(node, transpose(A))) return isOnes(node.inputs[0]);
	if (isMade(node, spread(ONE, A))) return isOnes(node.inputs[0]);
	if (isMade(node, kron(A, B)) || isMade(node, matmul(x, r)))
		return node.inputs.every((input) => isOnes(input)) && isOuter(node);
	return node.role === "constant" && node.value?.data.every((entry) => entry === 1) === true;
}

const NOTHING = "I changes nothing";
const SCALES = "a diagonal only scales the entries of the row before it";
const FACTOR = "a number times I is that number";

/** Identities drop out, and diagonals scale. */
export const UNITS: readonly Rule[] = [
	formulaRule(matmul(I, A), A, NOTHING),
	formulaRule(matmul(A, I), A, NOTHING),
	formulaRule(matmul(A, scaleBy(s, I)), scaleBy(s, A), FACTOR),
	formulaRule(matmul(scaleBy(s, I), A), scaleBy(s, A), FACTOR),
	{
		because: FACTOR,
		examples: [matmul(A, scale(IDENTITY, 3)), matmul(scale(IDENTITY, 3), A)],
		apply: (node) => {
			if (!isMade(node, matmul(A, B))) return null;
			for (const [k, side] of node.inputs.entries()) {
				const factor = scaleFactor(side);
				if (factor !== null && isIdentityMatrix(side.inputs[0])) return scale(node.inputs[1 - k], factor);
			}
			return null;
		},
	},
	formulaRule(matmul(r, diag(x)), times(r, transpose(x)), SCALES),
	formulaRule(matmul(r, minus(diag(x), B)), minus(times(r, transpose(x)), matmul(r, B)), SCALES),
	formulaRule(matmul(diag(x), y), times(x, y), "a diagonal scales the entries of the column behind it"),
	formulaRule(matmul(diag(x), diag(y)), diag(times(x, y)), "diagonals multiply entry by entry"),
];

/** Whether a term would lose a transpose by being transposed. */
function isTurned(term: Node): boolean {
	return factorsOf(term).some(
		(factor) => isMade(factor, transpose(A)) || isMade(factor, diag(x)) || isIdentityMatrix(factor),
	);
}

const TURNED_PRODUCT = "the transpose of a product: the transposes, in the other order";
const TURNED_TERMS = "a transpose goes to every term and every entry";

/** Transposes go inwards. */
export const TRANSPOSES: readonly Rule[] = [
	formulaRule(transpose(matmul(A, B)), matmul(transpose(B), transpose(A)), TURNED_PRODUCT),
	{
		// (Ax − y)ᵀ stays as it is: its terms have no transpose that another one would take away.
		because: TURNED_TERMS,
		examples: [transpose(plus(A, transpose(B))), transpose(minus(matmul(transpose(B), x), y))],
		apply: (node) => {
			const [sum] = node.inputs;
			if (!isMade(node, transpose(A)) || !isSum(sum) || !termsOf(sum).some((term) => isTurned(term.node))) return null;
			const [a, b] = sum.inputs.map((term) => transpose(term));
			return isMade(sum, plus(A, B)) ? plus(a, b) : minus(a, b);
		},
	},
	formulaRule(transpose(times(A, B)), times(transpose(A), transpose(B)), TURNED_TERMS),
	formulaRule(transpose(scaleBy(s, A)), scaleBy(s, transpose(A)), TURNED_TERMS),
	formulaRule(transpose(kron(A, B)), kron(transpose(A), transpose(B)), TURNED_TERMS),
	formulaRule(transpose(spread(x, A)), spread(transpose(x), transpose(A)), TURNED_TERMS),
	formulaRule(transpose(spread(r, A)), spread(transpose(r), transpose(A)), TURNED_TERMS),
	formulaRule(transpose(spread(s, A)), spread(s, transpose(A)), TURNED_TERMS),
	formulaRule(transpose(rowSums(A)), columnSums(transpose(A)), TURNED_TERMS),
	formulaRule(transpose(columnSums(A)), rowSums(transpose(A)), TURNED_TERMS),
	formulaRule(transpose(diag(x)), diag(x), "a diagonal is its own transpose"),
	{
		because: "I is its own transpose",
		examples: [transpose(IDENTITY)],
		apply: (node) => (isMade(node, transpose(A)) && isIdentityMatrix(node.inputs[0]) ? node.inputs[0] : null),
	},
	{
		because: TURNED_TERMS,
		examples: [transpose(scale(A, 3))],
		apply: (node) => {
			const factor = isMade(node, transpose(A)) ? scaleFactor(node.inputs[0]) : null;
			return factor === null ? null : scale(transpose(node.inputs[0].inputs[0]), factor);
		},
	},
];

const POWER_SLOPE = slopeOf(powerOf(3), A).gate?.name;

/** f′ where it has a formula as short as its name; tanh′ and σ′ stay as they are. */
export const SLOPES: readonly Rule[] = [
	formulaRule(slopeOf(SQUARE, A), scale(A, 2), "the slope of x² is 2x"),
	formulaRule(slopeOf(EXP, A), exp(A), "eˣ is its own slope"),
	formulaRule(slopeOf(LOG, A), reciprocal(A), "the slope of log x is 1/x"),
	formulaRule(slopeOf(RECIPROCAL, A), scale(reciprocal(square(A)), -1), "the slope of 1/x is −1/x²"),
	formulaRule(slopeOf(SIN, A), cos(A), "the slope of sin x is cos x"),
	formulaRule(slopeOf(COS, A), scale(sin(A), -1), "the slope of cos x is −sin x"),
	formulaRule(slopeOf(ABS, A), sign(A), "the slope of |x| is the sign of x"),
	formulaRule(slopeOf(SOFTPLUS, A), logistic(A), "the slope of softplus is σ"),
	formulaRule(slopeOf(SQRT, A), scale(reciprocal(sqrt(A)), 0.5), "the slope of √x is 1/(2√x)"),
	{
		because: "the slope of xᵖ is p·xᵖ⁻¹",
		examples: [slopeOf(powerOf(3), A)],
		apply: ({ gate, label, inputs }) => {
			if (label !== null || gate?.settings === undefined || gate.name !== POWER_SLOPE) return null;
			const [p] = gate.settings;
			return scale(p - 1 === 1 ? inputs[0] : power(inputs[0], p - 1), p);
		},
	},
];

/** What is one number stands in front. */
export const SCALARS: readonly Rule[] = [
	{
		because: "numbers and scalars to the front",
		examples: [
			matmul(A, scale(B, 3)),
			scale(scale(A, 3), 2),
			times(A, scale(B, -1)),
			scaleBy(s, scale(scaleBy(reciprocal(s), A), 2)),
			matmul(scaleBy(s, A), scaleBy(reciprocal(square(s)), B)),
			transpose(scale(matmul(x, s), 2)),
			matmul(x, matmul(transpose(x), y)),
			spread(scale(s, 2), A),
		],
		apply: (node, formulas) => {
			if (node.label !== null || node.gate === null) return null;
			const parts = scaledOf(node, formulas);
			const next = written(parts);
			return formulas.same(next, node) ? null : next;
		},
	},
];

const SUM_OF_PRODUCTS = "1ᵀ(x ⊙ y) adds up the products: xᵀy";

/** Ones add up. */
export const ONES: readonly Rule[] = [
	formulaRule(sum(times(x, y)), matmul(transpose(x), y), SUM_OF_PRODUCTS),
	formulaRule(columnSums(times(x, y)), matmul(transpose(x), y), SUM_OF_PRODUCTS),
	formulaRule(collapse(times(x, y), s), matmul(transpose(x), y), SUM_OF_PRODUCTS),
	formulaRule(exp(minus(x, spread(log(sum(exp(x))), x))), softmax(x), "eˣ over the sum of all eˣ is softmax"),
];

const INVERSE_TWICE = "the inverse of an inverse";

/** Inverses and determinants. */
export const INVERSES: readonly Rule[] = [
	formulaRule(inverse(inverse(A)), A, INVERSE_TWICE),
	formulaRule(
		inverse(transpose(A)),
		transpose(inverse(A)),
		"the inverse of a transpose is the transpose of the inverse",
	),
	formulaRule(determinant(transpose(A)), determinant(A), "a transpose has the same determinant"),
	formulaRule(determinant(inverse(A)), reciprocal(determinant(A)), "det A⁻¹ is 1 / det A"),
	{
		because: "the inverse of a product: the inverses, in the other order",
		examples: [inverse(matmul(A, B))],
		apply: (node) => {
			if (!isMade(node, inverse(A)) || !isMade(node.inputs[0], matmul(A, B))) return null;
			const [left, right] = node.inputs[0].inputs;
			return left.rows === left.cols ? matmul(inverse(right), inverse(left)) : null;
		},
	},
	{
		because: "A⁻¹A is I",
		examples: [
			matmul(matmul(A, inverse(B)), matmul(B, C)),
			matmul(transpose(inverse(A)), matmul(transpose(A), x)),
			matmul(A, inverse(A)),
		],
		apply: (node, formulas) => {
			const factors = isMade(node, matmul(A, B)) ? factorsOf(node) : [];
			const at = factors.findIndex((factor, k) => k > 0 && undo(factors[k - 1], factor, formulas));
			if (at < 0) return null;
			const rest = [...factors.slice(0, at - 1), ...factors.slice(at + 1)];
			return rest.length === 0 ? constant(identityMatrix(node.rows as number), "I") : product(rest);
		},
	},
	{
		because: "the inverse of what is symmetric is symmetric",
		examples: [transpose(inverse(matmul(transpose(A), A)))],
		apply: (node, formulas) => {
			if (!isMade(node, transpose(A)) || !isMade(node.inputs[0], inverse(A))) return null;
			const [inner] = node.inputs[0].inputs;
			const turned = rewrite(transpose(inner), [...TIDY, ...TRANSPOSES], formulas).node;
			return inner.gate !== null && formulas.same(turned, inner) ? node.inputs[0] : null;
		},
	},
];

/** Whether one is the other's inverse, both transposed or both not. */
function undo(left: Node, right: Node, formulas: Formulas): boolean {
	const bare = (node: Node) =>
		isMade(node, transpose(A)) ? { node: node.inputs[0], turned: true } : { node, turned: false };
	const [a, b] = [bare(left), bare(right)];
	if (a.turned !== b.turned) return false;
	return (
		(isMade(a.node, inverse(A)) && formulas.same(a.node.inputs[0], b.node)) ||
		(isMade(b.node, inverse(A)) && formulas.same(b.node.inputs[0], a.node))
	);
}

/** Equal terms, and what terms share. */
export const SUMS: readonly Rule[] = [
	{
		because: "like terms gathered, what they share written once",
		examples: [
			plus(A, A),
			minus(plus(A, B), A),
			plus(matmul(A, B), matmul(A, C)),
			plus(matmul(transpose(A), x), matmul(A, x)),
			minus(scale(times(A, B), 2), scale(times(B, C), 2)),
			plus(scaleBy(s, A), scaleBy(s, scale(B, -1))),
		],
		apply: (node, formulas) => gathered(node, formulas),
	},
];
