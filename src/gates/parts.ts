/** Sums, products and powers of what stands in a formula: nodes, matrices, numbers, and what has no size yet. */
import { DataError } from "../errors";
import { asNode, type Node, type Operand } from "../graph/node";
import { divide, matmul, minus, negate, plus, scale, times, transpose } from "./arithmetic";
import type { ProductSign } from "./formula";
import { kron } from "./jacobians";
import { power, reciprocal } from "./powers";
import { raise } from "./raise";
import { scaleBy } from "./scale-by";
import { multipleOf, type Part, sameMatrix, turned, Unsized, unsizedKron, unsizedProduct } from "./unsized";

export function joined(sign: ProductSign, a: Part, b: Part): Part {
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

export function negated(a: Part): Part {
	if (a instanceof Unsized) return multipleOf(a, -1);
	return typeof a === "number" ? -a : negate(a);
}

/** Two parts of one shape: what has no size takes that of the other. */
function alike(a: Part, b: Part): readonly [Operand, Operand] | Unsized {
	if (a instanceof Unsized && b instanceof Unsized)
		throw new DataError("expression: neither side of a sum has a size. Write I_3 for 3×3.");
	const like = (unsized: Unsized, other: Part) => {
		if (typeof other === "number")
			throw new DataError("expression: I and ones have no size beside a number. Write I_3 for 3×3.");
		const node = unsized.sized(asNode(other as Operand));
		if (node === null) throw new DataError("expression: ones have the size of a batch there, which is not known.");
		return node;
	};
	return [a instanceof Unsized ? like(a, b) : a, b instanceof Unsized ? like(b, a) : b];
}

export function sumOf(left: Part, right: Part, isSubtracted: boolean): Part {
	const [a, b] = alike(left, right) as readonly [Operand, Operand];
	if (typeof a === "number" && typeof b === "number") return isSubtracted ? a - b : a + b;
	return isSubtracted ? minus(a, b) : plus(a, b);
}

export function transposeOf(a: Part): Part {
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
	// A scalar may stand on either side, so it says nothing of the other side's size.
	if (left instanceof Unsized && !(right instanceof Unsized) && isScalar(asNode(right)))
		return unsizedProduct(left, reciprocal(right));
	if (right instanceof Unsized && !(left instanceof Unsized) && isScalar(asNode(left)))
		return new Unsized((hint) => {
			const below = right.sized(hint);
			return below === null ? null : scaleBy(left, reciprocal(below));
		});
	const [a, b] = alike(left, right) as readonly [Operand, Operand];
	const [above, below] = [asNode(a), asNode(b)];
	if (isScalar(above) === isScalar(below)) return divide(above, below);
	return isScalar(below) ? scaleBy(reciprocal(below), above) : scaleBy(above, reciprocal(below));
}

export function kronOf(a: Part, b: Part): Part {
	if (!(a instanceof Unsized) && !(b instanceof Unsized)) return kron(a, b);
	return unsizedKron(a instanceof Unsized ? a : asNode(a), b instanceof Unsized ? b : asNode(b));
}

export function raised(base: Operand, exponent: Operand): Part {
	if (typeof exponent === "number") return typeof base === "number" ? base ** exponent : power(base, exponent);
	const [a, b] = [asNode(base), asNode(exponent)];
	// One exponent for all entries, and one base for all exponents.
	const ones = (like: Node) => sameMatrix(1).sized(like) ?? like;
	if (isScalar(b) && !isScalar(a)) return raise(a, scaleBy(b, ones(a)));
	return isScalar(a) && !isScalar(b) ? raise(scaleBy(a, ones(b)), b) : raise(a, b);
}
