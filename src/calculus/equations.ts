/** A typed line is an equation, `ds/dW = … = …`: its left side, which may only name the derivative, and every part that is read. */
import { DataError } from "../errors";
import type { Node } from "../graph/node";

/** ds/dW, ∂s/∂W, d(x'Ax)/dx. */
const DERIVATIVE = /^[d∂]\s*(?:\(.*\)|[\p{L}\p{N}_]*)\s*\/\s*[d∂]\s*([\p{L}\p{N}_]+)$/u;
/** What somebody calls the derivative: J, ∇f. */
const NAME = /^[∇\p{L}][\p{L}\p{N}_]*$/u;

/**
 * The formulas of a line, from left to right; all of them have to be the derivative.
 * @param isFormula whether a name stands for something that has a value
 * @throws DataError for an empty part, and for the derivative by another variable
 */
export function partsOfLine(line: string, wrt: Node, isFormula: (name: string) => boolean): string[] {
	const [first, ...rest] = line.split(/[=≙]/).map((part) => part.trim());
	const by = DERIVATIVE.exec(first)?.[1];
	if (by !== undefined && by !== wrt.label)
		throw new DataError(`${first} is the derivative by ${by}, and this derivation is by ${wrt.name}.`);
	const isLeftSide = rest.length > 0 && (first === "" || by !== undefined || (NAME.test(first) && !isFormula(first)));
	const parts = isLeftSide ? rest : [first, ...rest];
	if (parts.includes(""))
		throw new DataError(rest.length === 0 ? "The line is empty." : "Nothing stands beside an “=”.");
	return parts;
}
