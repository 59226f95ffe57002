/** A scalar that is itself computed, times a matrix: sA. For a number that is known beforehand there is scale(A, c). */
import { ShapeError } from "../errors";
import { asNode, type Node, type Operand, operation, type SymbolicGate } from "../graph/node";
import { Dense } from "../local/dense";
import { Fused } from "../local/fused";
import { Matrix } from "../matrix/matrix";
import { sizeOf } from "../shape";
import { collapse } from "./adjoint";
import { times } from "./arithmetic";
import { identityNode } from "./jacobians";
import { type Known, making } from "./known";
import { juxtaposed, quotient } from "./latex";
import { vec } from "./layout";
import { isOne } from "./shapes";

/** sA. Its local Jacobians: s·I by A, and vec(A) by s. */
const scaleByGate: SymbolicGate = {
	name: "scaleBy",
	shape: (inputs) => {
		const [s, A] = inputs;
		if (s.rows === 1 && s.cols === 1) return A;
		throw new ShapeError("scaleBy", inputs, `${s.name} has to be a scalar, 1×1`, "Entry by entry it is times(A, B).");
	},
	forward: ([s, A], output, kernels) => kernels.add(s.data[0], A, output, 0),
	local: ([s, A], _output, i) =>
		i === 1
			? new Fused([s], ([factor], upstream, downstream, kernels, beta) =>
					kernels.add(factor.data[0], upstream, downstream, beta),
				)
			: new Dense([A], ([whole]) => new Matrix(whole.data.length, 1, whole.data)),
	gradient: ([s, A], _output, i, upstream) => (i === 1 ? scaleBy(s, upstream) : collapse(times(upstream, A), s)),
	jacobian: ([s, A], _output, i) => (i === 1 ? scaleBy(s, identityNode(sizeOf(A))) : vec(A)),
	latex: ([s, A]) => (s.under === undefined ? juxtaposed(s, A) : quotient(A, s.under, true)),
};

/** s·A for a scalar s (1×1) that may be any expression; 1·A is A. @throws ShapeError when s is no scalar */
export const scaleBy: ((s: Operand, A: Operand) => Node) & { readonly known: Known } = making(
	"scaleBy",
	(s: Operand, A: Operand): Node => (isOne(asNode(s)) ? asNode(A) : operation(scaleByGate, [s, A])),
	{ arity: 2, words: ["scaleBy"], build: (_make, inputs) => operation(scaleByGate, inputs) },
);
