/** The checks of operands that gates share. */
import { ShapeError } from "../errors";
import type { NamedShape } from "../graph/gate";
import type { Node } from "../graph/node";
import { type Shape, sameShape } from "../shape";

export function requireSameShape(gate: string, inputs: readonly NamedShape[]): void {
	const [a, b] = inputs;
	if (sameShape(a, b)) return;
	const transposed = a.rows === b.cols && a.cols === b.rows;
	const isNumber = ({ rows, cols }: Shape) => rows === 1 && cols === 1;
	const hint = transposed
		? "One of them is the transpose of the other's shape: transpose it. Nothing is broadcast here. Lesson 06."
		: isNumber(a) || isNumber(b)
			? "Nothing is broadcast here: a number for each entry is spread(1, x), and vector(1) or matrix(1) in a typed formula. Lesson 06."
			: "Nothing is broadcast here: a bias is added to a batch by addColumn(Z, b). Lesson 06.";
	throw new ShapeError(gate, inputs, "the shapes differ", hint);
}

export function requireColumn(gate: string, inputs: readonly NamedShape[], which: number): void {
	const input = inputs[which];
	if (input.cols === 1) return;
	throw new ShapeError(gate, inputs, `${input.name} has to be a column, n×1`, "Did you mean its transpose?");
}

export function requireSquare(gate: string, inputs: readonly NamedShape[]): void {
	const [A] = inputs;
	if (A.rows === A.cols && A.rows !== "batch") return;
	throw new ShapeError(gate, inputs, `${A.name} is not square`, "Only a square matrix of a known size has one.");
}

/** The shape of a gate that makes a number of a square matrix. */
export function scalarOfSquare(gate: string): (inputs: readonly NamedShape[]) => Shape {
	return (inputs) => {
		requireSquare(gate, inputs);
		return { rows: 1, cols: 1 };
	};
}

/** Whether it is the number 1, as the gradient of an output by itself is. */
export function isOne({ role, label, value }: Node): boolean {
	return role === "constant" && label === null && value?.data.length === 1 && value.data[0] === 1;
}
