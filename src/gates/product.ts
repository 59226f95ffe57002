/** The matrix product, of factors as they are or transposed: a transpose is never copied to be multiplied. */
import { type Dimension, ShapeError } from "../errors";
import { Binding, type Gate, within } from "../graph/gate";
import { Fused } from "../local/fused";
import { factor, kronecker } from "../local/kronecker";
import { transposeGate } from "./layout";

/** What the graph makes of matmul(transpose(A), B) and its like. */
export interface ProductGate extends Gate {
	readonly turned: readonly [boolean, boolean];
}

function makeProductGate(turnA: boolean, turnB: boolean): ProductGate {
	return {
		name: "matmul",
		turned: [turnA, turnB],
		shape: (inputs) => {
			const [A, B] = inputs;
			if (A.cols === B.rows) return { rows: A.rows, cols: B.cols };
			const columns = A.cols === 1 ? "1 column" : `${A.cols} columns`;
			const rows = B.rows === 1 ? "1 row" : `${B.rows} rows`;
			const hint = matmulHint(A.rows, A.cols, B.rows, B.cols);
			throw new ShapeError("matmul", inputs, `${A.name} has ${columns} but ${B.name} has ${rows}`, hint);
		},
		forward: ([A, B], C, kernels) => kernels.multiply(A, turnA, B, turnB, C, 0),
		// C = A·B: ∂vec C/∂vec A = Bᵀ ⊗ I, and ∂vec C/∂vec B = I ⊗ A. A factor that is turned gets its gradient turned.
		local: ([A, B], _output, i) => {
			if (i === 0 && turnA)
				return new Fused([B], ([b], upstream, downstream, kernels, beta) =>
					kernels.multiply(b, turnB, upstream, true, downstream, beta),
				);
			if (i === 1 && turnB)
				return new Fused([A], ([a], upstream, downstream, kernels, beta) =>
					kernels.multiply(upstream, true, a, turnA, downstream, beta),
				);
			return i === 0 ? kronecker({ right: factor(B, turnB) }) : kronecker({ left: factor(A, turnA) });
		},
		latex: ([a, b]) => ({
			text: `${within(a, Binding.product)} ${within(b, Binding.product)}`,
			binding: Binding.product,
		}),
		fuse: (inputs, made) => {
			const turns = made.map(({ gate }) => gate === transposeGate);
			if (!turns.includes(true)) return null;
			return {
				gate: productGate(turnA !== turns[0], turnB !== turns[1]),
				inputs: made.map((input, i) => (turns[i] ? input.inputs[0] : inputs[i])),
			};
		},
	};
}

const FACTORS = [false, true];
const gates = FACTORS.map((turnA) => FACTORS.map((turnB) => makeProductGate(turnA, turnB)));

export function productGate(turnA: boolean, turnB: boolean): ProductGate {
	return gates[Number(turnA)][Number(turnB)];
}

function matmulHint(m: Dimension, k: Dimension, rows: Dimension, n: Dimension): string {
	if (k === n && rows !== 1) return "Is the second one to be transposed? Lesson 06.";
	if (m === rows) return "Is the first one to be transposed? Lesson 06.";
	return "Was one of them built with another window size? Lesson 06.";
}
