/** The matrices that a derivation in Jacobian form is written with: diag(v), A ⊗ B, I. */
import { ShapeError } from "../errors";
import { Binding, within } from "../graph/gate";
import { ownLetter } from "../graph/letters";
import { constant, type Node, type Operand } from "../graph/node";
import { Dense } from "../local/dense";
import { kroneckerProduct } from "../local/kronecker";
import { requireWhole } from "../matrix/checks";
import { fill, identityMatrix } from "../matrix/make";
import { Matrix } from "../matrix/matrix";
import { sizeOf } from "../shape";
import { matmul, plus, transpose } from "./arithmetic";
import { onDiagonal } from "./choices";
import { type GateFunction, gate } from "./known";

/** The square matrix with v on its diagonal. @throws ShapeError when v is no vector */
export const diag = gate<[v: Operand]>({
	name: "diag",
	arity: 1,
	shape: (inputs) => {
		const [v] = inputs;
		if (v.rows !== 1 && v.cols !== 1)
			throw new ShapeError(
				"diag",
				inputs,
				`${v.name} is no vector`,
				"diag takes a column or a row; vec(A) makes a column of a matrix.",
			);
		return { rows: sizeOf(v), cols: sizeOf(v) };
	},
	forward: ([v], output) => {
		output.data.fill(0);
		for (let i = 0; i < v.data.length; i++) output.data[i * (v.data.length + 1)] = v.data[i];
	},
	local: () => onDiagonal,
	latex: ([v]) => ({ text: `\\operatorname{diag}(${v.text})`, binding: Binding.atom }),
});

/** A ⊗ B: every entry of A, times all of B. For an m×n and an r×s matrix, mr×ns. */
export const kron: GateFunction<[A: Operand, B: Operand]> = gate({
	name: "kron",
	arity: 2,
	shape: (inputs) => {
		const [A, B] = inputs;
		if ([A.rows, A.cols, B.rows, B.cols].includes("batch"))
			throw new ShapeError("kron", inputs, "a dimension is the batch", "A written-out Jacobian needs known sizes.");
		return { rows: sizeOf({ rows: A.rows, cols: B.rows }), cols: sizeOf({ rows: A.cols, cols: B.cols }) };
	},
	forward: ([A, B], output) => output.data.set(kroneckerProduct(A, B).data),
	local: (inputs, _output, i) => new Dense(inputs, ([A, B]) => productJacobian(A, B, i)),
	gradient: (inputs, _output, i, upstream) => pulledFromKron(upstream, inputs[i], inputs[1 - i], i === 0),
	latex: ([a, b]) => ({
		text: `(${within(a, Binding.product)} \\otimes ${within(b, Binding.product)})`,
		binding: Binding.atom,
	}),
});

/** ∂s/∂A = Σₖ (I ⊗ eₖᵀ) ∂s/∂(A ⊗ B) (I ⊗ Bᵀeₖ), a term for each row of B; the other way round for B. */
function pulledFromKron(upstream: Node, own: Node, other: Node, isLeft: boolean): Node {
	const beside = (size: Node["rows"], e: Node) => {
		const I = identityNode(size as number);
		return isLeft ? kron(I, e) : kron(e, I);
	};
	const count = other.rows as number;
	const terms = Array.from({ length: count }, (_, k) => {
		const e = constant(
			fill(count, 1, (i) => (i === k ? 1 : 0)),
			`e_${k + 1}`,
		);
		const left = matmul(beside(own.rows, transpose(e)), upstream);
		return matmul(left, beside(own.cols, matmul(transpose(other), e)));
	});
	return terms.reduce((sum, term) => plus(sum, term));
}

/** ∂vec(A ⊗ B)/∂vec(A or B): entry (p·r + q) of the product is A's times B's. */
function productJacobian(A: Matrix, B: Matrix, which: number): Matrix {
	const [rows, cols] = [A.rows * B.rows, A.cols * B.cols];
	const own = which === 0 ? A : B;
	const jacobian = new Matrix(rows * cols, own.data.length);
	for (let k = 0; k < rows * cols; k++) {
		const [i, j] = [k % rows, Math.floor(k / rows)];
		const a = Math.floor(j / B.cols) * A.rows + Math.floor(i / B.rows);
		const b = (j % B.cols) * B.rows + (i % B.rows);
		jacobian.data[(which === 0 ? a : b) * rows * cols + k] = which === 0 ? B.data[b] : A.data[a];
	}
	return jacobian;
}

/** I, n×n, as a node. @throws DataError unless n is a known size */
export function identityNode(n: number): Node {
	requireWhole("identityNode", "the number of rows", n, 1);
	return ownLetter(constant(identityMatrix(n), "I"), "I");
}
