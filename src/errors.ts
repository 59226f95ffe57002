/**
 * Errors as part of the lesson: what, the operands with their shapes, why, and what to do.
 *
 * `matmul(W, x): W has 4 columns but x has 5 rows (W is 3×4, x is 5×1). Was x built with another window size? Lesson 06.`
 */
import { type Shape, shapeText } from "./shape";

/** An operand as an error names it. */
export interface NamedOperand extends Shape {
	name: string;
}

/** Operands whose shapes do not fit an operation. */
export class ShapeError extends Error {
	override name = "ShapeError";

	/**
	 * @param operation as in `matmul`
	 * @param why what does not fit, naming the operands
	 * @param hint what to do about it, and where to read on
	 */
	constructor(
		readonly operation: string,
		readonly operands: readonly NamedOperand[],
		why: string,
		hint: string,
	) {
		const names = operands.map(({ name }) => name).join(", ");
		const shapes = operands.map((operand) => `${operand.name} is ${shapeText(operand)}`).join(", ");
		super(`${operation}(${names}): ${why} (${shapes}). ${hint}`);
	}
}

/** A graph that cannot be run as asked: a missing input, a backward pass before a forward one, a cycle. */
export class GraphError extends Error {
	override name = "GraphError";
}

/** Data that is not what it should be. Names the file and line where there is one. */
export class DataError extends Error {
	override name = "DataError";
}

/** A derivation with a line that does not follow, or a gradient that fails its check. */
export class CheckError extends Error {
	override name = "CheckError";
}
