/** x = L·e with one-hot e, without the product: the column is read where it lies, and its gradient added where it came from. */
import { ShapeError } from "../errors";
import { Binding, type Gate, within } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { kronecker } from "../local/kronecker";
import { indexOperand, requireIndices } from "./indices";
import { making } from "./known";

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

/**
 * Columns of L (d×V) by index. `ids` r×c gives (r·d)×c: each column holds its r word vectors one below the other, so a
 * batch of windows is one lookup. An array of n indices gives d×n.
 * @param ids indices from 0, as an array, or an input given at forward
 * @throws DataError at forward, when an index is not a column of L
 */
export const lookup = making(
	"lookup",
	(L: Operand, ids: Operand | ArrayLike<number>): Node => operation(lookupGate, [L, indexOperand(ids)]),
	{ arity: 2, words: ["lookup"], build: (make, [L, ids]) => make(L, ids) },
);
