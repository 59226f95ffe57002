/** Indices as operands: of columns, of classes. */
import { DataError } from "../errors";
import { asNode, type Node, type Operand } from "../graph/node";
import { row } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";

/** @throws DataError unless every entry is a whole number, 0 ≤ k < count */
export function requireIndices(gate: string, indices: Matrix, count: number): void {
	for (let k = 0; k < indices.data.length; k++) {
		const index = indices.data[k];
		if (Number.isInteger(index) && index >= 0 && index < count) continue;
		throw new DataError(`${gate}: index ${index} at position ${k} is not a whole number from 0 to ${count - 1}.`);
	}
}

/** Indices as an operand: an array is a row, one index per column. */
export function indexOperand(indices: Operand | ArrayLike<number>): Node {
	if (typeof indices === "number") return asNode(row([indices]));
	return typeof indices === "object" && "length" in indices ? asNode(row(indices)) : asNode(indices);
}
