/**
 * Backpropagation, as the lecture writes it.
 *
 *     forward:  visit the nodes in topological order, and let each gate compute its value from its inputs
 *     backward: give the output its gradient, visit the nodes in reverse, and send downstream = upstream × local
 *               along every edge, adding up where paths meet
 *
 * Every node keeps its value and its gradient. The engine room (fast/) gives the same numbers sooner.
 */

import type { Node } from "../graph/node";
import { type Operation, type Operations, passedBy } from "../graph/operations";
import type { Local } from "../local/local";
import { float32 } from "../matrix/make";
import { Matrix } from "../matrix/matrix";
import type { Dimension } from "../shape";
import { type Edge, jacobianOf } from "./jacobian";
import type { Engine, Feed, GraphRun, RunOptions } from "./run";

/** The lecture's algorithm, every number kept: slow, and easy to follow. */
export const plainEngine: Engine = (options) => new PlainRun(options);

export class PlainRun implements GraphRun {
	private readonly values = new Map<Node, Matrix>();
	private readonly gradients = new Map<Node, Matrix>();
	private readonly scratch = new Map<Node, Matrix>();
	private readonly learned: ReadonlySet<Node>;
	private foundPassedBy: ReadonlySet<Node> | null = null;

	constructor(private readonly options: RunOptions) {
		const { order, operations, wrt } = options;
		this.learned = gradientsFlowTo(order, operations, wrt);
	}

	forward(feed: Feed): void {
		const { order, operations, kernels } = this.options;
		order.forEach((node, k) => {
			const operation = operations[k];
			const output = this.sourceOf(node) ?? this.zeros(node);
			this.values.set(node, output);
			if (feed(node, output) || operation === null) return;
			const scratch = this.zeros(operation.gate.scratch?.(operation.inputs) ?? NOTHING);
			operation.gate.forward(this.valuesOf(operation.inputs), output, kernels, scratch);
			this.scratch.set(node, scratch);
		});
	}

	backward(upstream: Matrix): void {
		const { order, kernels } = this.options;
		this.gradients.clear();
		for (const node of this.learned) if (node.gate === null) this.gradients.set(node, this.zeros(node));
		const output = order[order.length - 1];
		if (this.learned.has(output)) this.gradients.set(output, upstream.copy());
		for (const { from, to, local } of this.edges()) {
			const arriving = this.gradients.get(from);
			if (arriving === undefined) continue; // it lends its shape only, or a rewritten operation passes it by
			const sum = this.gradients.get(to);
			const downstream = sum ?? this.zeros(to);
			local.pull(arriving, downstream, kernels, sum === undefined ? 0 : 1); // β = 1 adds: paths meet here
			this.gradients.set(to, downstream);
		}
	}

	/** Every edge along which gradients go, from the output to the sources. */
	edges(): Edge<Node>[] {
		const { order, operations } = this.options;
		return order.toReversed().flatMap((from, k) => {
			const operation = operations[order.length - 1 - k];
			if (operation === null) return [];
			return operation.inputs.flatMap((to, i) => {
				const local = this.learned.has(to) ? this.local(operation, from, i) : null;
				return local === null ? [] : [{ from, to, local }];
			});
		});
	}

	/** Whether a gradient flows to it. */
	isLearned(node: Node): boolean {
		return this.learned.has(node);
	}

	value(node: Node): Matrix | null {
		return this.values.get(node) ?? null;
	}

	gradient(node: Node): Matrix | null {
		return this.passedBy.has(node) ? null : (this.gradients.get(node) ?? null);
	}

	jacobian(node: Node): Matrix | null {
		if (this.passedBy.has(node) || !this.learned.has(node)) return null;
		const { order, kernels } = this.options;
		return jacobianOf(this.edges(), order[order.length - 1], node, (of) => this.values.get(of) as Matrix, kernels);
	}

	/** What a rewritten operation does not pass through any more. */
	private get passedBy(): ReadonlySet<Node> {
		this.foundPassedBy ??= passedBy(this.options.order, this.options.operations);
		return this.foundPassedBy;
	}

	/** Nothing is skipped here. */
	touchedColumns(): null {
		return null;
	}

	/** JavaScript looks after its own memory. */
	release(): void {}

	private local({ gate, inputs }: Operation, output: Node, i: number): Local<Matrix> | null {
		const value = this.values.get(output) as Matrix;
		return gate.local(this.valuesOf(inputs), value, i, this.scratch.get(output) ?? EMPTY);
	}

	private valuesOf(nodes: readonly Node[]): Matrix[] {
		return nodes.map((node) => this.values.get(node) as Matrix);
	}

	/** The numbers that a parameter or a constant carries. */
	private sourceOf({ role, value }: Node): Matrix | null {
		return role === "constant" && value !== null && this.options.precision === "f32" ? float32(value) : value;
	}

	private zeros({ rows, cols }: { rows: Dimension; cols: Dimension }): Matrix {
		const { batch, kernels, precision } = this.options;
		const size = (dimension: Dimension) => (dimension === "batch" ? batch : dimension);
		return kernels.zeros(size(rows), size(cols), precision);
	}
}

/**
 * The nodes to which a gradient flows: sources that are learned or given, and whatever depends on one differentiably.
 * @param wrt only these sources; null for all
 */
function gradientsFlowTo(order: readonly Node[], operations: Operations, wrt: ReadonlySet<Node> | null): Set<Node> {
	const found = new Set<Node>();
	order.forEach((node, k) => {
		const operation = operations[k];
		if (node.gate === null) {
			if (node.role !== "constant" && (wrt?.has(node) ?? true)) found.add(node);
		} else if (
			operation?.inputs.some(
				(to, i) => found.has(to) && operation.gate.local(operation.inputs, node, i, EMPTY) !== null,
			)
		)
			found.add(node);
	});
	return found;
}

const EMPTY = new Matrix(0, 0);
const NOTHING = { rows: 0, cols: 0 };
