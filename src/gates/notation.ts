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
	const kindOf = (name: string): NameKind => {
		if (Object.hasOwn(scope, name)) return "value";
		if (isWord(name) || Object.hasOwn(CONSTANTS, name)) return "function";
		return name === "I" || name === "𝟏" || /^I_?\d+$/.test(name) ? "value" : null;
	};
	return parseFormula(notation, kindOf, Object.keys(scope));
}
