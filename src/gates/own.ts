/** A gate of one's own, stated as the lecture's pseudo-code does: a forward and a backward function. */
import { GraphError, ShapeError } from "../errors";
import { Binding, type Gate } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { Fused } from "../local/fused";
import { shown } from "../matrix/checks";
import { Matrix } from "../matrix/matrix";
import { type Shape, sameShape } from "../shape";

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

/** What one call of backward found, until every input has taken its part. */
interface Found {
	readonly operands: readonly Matrix[];
	readonly gradients: readonly (Matrix | null)[];
	readonly taken: Set<number>;
}

/**
 * The gradients of all inputs by one call of backward: the passes ask for one input after the other. An input that asks a
 * second time asks for another pass, and so does whoever comes with other operands.
 */
function onceForAllInputs(own: OwnGate): (i: number, operands: readonly Matrix[], upstream: Matrix) => Matrix | null {
	const found = new WeakMap<Matrix, Found>();
	return (i, operands, upstream) => {
		let known = found.get(upstream);
		if (known === undefined || known.taken.has(i) || known.operands.some((operand, k) => operand !== operands[k])) {
			const inputs = operands.slice(0, -1);
			const gradients = own.backward(upstream, inputs, operands[inputs.length]);
			requireGradients(own.name, gradients, inputs.length);
			known = { operands, gradients, taken: new Set() };
			found.set(upstream, known);
		}
		known.taken.add(i);
		return known.gradients[i];
	};
}

function requireGradients(name: string, gradients: readonly (Matrix | null)[], inputs: number): void {
	if (!Array.isArray(gradients) || gradients.length !== inputs)
		throw new GraphError(
			`${name}: backward has to return a list of as many gradients as there are inputs, ${inputs}, and returned ${Array.isArray(gradients) ? gradients.length : shown(gradients)}. Null stands for an input without one.`,
		);
	const odd = gradients.findIndex((gradient) => gradient !== null && !(gradient instanceof Matrix));
	if (odd >= 0)
		throw new GraphError(
			`${name}: gradient ${odd} that backward returned is ${shown(gradients[odd])}, and has to be a matrix.`,
		);
}

function requireShape(name: string, what: string, found: Shape, wanted: Shape): void {
	if (sameShape(found, wanted)) return;
	const operands = [
		{ name: "wanted", rows: wanted.rows, cols: wanted.cols },
		{ name: "found", rows: found.rows, cols: found.cols },
	];
	throw new ShapeError(
		name,
		operands,
		`${what} has another shape than it should`,
		"A gradient has the shape of its input.",
	);
}

function gateOf(own: OwnGate): Gate {
	const { name, indices = [] } = own;
	const gradientOf = onceForAllInputs(own);
	return {
		name,
		shape: (inputs) => own.shape?.(...inputs) ?? inputs[0],
		forward: (inputs, output, kernels) => {
			const value = own.forward(...inputs);
			if (!(value instanceof Matrix))
				throw new GraphError(`${name}: forward returned ${shown(value)}, and has to return a matrix.`);
			requireShape(name, "the value that forward returned", value, output);
			kernels.add(1, value, output, 0);
		},
		local: (inputs, output, i) => {
			if (indices.includes(i)) return null;
			return new Fused([...inputs, output], (operands, upstream, downstream, kernels, beta) => {
				const gradient = gradientOf(i, operands, upstream);
				if (gradient === null) {
					if (beta === 0) downstream.data.fill(0);
					return;
				}
				requireShape(name, `gradient ${i} that backward returned`, gradient, downstream);
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
 * `backward` is called once in a pass, whatever the number of inputs.
 * @throws ShapeError at forward or backward, when one of the functions returns a matrix of another shape; GraphError when it
 * returns no matrix, or not as many gradients as there are inputs
 */
export function ownGate(own: OwnGate): (...operands: Operand[]) => Node {
	const gate = gateOf(own);
	return (...operands) => operation(gate, operands);
}
