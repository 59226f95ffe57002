/**
 * From the lecture's notation to a graph: `expression("u' * tanh(W*x + b)", { u, W, x, b })`.
 *
 *     sum      entries, then any number of + or − entries
 *     entries  product, then any number of ⊙ ⊘ ⊗ product (⊙ and ⊘ may be typed .* and ./)
 *     product  factor, then any number of * / factor; two factors side by side are a product, too: W x
 *     factor   − factor, or an atom with any number of ' ᵀ ^T ⁻¹ ⁻ᵀ ² ^exponent .^exponent behind it
 *     atom     a number, a name, a function of expressions, f'(…) for a slope, or an expression in parentheses
 *
 * It reads as the library prints: A ⊙ B C is A ⊙ (B C), and each row above is read from left to right. `*` is the matrix
 * product, or scaling when one side is a number or a scalar; ⊙ goes entry by entry, and so do / and ⊘, where a number or a
 * scalar may stand on either side, and ^. X⁻¹, inv(X) and X^-T are inverses; X^-1 and X^2 of a square matrix are refused, for
 * they mean one thing to the one and another to the other: .^ (or ^⊙) says entry by entry. I, and vector(1), a column of ones
 * (𝟏), take the size of what stands beside them; I_3 says it, and matrix(1) is a matrix of ones.
 */
import { DataError } from "../errors";
import type { Node } from "../graph/node";
import { shown } from "../matrix/checks";
import { builtFormula, type Scope } from "./build";
import type { Formula } from "./formula";
import { type NameKind, parseFormula } from "./parser";
import { isWord } from "./registry";
import { CONSTANTS } from "./unsized";

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
	return parseFormula(notation, (name) => kindOf(name, scope), Object.keys(scope));
}

function kindOf(name: string, scope: Scope): NameKind {
	const isFunction = isWord(name) || Object.hasOwn(CONSTANTS, name);
	if (Object.hasOwn(scope, name)) return isFunction ? "both" : "value";
	if (isFunction) return "function";
	return ["I", "𝕀", "𝟏"].includes(name) || /^I_?\d+$/.test(name) ? "value" : null;
}

/** Whether a name stands for something that has a value. */
export function isName(name: string, scope: Scope): boolean {
	return ["value", "both"].includes(kindOf(name, scope) ?? "");
}
