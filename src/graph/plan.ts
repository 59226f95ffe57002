/**
 * Where a graph's numbers lie: one matrix per node for its value, one for its gradient, allocated once for a batch size
 * and used by every run. Local structures refer to these matrices, so they too are made once.
 */
import type { Dimension, Shape } from "../errors";
import type { Local } from "../local/local";
import { Matrix } from "../matrix/matrix";
import type { Node } from "./node";
import { lookedUpBy, TouchedColumns } from "./touched";

/** An input of an operation, and what the gradient has to pass on its way there. */
export interface Edge {
	/** Position of the input in the topological order. */
	readonly to: number;
	readonly local: Local<Matrix>;
}

export class Plan {
	/** By position in the topological order. Parameters and constants lie in their own matrices. */
	readonly values: Matrix[];
	readonly scratch: Matrix[];
	/** Values of each operation's inputs. */
	readonly operands: Matrix[][];
	private gradientMatrices: (Matrix | null)[] | null = null;
	private edgeLists: Edge[][] | null = null;
	private touchedColumns: (TouchedColumns | null)[] = [];

	constructor(
		private readonly order: readonly Node[],
		private readonly positions: ReadonlyMap<Node, number>,
		readonly batch: number,
		private readonly wrt: ReadonlySet<Node> | null,
	) {
		const size = (dimension: Dimension) => (dimension === "batch" ? batch : dimension);
		const make = (shape: Shape) => new Matrix(size(shape.rows), size(shape.cols));
		this.values = order.map((node) => node.value ?? make(node));
		this.scratch = order.map((node) => (node.gate?.scratch ? make(node.gate.scratch(node.inputs)) : NOTHING));
		this.operands = order.map((node) => node.inputs.map((input) => this.values[this.at(input)]));
	}

	/** Gradients by position; null where none is wanted or none exists. Allocated at the first backward pass. */
	get gradients(): (Matrix | null)[] {
		if (this.gradientMatrices === null) this.planBackward();
		return this.gradientMatrices as (Matrix | null)[];
	}

	/** By position: the differentiable inputs of each operation. */
	get edges(): Edge[][] {
		if (this.edgeLists === null) this.planBackward();
		return this.edgeLists as Edge[][];
	}

	/** Zeroes every gradient for a new backward pass. */
	clearGradients(): void {
		this.gradients.forEach((gradient, k) => {
			if (gradient === null) return;
			const touched = this.touchedColumns[k];
			if (touched === null) gradient.data.fill(0);
			else touched.renew(gradient);
		});
	}

	/** The columns of a gradient that may differ from zero; null when all may. */
	touched(k: number): readonly number[] | null {
		return this.touchedColumns[k]?.columns ?? null;
	}

	private at(node: Node): number {
		return this.positions.get(node) as number;
	}

	private planBackward(): void {
		const { values } = this;
		const gradients: (Matrix | null)[] = new Array(values.length).fill(null);
		const edges: Edge[][] = new Array(values.length);
		this.order.forEach((node, k) => {
			const { gate } = node;
			const own: Edge[] = [];
			if (gate !== null) {
				node.inputs.forEach((input, i) => {
					const to = this.at(input);
					if (gradients[to] === null) return;
					const local = gate.local(this.operands[k], values[k], i, this.scratch[k]);
					if (local !== null) own.push({ to, local });
				});
			}
			edges[k] = own;
			const isSource = gate === null && node.role !== "constant" && (this.wrt === null || this.wrt.has(node));
			if (isSource || own.length > 0) gradients[k] = new Matrix(values[k].rows, values[k].cols);
		});
		this.gradientMatrices = gradients;
		this.edgeLists = edges;
		this.touchedColumns = touchedColumnsOf(edges);
	}
}

/** By position: the columns that lookups touch, where nothing but lookups leads to a node. */
function touchedColumnsOf(edges: readonly Edge[][]): (TouchedColumns | null)[] {
	const lookups: (Matrix[] | null)[] = edges.map(() => []);
	for (const { to, local } of edges.flat()) {
		const indices = lookedUpBy(local);
		if (indices === null) lookups[to] = null;
		else lookups[to]?.push(indices);
	}
	return lookups.map((indices) => (indices === null || indices.length === 0 ? null : new TouchedColumns(indices)));
}

const NOTHING = new Matrix(0, 0);
