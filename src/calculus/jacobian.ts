/** The whole Jacobian of an expression: by number, and by backprop. Both m×n, for an output of m numbers and a source of n. */
import { GraphError, shapeText } from "../errors";
import type { InputValue } from "../graph/feed";
import { ComputationalGraph } from "../graph/graph";
import type { Node } from "../graph/node";
import { Matrix } from "../matrix/matrix";
import { SCHEMES, type Scheme } from "./slope";

export interface NumericJacobian {
	/** ∂vec(f(x))/∂vec(x), m×n. */
	readonly jacobian: Matrix;
	/** The largest estimated error of an entry. */
	readonly error: number;
}

/**
 * The Jacobian of any function of a matrix, column by column, by differences.
 * @param f must not change its argument
 * @param scheme Ridders by default, good to about 1e-12
 */
export function numericJacobian(f: (x: Matrix) => Matrix, at: Matrix, scheme: Scheme = "ridders"): NumericJacobian {
	const x = at.copy();
	const m = f(x).data.length;
	const jacobian = new Matrix(m, x.data.length);
	let error = 0;
	for (let j = 0; j < x.data.length; j++) {
		const original = x.data[j];
		// The outputs share their evaluations: each x is evaluated once, whatever the number of outputs.
		const seen = new Map<number, Matrix>();
		const evaluate = (value: number): Matrix => {
			const known = seen.get(value);
			if (known !== undefined) return known;
			x.data[j] = value;
			const result = f(x).copy();
			x.data[j] = original;
			seen.set(value, result);
			return result;
		};
		for (let i = 0; i < m; i++) {
			const slope = SCHEMES[scheme]((value) => evaluate(value).data[i], original);
			jacobian.data[j * m + i] = slope.value;
			error = Math.max(error, slope.error);
		}
	}
	return { jacobian, error };
}

/** The Jacobian of an expression with respect to a source, by backprop: one backward pass per output. */
export function jacobian(output: Node, wrt: Node, inputs: Readonly<Record<string, InputValue>> = {}): Matrix {
	return jacobianOf(new ComputationalGraph(output), wrt, inputs);
}

/** As `jacobian`, for a graph that is there already. */
export function jacobianOf(graph: ComputationalGraph, wrt: Node, inputs: Readonly<Record<string, InputValue>>): Matrix {
	const value = graph.forward(inputs);
	const m = value.data.length;
	const n = graph.borrowValue(wrt).data.length;
	const result = new Matrix(m, n);
	const upstream = new Matrix(value.rows, value.cols);
	for (let i = 0; i < m; i++) {
		upstream.data.fill(0);
		upstream.data[i] = 1;
		const gradient = graph.backward(upstream).borrow(wrt);
		for (let j = 0; j < n; j++) result.data[j * m + i] = gradient.data[j];
	}
	return result;
}

/** Runs `f` with another value in a source, and puts the old one back. For inputs, the record is changed; for parameters, their numbers. */
export function withValue<T>(source: Node, inputs: Record<string, InputValue>, value: Matrix, f: () => T): T {
	if (source.role === "input") {
		const label = source.label as string;
		const before = inputs[label];
		inputs[label] = value;
		try {
			return f();
		} finally {
			inputs[label] = before;
		}
	}
	const own = source.value;
	if (own === null || own.data.length !== value.data.length)
		throw new GraphError(`${source.name} (${shapeText(source)}) cannot take a ${shapeText(value)} value.`);
	const before = own.data.slice();
	own.data.set(value.data);
	try {
		return f();
	} finally {
		own.data.set(before);
	}
}

/** The Jacobian of a graph's output with respect to a source, by differences. */
export function numericJacobianOf(
	graph: ComputationalGraph,
	wrt: Node,
	inputs: Readonly<Record<string, InputValue>>,
	scheme: Scheme = "ridders",
): NumericJacobian {
	graph.forward(inputs);
	const at = graph.value(wrt);
	const values = { ...inputs };
	return numericJacobian((x) => withValue(wrt, values, x, () => graph.forward(values)), at, scheme);
}
