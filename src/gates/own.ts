/** A gate of one's own, stated as the lecture's pseudo-code does: a forward and a backward function. */
import { type Shape, ShapeError, sameShape } from "../errors";
import { Binding, type Gate } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { Fused } from "../local/fused";
import type { Matrix } from "../matrix/matrix";

/** What a gate of one's own states. */
export interface OwnGate {
	/** What errors, formulas and drawings call it. */
	readonly name: string;
	/** The output's shape; that of the first input by default. */
	readonly shape?: (...inputs: Shape[]) => Shape;
	/** The value, from the values of the inputs. */
	forward(...inputs: Matrix[]): Matrix;
	/** For each input the gradient that is sent to it, in its shape; null for an input without one, like an index. */
	backward(upstream: Matrix, inputs: readonly Matrix[], output: Matrix): readonly (Matrix | null)[];
	/** By number, the inputs that have no gradient. */
	readonly indices?: readonly number[];
}

function gateOf(own: OwnGate): Gate {
	const { name, indices = [] } = own;
	const require = (what: string, found: Shape, wanted: Shape) => {
		if (sameShape(found, wanted)) return;
		const operands = [
			{ ...wanted, name: "wanted" },
			{ ...found, name: "found" },
		].map(({ rows, cols, name }) => ({ rows, cols, name }));
		throw new ShapeError(
			name,
			operands,
			`${what} has another shape than it should`,
			"A gradient has the shape of its input.",
		);
	};
	return {
		name,
		shape: (inputs) => own.shape?.(...inputs) ?? inputs[0],
		forward: (inputs, output, kernels) => {
			const value = own.forward(...inputs);
			require("the value that forward returned", value, output);
			kernels.add(1, value, output, 0);
		},
		local: (inputs, output, i) => {
			if (indices.includes(i)) return null;
			return new Fused([...inputs, output], (operands, upstream, downstream, kernels, beta) => {
				const gradient = own.backward(upstream, operands.slice(0, -1), operands[operands.length - 1])[i];
				if (gradient === null || gradient === undefined) {
					if (beta === 0) downstream.data.fill(0);
					return;
				}
				require(`gradient ${i} that backward returned`, gradient, downstream);
				kernels.add(1, gradient, downstream, beta);
			});
		},
		latex: (inputs) => ({
			text: `\\operatorname{${name}}(${inputs.map(({ text }) => text).join(", ")})`,
			binding: Binding.atom,
		}),
	};
}

/**
 * A gate from a forward and a backward function: `const cube = ownGate({ name: "cube", forward: …, backward: … })`, then
 * `cube(x)` in expressions. `gradcheck` judges it like any other.
 * @throws ShapeError at forward or backward, when one of the functions returns a matrix of another shape
 */
export function ownGate(own: OwnGate): (...operands: Operand[]) => Node {
	const gate = gateOf(own);
	return (...operands) => operation(gate, operands);
}
