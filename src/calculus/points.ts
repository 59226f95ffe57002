/** Random points at which a derivative is known, and the value of any expression there. */
import type { Node } from "../graph/node";
import { topologicalOrder } from "../graph/order";
import { reference } from "../kernels/reference";
import { relativeError } from "../matrix/make";
import { Matrix } from "../matrix/matrix";
import { Random } from "../matrix/random";
import { ComputationalGraph } from "../run/graph";
import { toJacobian, toShape } from "./convention";
import { jacobianOf } from "./jacobian";
import type { Form } from "./line";
import { atRandomPoint, type Given, isAllFinite, ofSources } from "./random-point";

/** A point, and the derivative there. */
interface Point {
	/** What is known so far: the sources, and every node that was asked for. */
	readonly values: Map<Node, Matrix>;
	readonly jacobian: Matrix;
}

/** As good as equal: the digits of two ways of computing. */
const TOLERANCE = 1e-8;

/** A derivative at some random points. */
export class Points {
	private readonly points: readonly Point[];

	constructor(
		readonly of: Node,
		readonly wrt: Node,
		options: { seed: number; count: number; inputs?: Given },
	) {
		const random = new Random(options.seed);
		const graph = new ComputationalGraph(of);
		this.points = Array.from({ length: options.count }, () => {
			const values = new Map<Node, Matrix>();
			let jacobian = new Matrix(0, 0);
			atRandomPoint([of], random, options.inputs, (inputs) => {
				jacobian = jacobianOf(graph, wrt, ofSources(graph, inputs)).copy();
				for (const node of graph.order) values.set(node, graph.value(node).copy());
				return isAllFinite(jacobian) && isAllFinite(values.get(of) as Matrix);
			});
			return { values, jacobian };
		});
	}

	/** The value at the points; null where it has none, as an inverse of a singular matrix. */
	valuesOf(node: Node): Matrix[] | null {
		try {
			return this.points.map((point) => valueAt(node, point.values));
		} catch {
			return null;
		}
	}

	/** In which form values are the derivative; null where they are not. */
	formOf(values: readonly Matrix[]): Form | null {
		const forms: readonly Form[] = ["jacobian", "shape"];
		return forms.find((form) => values.every((value, k) => close(value, this.wanted(form, k)))) ?? null;
	}

	/** The derivative at a point. */
	wanted(form: Form, k: number): Matrix {
		const { jacobian } = this.points[k];
		return form === "jacobian" ? jacobian : inShapeOf(jacobian, this.wrt);
	}

	/** The derivative in the form whose shape a value has; null where it has neither. */
	likeIn(value: Matrix, k: number): Matrix | null {
		const fits = ([this.wanted("jacobian", k), this.wanted("shape", k)] as const).find(
			({ rows, cols }) => rows === value.rows && cols === value.cols,
		);
		return fits ?? null;
	}
}

function inShapeOf(jacobian: Matrix, { rows, cols }: Node): Matrix {
	const isKnown = rows !== "batch" && cols !== "batch";
	return jacobian.rows === 1 && isKnown ? toShape(jacobian, { rows, cols }) : jacobian;
}

/** Same shape, same numbers. */
export function close(a: Matrix, b: Matrix): boolean {
	return a.rows === b.rows && a.cols === b.cols && relativeError(a, b, 1e-6) <= TOLERANCE;
}

/** The same numbers as a row, whatever their shape. */
export const asJacobian = (value: Matrix): Matrix => toJacobian(value);

function valueAt(node: Node, known: Map<Node, Matrix>): Matrix {
	for (const part of topologicalOrder(node)) {
		if (known.has(part)) continue;
		if (part.gate === null) {
			known.set(part, part.value as Matrix);
			continue;
		}
		const inputs = part.inputs.map((input) => known.get(input) as Matrix);
		const named = inputs.map(({ rows, cols }, k) => ({ rows, cols, name: part.inputs[k].name }));
		const { rows, cols } = part.gate.shape(named);
		const scratch = part.gate.scratch?.(named) ?? { rows: 0, cols: 0 };
		const output = new Matrix(rows as number, cols as number);
		part.gate.forward(inputs, output, reference, new Matrix(scratch.rows as number, scratch.cols as number));
		known.set(part, output);
	}
	return known.get(node) as Matrix;
}
