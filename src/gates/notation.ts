/**
 * From the lecture's notation to a graph: `expression("u' * tanh(W*x + b)", { u, W, x, b })`.
 *
 *     sum      product, then any number of + or − product
 *     product  factor, then any number of * ⊙ / ⊗ factor; two factors side by side are a product, too: W x
 *     factor   − factor, or an atom with any number of ' ᵀ ^T ⁻¹ ⁻ᵀ ² ^exponent behind it
 *     atom     a number, a name, a function of expressions, f'(…) for a slope, or an expression in parentheses
 *
 * `*` is the matrix product, or scaling when one side is a number or a scalar; ⊙ (or `.*`) goes entry by entry, and so
 * does / (or `./`), where a number or a scalar may stand on either side, and ^ (or `.^`). I, and vector(1), take the size of
 * what stands beside them.
 */
import { DataError } from "../errors";
import { asNode, type Node, type Operand } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import { shown } from "../matrix/checks";
import { ABS, abs, sign } from "./absolute";
import { divide, maximum, minus, negate, plus, scale, times } from "./arithmetic";
import { determinant, logDet } from "./determinant";
import type { Formula, ProductSign } from "./formula";
import { EXP, LOG, LOGISTIC, RELU, SOFTPLUS, SQRT, SQUARE, TANH } from "./functions";
import { inverse } from "./inverse";
import { diag, identityNode, kron } from "./jacobians";
import { concatenate, transpose, vec } from "./layout";
import { addColumn, dot } from "./linear";
import { logSoftmax, softmax } from "./loss";
import { matmul } from "./matmul";
import { frobenius, norm1, norm2 } from "./norms";
import { type NameKind, notationError, parseFormula } from "./parser";
import { exp, log, logistic, power, reciprocal, relu, slopeOf, softplus, sqrt, square, tanh } from "./pointwise";
import { raise } from "./raise";
import { columnSums, max, mean, rowSums, sum } from "./reduce";
import { scaleBy } from "./scale-by";
import { trace } from "./trace";
import {
	IDENTITY,
	multipleOf,
	type Part,
	type SizeHint,
	sameColumn,
	sameMatrix,
	turned,
	Unsized,
	unsizedKron,
	unsizedProduct,
} from "./unsized";
import { COS, cos, SIN, sin } from "./wave";

/** Functions by name, with how many arguments they take; null for any number. */
const FUNCTIONS: Readonly<Record<string, { arity: number | null; apply: (...inputs: Operand[]) => Node }>> = {
	...one({ tanh, relu, exp, log, square, sqrt, softplus, logistic, sigmoid: logistic, σ: logistic }),
	...one({ abs, sign, sin, cos, norm1, norm2, frobenius, logDet, logdet: logDet, rowSums, columnSums }),
	...one({ tr: trace, trace, det: determinant, determinant, inv: inverse, inverse }),
	...one({ softmax, logSoftmax, sum, mean, max, transpose, vec, diag }),
	...Object.fromEntries(
		Object.entries({ dot, maximum, kron, addColumn, raise }).map(([name, apply]) => [name, { arity: 2, apply }]),
	),
	concatenate: { arity: null, apply: concatenate },
};

/** The functions that have a slope of their own: f'(z). */
const SLOPES: Readonly<Record<string, Pointwise>> = {
	...{ tanh: TANH, relu: RELU, exp: EXP, log: LOG, square: SQUARE, sqrt: SQRT, softplus: SOFTPLUS },
	...{ logistic: LOGISTIC, sigmoid: LOGISTIC, σ: LOGISTIC, abs: ABS, sin: SIN, cos: COS },
};

/** The same number everywhere, in a size that fits. */
const CONSTANTS: Readonly<Record<string, (value: number) => Unsized>> = { vector: sameColumn, matrix: sameMatrix };

function one(functions: Record<string, (x: Operand) => Node>) {
	return Object.fromEntries(Object.entries(functions).map(([name, apply]) => [name, { arity: 1, apply }]));
}

/** What names stand for: nodes, matrices or numbers. */
export type Scope = Readonly<Record<string, Operand>>;

/**
 * Builds the graph that a formula describes.
 * @param notation as in `u' * tanh(W*x + b)`
 * @param scope what the names stand for: nodes, matrices or numbers
 * @throws DataError with the position and what was expected there; ShapeError when the operands do not fit
 */
export function expression(notation: string, scope: Scope): Node {
	return builtFormula(formulaOf(notation, scope), scope, {}, notation);
}

/** The notation as a tree. @throws DataError with the position and what was expected there */
export function formulaOf(notation: string, scope: Scope): Formula {
	if (typeof notation !== "string" || typeof scope !== "object" || scope === null)
		throw new DataError(
			`expression(notation, names): a text and what its names stand for were expected, and these are ${shown(notation)} and ${shown(scope)}.`,
		);
	const kindOf = (name: string): NameKind => {
		if (Object.hasOwn(scope, name)) return "value";
		if (Object.hasOwn(FUNCTIONS, name) || Object.hasOwn(CONSTANTS, name)) return "function";
		return name === "I" || name === "𝟏" || /^I_?\d+$/.test(name) ? "value" : null;
	};
	return parseFormula(notation, kindOf, Object.keys(scope));
}

/** Whether the notation has a function of this name, or the slope of one. */
export function isFunction(name: string): boolean {
	return name.endsWith("'") ? hasSlope(name.slice(0, -1)) : Object.hasOwn(FUNCTIONS, name);
}

/** Whether f has a slope that can be written as f'. */
export function hasSlope(name: string): boolean {
	return Object.hasOwn(SLOPES, name);
}

/**
 * The graph of a formula.
 * @param hint the size of the whole, where it is known: I and ones may need it
 * @throws ShapeError when the operands do not fit, DataError for what has no size
 */
export function builtFormula(formula: Formula, scope: Scope, hint: SizeHint, notation = ""): Node {
	const part = new Builder(scope, notation).build(formula);
	if (!(part instanceof Unsized)) return asNode(part);
	const node = part.sized(hint);
	if (node !== null) return node;
	throw new DataError(
		`expression: the size of I or of ones in “${notation}” cannot be seen from it. Write I_3 for 3×3.`,
	);
}

class Builder {
	constructor(
		private readonly scope: Scope,
		private readonly notation: string,
	) {}

	build(formula: Formula): Part {
		switch (formula.kind) {
			case "number":
				return formula.value;
			case "name":
				return this.named(formula.name);
			case "call":
				return this.called(formula);
			case "sum":
				return formula.terms.reduce<Part | null>((all, { isSubtracted, of }) => {
					const next = this.build(of);
					if (all === null) return isSubtracted ? negated(next) : next;
					return sumOf(all, next, isSubtracted);
				}, null) as Part;
			case "product": {
				const [first, ...rest] = formula.factors.map((factor) => this.build(factor));
				return rest.reduce((all, factor) => joined(formula.sign, all, factor), first);
			}
			case "negative":
				return negated(this.build(formula.of));
			case "transpose":
				return transposeOf(this.build(formula.of));
			case "inverse": {
				const inner = this.sized(this.build(formula.of));
				return typeof inner === "number" ? 1 / inner : inverse(inner);
			}
			case "power":
				return raised(this.sized(this.build(formula.of)), this.sized(this.build(formula.exponent)));
		}
	}

	private named(name: string): Part {
		if (Object.hasOwn(this.scope, name)) return this.scope[name];
		if (name === "I") return IDENTITY;
		return name === "𝟏" ? sameColumn(1) : identityNode(Number(/\d+/.exec(name)?.[0]));
	}

	private called({ name, inputs, at }: Formula & { kind: "call" }): Part {
		if (name === "kron" && inputs.length === 2) return kronOf(this.build(inputs[0]), this.build(inputs[1]));
		const given = inputs.map((input) => this.sized(this.build(input)));
		if (Object.hasOwn(CONSTANTS, name)) {
			if (given.length === 1 && typeof given[0] === "number") return CONSTANTS[name](given[0]);
			throw notationError(this.notation, `${name} takes one number, the entry`, at);
		}
		if (name.endsWith("'")) {
			const f = name.slice(0, -1);
			if (hasSlope(f) && given.length === 1) return slopeOf(SLOPES[f], given[0]);
			throw notationError(this.notation, `${f} is no function of each entry, so ${name} means nothing here`, at);
		}
		const { arity, apply } = FUNCTIONS[name];
		if (arity !== null && given.length !== arity) {
			const wanted = arity === 1 ? "one argument" : `${arity} arguments`;
			throw notationError(this.notation, `${name} takes ${wanted}, and ${given.length} were given`, at);
		}
		return apply(...given);
	}

	/** What has to have a size: an argument, a base, an exponent. */
	private sized(part: Part): Operand {
		if (!(part instanceof Unsized)) return part;
		throw new DataError("expression: I and ones have no size there. Write I_3 for 3×3.");
	}
}

function joined(sign: ProductSign, a: Part, b: Part): Part {
	switch (sign) {
		case "*":
			return productOf(a, b);
		case "⊙":
			return entryProductOf(a, b);
		case "/":
			return quotientOf(a, b);
		case "⊗":
			return kronOf(a, b);
	}
}

function negated(a: Part): Part {
	if (a instanceof Unsized) return multipleOf(a, -1);
	return typeof a === "number" ? -a : negate(a);
}

/** Two parts of one shape: what has no size takes that of the other. */
function alike(a: Part, b: Part): readonly [Operand, Operand] | Unsized {
	if (a instanceof Unsized && b instanceof Unsized)
		throw new DataError("expression: neither side of a sum has a size. Write I_3 for 3×3.");
	const like = (unsized: Unsized, other: Part) => {
		const node = unsized.sized(asNode(other as Operand));
		if (node === null) throw new DataError("expression: ones have the size of a batch there, which is not known.");
		return node;
	};
	return [a instanceof Unsized ? like(a, b) : a, b instanceof Unsized ? like(b, a) : b];
}

function sumOf(left: Part, right: Part, isSubtracted: boolean): Part {
	const [a, b] = alike(left, right) as readonly [Operand, Operand];
	if (typeof a === "number" && typeof b === "number") return isSubtracted ? a - b : a + b;
	return isSubtracted ? minus(a, b) : plus(a, b);
}

function transposeOf(a: Part): Part {
	if (a instanceof Unsized) return turned(a);
	return typeof a === "number" ? a : transpose(a);
}

const isScalar = ({ rows, cols }: Node) => rows === 1 && cols === 1;

function productOf(a: Part, b: Part): Part {
	if (typeof a === "number") {
		if (typeof b === "number") return a * b;
		return b instanceof Unsized ? multipleOf(b, a) : scale(b, a);
	}
	if (typeof b === "number") return a instanceof Unsized ? multipleOf(a, b) : scale(a, b);
	if (a instanceof Unsized || b instanceof Unsized)
		return unsizedProduct(a instanceof Unsized ? a : asNode(a), b instanceof Unsized ? b : asNode(b));
	const [left, right] = [asNode(a), asNode(b)];
	if (left.cols === right.rows) return matmul(left, right);
	if (isScalar(left)) return scaleBy(left, right);
	return isScalar(right) ? scaleBy(right, left) : matmul(left, right);
}

function entryProductOf(left: Part, right: Part): Part {
	if (typeof left === "number" || typeof right === "number") return productOf(left, right);
	const [a, b] = alike(left, right) as readonly [Operand, Operand];
	return times(a, b);
}

function quotientOf(left: Part, right: Part): Part {
	if (typeof right === "number") return productOf(left, 1 / right);
	if (typeof left === "number" && !(right instanceof Unsized))
		return left === 1 ? reciprocal(right) : scale(reciprocal(right), left);
	const [a, b] = alike(left, right) as readonly [Operand, Operand];
	const [above, below] = [asNode(a), asNode(b)];
	if (isScalar(above) === isScalar(below)) return divide(above, below);
	return isScalar(below) ? scaleBy(reciprocal(below), above) : scaleBy(above, reciprocal(below));
}

function kronOf(a: Part, b: Part): Part {
	if (!(a instanceof Unsized) && !(b instanceof Unsized)) return kron(a, b);
	return unsizedKron(a instanceof Unsized ? a : asNode(a), b instanceof Unsized ? b : asNode(b));
}

function raised(base: Operand, exponent: Operand): Part {
	if (typeof exponent === "number") return typeof base === "number" ? base ** exponent : power(base, exponent);
	const [a, b] = [asNode(base), asNode(exponent)];
	// One exponent for all entries, and one base for all exponents.
	const ones = (like: Node) => sameMatrix(1).sized(like) ?? like;
	if (isScalar(b) && !isScalar(a)) return raise(a, scaleBy(b, ones(a)));
	return isScalar(a) && !isScalar(b) ? raise(scaleBy(a, ones(b)), b) : raise(a, b);
}
