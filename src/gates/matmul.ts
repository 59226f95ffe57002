/** The matrix product. C = A·B has ∂vec C/∂vec A = Bᵀ ⊗ I and ∂vec C/∂vec B = I ⊗ A. */
import { ShapeError } from "../errors";
import { Binding, within } from "../graph/gate";
import type { Operand } from "../graph/node";
import { factor, kronecker } from "../local/kronecker";
import type { Dimension } from "../shape";
import { gate } from "./known";

/** The matrix product A·B: m×k times k×n is m×n. @throws ShapeError when A's columns are not as many as B's rows */
export const matmul = gate<[A: Operand, B: Operand]>({
	name: "matmul",
	arity: 2,
	shape: (inputs) => {
		const [A, B] = inputs;
		if (A.cols === B.rows) return { rows: A.rows, cols: B.cols };
		const columns = A.cols === 1 ? "1 column" : `${A.cols} columns`;
		const rows = B.rows === 1 ? "1 row" : `${B.rows} rows`;
		const hint = hintFor(A.rows, A.cols, B.rows, B.cols);
		throw new ShapeError("matmul", inputs, `${A.name} has ${columns} but ${B.name} has ${rows}`, hint);
	},
	forward: ([A, B], C, kernels) => kernels.multiply(A, false, B, false, C, 0),
	local: ([A, B], _output, i) => (i === 0 ? kronecker({ right: factor(B) }) : kronecker({ left: factor(A) })),
	latex: ([a, b]) => ({
		text: `${within(a, Binding.product)} ${within(b, Binding.product)}`,
		binding: Binding.product,
	}),
});

function hintFor(m: Dimension, k: Dimension, rows: Dimension, n: Dimension): string {
	if (k === n && rows !== 1) return "Is the second one to be transposed? Lesson 06.";
	if (m === rows) return "Is the first one to be transposed? Lesson 06.";
	return "Was one of them built with another window size? Lesson 06.";
}
