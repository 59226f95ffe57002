/** An expression in the notation: what `expression()` reads again. */
import { spread } from "../gates/adjoint";
import { matmul, minus, plus, times, transpose } from "../gates/arithmetic";
import type { Formula } from "../gates/formula";
import { inverse } from "../gates/inverse";
import { kron } from "../gates/jacobians";
import { reciprocal, square } from "../gates/powers";
import { raise } from "../gates/raise";
import { isByItsName, isWord } from "../gates/registry";
import { scaleBy } from "../gates/scale-by";
import { constant, type Node } from "../graph/node";
import { powerExponent, scaleFactor } from "./kinds";
import { isIdentityMatrix } from "./pattern";

const ONE = constant(1);
const GATES = {
	plus: plus.gate,
	minus: minus.gate,
	times: times.gate,
	matmul: matmul.gate,
	scaleBy: scaleBy(2, ONE).gate,
	transpose: transpose.gate,
	inverse: inverse.gate,
	kron: kron.gate,
	reciprocal: reciprocal.gate,
	square: square.gate,
	raise: raise.gate,
	spread: spread.gate,
};

const name = (text: string): Formula => ({ kind: "name", name: text, at: 0 });
const number = (value: number): Formula => ({ kind: "number", value });
const ONES = name("𝟏");
const ONES_ROW: Formula = { kind: "transpose", of: ONES };

/** The formula of a node; null where a part of it has no name in the notation. */
export function toFormula(node: Node): Formula | null {
	const { label, gate, inputs, value } = node;
	if (label === "𝟏") return ONES;
	if (isIdentityMatrix(node)) return node.rows === 1 ? number(1) : name("I");
	if (label !== null) return name(label);
	if (gate === null) return value?.data.length === 1 ? number(value.data[0]) : null;
	if (gate === GATES.spread) return onesOf(node);
	const parts = inputs.map(toFormula);
	if (parts.includes(null)) return null;
	const [a, b] = parts as Formula[];
	const factor = scaleFactor(node);
	const isEntrywise = node.rows !== 1 && node.cols !== 1;
	if (factor !== null) return factor === -1 ? { kind: "negative", of: a } : product("*", number(factor), a);
	switch (gate) {
		case GATES.plus:
			return sum(a, b, false);
		case GATES.minus:
			return sum(a, b, true);
		case GATES.times:
			return inputs[1].label === null && inputs[1].gate === GATES.reciprocal
				? { kind: "product", sign: "/", factors: [a, (toFormula(inputs[1].inputs[0]) ?? b) as Formula] }
				: product("⊙", a, b);
		case GATES.matmul:
			return { kind: "product", sign: "*", factors: [...factorsOf(inputs[0], a), ...factorsOf(inputs[1], b)] };
		case GATES.scaleBy:
			return { kind: "product", sign: "*", factors: [a, b] };
		case GATES.transpose:
			return { kind: "transpose", of: a };
		case GATES.inverse:
			return { kind: "inverse", of: a };
		case GATES.kron:
			return { kind: "product", sign: "⊗", factors: [a, b] };
		case GATES.reciprocal:
			return { kind: "product", sign: "/", factors: [number(1), a] };
		case GATES.square:
			return { kind: "power", of: a, exponent: number(2), isEntrywise, at: 0 };
		case GATES.raise:
			return { kind: "power", of: a, exponent: b, isEntrywise, at: 0 };
	}
	const exponent = powerExponent(node);
	if (exponent !== null) return { kind: "power", of: a, exponent: number(exponent), isEntrywise, at: 0 };
	return isWord(gate.name) && isByItsName(gate, inputs)
		? { kind: "call", name: gate.name, inputs: parts as Formula[], at: 0 }
		: null;
}

/** Terms of a sum stand in one row, as one types them. */
function sum(a: Formula, b: Formula, isSubtracted: boolean): Formula {
	const before = a.kind === "sum" ? a.terms : [{ isSubtracted: false, of: a }];
	return { kind: "sum", terms: [...before, { isSubtracted, of: b }] };
}

/** A product of matrices needs no parentheses in another one; what is scaled keeps its own. */
function factorsOf({ label, gate }: Node, formula: Formula): readonly Formula[] {
	return label === null && gate === GATES.matmul && formula.kind === "product" ? formula.factors : [formula];
}

function product(sign: "*" | "⊙", a: Formula, b: Formula): Formula {
	const before = a.kind === "product" && a.sign === sign ? a.factors : [a];
	return { kind: "product", sign, factors: [...before, b] };
}

/** s 𝟏, x 𝟏ᵀ, 𝟏 xᵀ: a spread is a product with ones. */
function onesOf({ inputs: [x], rows, cols }: Node): Formula | null {
	const inner = toFormula(x);
	if (inner === null) return null;
	const left = x.rows === rows ? [] : [ONES];
	const right = x.cols === cols ? [] : [ONES_ROW];
	if (left.length + right.length === 2) return null;
	const isOne = inner.kind === "number" && inner.value === 1;
	const factors = isOne ? [...left, ...right] : [...left, inner, ...right];
	return factors.length === 1 ? factors[0] : { kind: "product", sign: "*", factors };
}
