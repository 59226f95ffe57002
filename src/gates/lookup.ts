/** x = L·e with one-hot e, without the product: the column is read where it lies, and its gradient added where it came from. */
import { DataError, ShapeError } from "../errors";
import { Binding, type Gate, within } from "../graph/gate";
import { asNode, type Node, type Operand, operation } from "../graph/node";
import { kronecker } from "../local/kronecker";
import { type Matrix, row } from "../matrix/matrix";

const lookupGate: Gate = {
	name: "lookup",
	shape: (inputs) => {
		const [L, ids] = inputs;
		if (L.rows === "batch" || L.cols === "batch")
			throw new ShapeError(
				"lookup",
				inputs,
				`${L.name} has a batch dimension`,
				"The matrix of word vectors has a fixed size, d×V.",
			);
		if (ids.rows === "batch")
			throw new ShapeError(
				"lookup",
				inputs,
				`${ids.name} has its batch in the rows`,
				'One example is one column: input("ids", 5, "batch").',
			);
		return { rows: L.rows * ids.rows, cols: ids.cols };
	},
	forward: ([L, ids], output, kernels) => {
		requireIndices("lookup", ids, L.cols);
		kernels.gather(L, ids, output);
	},
	// L·E: the window of a batch is a matrix product with one-hot columns.
	local: ([, ids], _output, i) => (i === 0 ? kronecker({ right: { is: "one-hot", indices: ids } }) : null),
	latex: ([L, ids]) => ({ text: `${within(L, Binding.product)}\\,e_{${ids.text}}`, binding: Binding.product }),
};

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

/**
 * Columns of L (d×V) by index. `ids` r×c gives (r·d)×c: each column holds its r word vectors one below the other, so a
 * batch of windows is one lookup. An array of n indices gives d×n.
 * @param ids indices from 0, as an array, or an input given at forward
 * @throws DataError at forward, when an index is not a column of L
 */
export function lookup(L: Operand, ids: Operand | ArrayLike<number>): Node {
	return operation(lookupGate, [L, indexOperand(ids)]);
}
