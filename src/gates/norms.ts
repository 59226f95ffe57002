/** Norms: ‖x‖₁, ‖x‖₂, ‖A‖_F, each 1×1. Where one has no slope, at 0, it is 0 by convention. */
import { ShapeError } from "../errors";
import { Binding } from "../graph/gate";
import type { Operand, SymbolicGate } from "../graph/node";
import { Row } from "../local/row";
import type { Matrix } from "../matrix/matrix";
import { sign } from "./absolute";
import { type GateFunction, gate } from "./known";
import { reciprocal } from "./powers";
import { scaleBy } from "./scale-by";

const scalarShape = () => ({ rows: 1, cols: 1 });

/** Σ|aᵢⱼ|, 1×1. Its gradient is the sign of each entry. */
export const norm1 = gate<[A: Operand]>({
	name: "norm1",
	arity: 1,
	shape: scalarShape,
	forward: ([A], output) => {
		output.data[0] = A.data.reduce((sum: number, entry: number) => sum + Math.abs(entry), 0);
	},
	local: ([A]) =>
		new Row([A], ([value], upstream, downstream, kernels, beta) => {
			const signs = value.copy();
			for (let k = 0; k < signs.data.length; k++) signs.data[k] = Math.sign(signs.data[k]);
			kernels.add(upstream, signs, downstream, beta);
		}),
	gradient: ([A], _output, _i, upstream) => scaleBy(upstream, sign(A)),
	latex: ([a]) => ({ text: `\\lVert ${a.text} \\rVert_1`, binding: Binding.atom }),
});

/** Between these a sum of squares has lost nothing that counts. */
const [LEAST, MOST] = [1e-290, 1e300];

/** The norm as its largest entry times what stands beside it: squares of 1e200 are infinite, and those of 1e-200 are 0. */
function scaledNorm({ data }: Matrix): number {
	const largest = data.reduce((most: number, entry: number) => Math.max(most, Math.abs(entry)), 0);
	if (largest === 0 || !Number.isFinite(largest)) return largest;
	return largest * Math.sqrt(data.reduce((sum: number, entry: number) => sum + (entry / largest) ** 2, 0));
}

/** √ of the sum of all squares: of a vector, or of a matrix as if it were one. */
function euclidean(name: string, index: string, shape: SymbolicGate["shape"]): GateFunction<[A: Operand]> {
	return gate({
		name,
		arity: 1,
		shape,
		forward: ([A], output, kernels) => {
			kernels.squares(1, A, output);
			const squares = output.data[0];
			output.data[0] = squares > LEAST && squares < MOST ? Math.sqrt(squares) : scaledNorm(A);
		},
		local: ([A], output) =>
			new Row([A, output], ([value, norm], upstream, downstream, kernels, beta) =>
				kernels.add(norm.data[0] === 0 ? 0 : upstream / norm.data[0], value, downstream, beta),
			),
		gradient: ([A], output, _i, upstream) => scaleBy(upstream, scaleBy(reciprocal(output), A)),
		latex: ([a]) => ({ text: `\\lVert ${a.text} \\rVert_${index}`, binding: Binding.atom }),
	});
}

/** √(Σxᵢ²) of a vector, 1×1. Its gradient is x/‖x‖₂. @throws ShapeError for a matrix */
export const norm2 = euclidean("norm2", "2", (inputs) => {
	const [x] = inputs;
	if (x.rows === 1 || x.cols === 1) return scalarShape();
	const hint =
		"The 2-norm of a matrix is its largest stretch, which is not here; frobenius(A) is the root of all squares.";
	throw new ShapeError("norm2", inputs, `${x.name} is no vector`, hint);
});

/** √(Σaᵢⱼ²) of all entries, 1×1. Its gradient is A/‖A‖_F. */
export const frobenius = euclidean("frobenius", "F", scalarShape);
