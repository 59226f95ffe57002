/** The whole Jacobian of an expression: by number, and by backprop. Both m×n, for an output of m numbers and a source of n. */
import { GraphError } from "../errors";
import type { Node } from "../graph/node";
import { Matrix, type Numbers } from "../matrix/matrix";
import type { InputValue } from "../run/feed";
import { ComputationalGraph } from "../run/graph";
import { shapeText } from "../shape";
import { type Function1, SCHEMES, type Scheme, type Slope } from "./slope";

/** The slope of a function at a point, however it is found. */
type SlopeScheme = (f: Function1, x: number) => Slope;

/** A Jacobian by differences, and how good it is. */
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
	return byColumns(x, () => f(x), scheme);
}

/**
 * Moves one number after the other, and looks at what comes out.
 * @param moved is changed in place, and put back
 * @param evaluate the output for the numbers as they are; may be the same matrix each time
 */
function byColumns(moved: Matrix, evaluate: () => Matrix, scheme: Scheme | SlopeScheme): NumericJacobian {
	const m = evaluate().data.length;
	const jacobian = new Matrix(m, moved.data.length);
	if (typeof scheme === "string" && !Object.hasOwn(SCHEMES, scheme))
		throw new GraphError(
			`There is no scheme “${scheme}” of differences. There are ${Object.keys(SCHEMES).join(", ")}.`,
		);
	const slopeOf = typeof scheme === "string" ? SCHEMES[scheme] : scheme;
	const samples = new Samples(moved.data, evaluate);
	let error = 0;
	for (let j = 0; j < moved.data.length; j++) {
		const original = moved.data[j];
		samples.begin(j);
		try {
			for (let i = 0; i < m; i++) {
				const slope = slopeOf((value) => samples.at(value)[i], original);
				jacobian.data[j * m + i] = slope.value;
				error = Math.max(error, slope.error);
			}
		} finally {
			moved.data[j] = original;
		}
	}
	return { jacobian, error };
}

/**
 * What comes out for some values of one number. The outputs share their evaluations: each value is tried once, whatever
 * the number of outputs. Each of them asks for the same values in the same order, so the next one is found at once; the
 * buffers are kept from one number to the next.
 */
class Samples {
	private readonly tried: number[] = [];
	private readonly outputs: Numbers[] = [];
	private j = 0;
	private next = 0;

	constructor(
		private readonly numbers: Numbers,
		private readonly evaluate: () => Matrix,
	) {}

	/** Moves the number at this place from now on. */
	begin(j: number): void {
		this.j = j;
		this.tried.length = 0;
	}

	at(value: number): Numbers {
		const { tried } = this;
		let k = tried[this.next] === value ? this.next : tried.findIndex((one) => Object.is(one, value)); // may be NaN
		if (k < 0) {
			k = tried.length;
			this.numbers[this.j] = value;
			const { data } = this.evaluate();
			if (this.outputs[k] === undefined) this.outputs[k] = data.slice();
			else this.outputs[k].set(data);
			tried.push(value);
		}
		this.next = k + 1 < tried.length ? k + 1 : 0;
		return this.outputs[k];
	}
}

/** The Jacobian of an expression with respect to a source, by the product of local Jacobians along its paths. */
export function jacobian(output: Node, wrt: Node, inputs: Readonly<Record<string, InputValue>> = {}): Matrix {
	return jacobianOf(new ComputationalGraph(output), wrt, inputs);
}

/** As `jacobian`, for a graph that is there already. */
export function jacobianOf(graph: ComputationalGraph, wrt: Node, inputs: Readonly<Record<string, InputValue>>): Matrix {
	graph.forward(inputs);
	return graph.jacobian(wrt);
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
	scheme: Scheme | SlopeScheme = "ridders",
): NumericJacobian {
	graph.forward(inputs);
	const twin = graph.order.find((node) => node !== wrt && node.value !== null && node.value.data === wrt.value?.data);
	if (twin !== undefined)
		throw new GraphError(
			`${wrt.name} and ${twin.name} share their numbers, so that neither can be moved alone. Give each a matrix of its own: parameter("${twin.name}", A.copy()).`,
		);
	if (wrt.value !== null) return byColumns(wrt.value, () => graph.forward(inputs), scheme);
	const at = graph.value(wrt);
	const values = { ...inputs, [wrt.label as string]: at };
	return byColumns(at, () => graph.forward(values), scheme);
}
