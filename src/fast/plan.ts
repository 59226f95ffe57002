/**
 * Where a graph's numbers lie, and the list of what is done with them: made once for a batch size, run as often as wanted.
 * What has a label is kept, and what the backward pass reads; the other nodes lend each other their memory.
 */

import type { Gate } from "../graph/gate";
import type { Node } from "../graph/node";
import { type Operations, passedBy } from "../graph/operations";
import { Matrix } from "../matrix/matrix";
import type { RunOptions } from "../run/run";
import type { Dimension, Shape } from "../shape";
import { Buffers } from "./buffers";
import { fused } from "./fuse";

/** One gate's turn in the forward pass. */
export interface Step {
	readonly position: number;
	readonly gate: Gate;
	readonly inputs: readonly Matrix[];
	readonly output: Matrix;
	readonly scratch: Matrix;
}

export class Plan {
	/** By position in the topological order; those that are not `kept` are overwritten within a pass. */
	readonly values: Matrix[];
	readonly order: readonly Node[];
	/** No gradient comes by: they have to be asked for elsewhere. */
	readonly passedBy: ReadonlySet<Node>;
	readonly steps: Step[] = [];
	/** Parameters and constants that do not lie where the kernels reach them, or in another precision. */
	readonly copies: { readonly from: Matrix; readonly to: Matrix }[] = [];
	readonly operations: Operations;
	/** By position: whether a gradient flows to this node. */
	readonly wantsGradient: Uint8Array;
	readonly buffers: Buffers;
	private readonly lastRead: Float64Array;

	constructor(readonly options: RunOptions) {
		const { order } = options;
		this.order = order;
		this.operations = fused(order, options.positions, options.operations);
		this.passedBy = passedBy(order, this.operations);
		this.buffers = new Buffers(options.kernels, options.precision);
		this.wantsGradient = new Uint8Array(order.length);
		this.lastRead = new Float64Array(order.length);
		this.findLifetimes();
		this.values = new Array<Matrix>(order.length);
		order.forEach((node, k) => {
			if (node.gate === null) this.values[k] = this.sourceOf(node);
			else this.addStep(k);
		});
	}

	/** Whether a value is still there when a forward pass is over. */
	keepsValue(k: number): boolean {
		return this.lastRead[k] === Number.POSITIVE_INFINITY;
	}

	/** Whether a node's numbers, and its gradient, are there to be asked for. */
	isPinned(k: number): boolean {
		return this.order[k].gate === null || this.order[k].label !== null || k === this.order.length - 1;
	}

	at(node: Node): number {
		return this.options.positions.get(node) as number;
	}

	/** Until when each value is read: a position in the forward pass, or for ever where the backward pass or a reader may ask. */
	private findLifetimes(): void {
		const { order, lastRead, wantsGradient, operations } = this;
		const { wrt } = this.options;
		const forEver = (k: number) => {
			lastRead[k] = Number.POSITIVE_INFINITY;
		};
		order.forEach((node, k) => {
			if (this.isPinned(k)) forEver(k);
			if (node.gate === null && node.role !== "constant" && (wrt === null || wrt.has(node))) wantsGradient[k] = 1;
			const operation = operations[k];
			if (operation === null) return;
			const { gate, inputs } = operation;
			if (gate.drawn === true) forEver(k);
			inputs.forEach((input, i) => {
				const from = this.at(input);
				lastRead[from] = Math.max(lastRead[from], k);
				if (wantsGradient[from] === 0) return;
				const local = gate.local(inputs, node, i, NOTHING);
				if (local === null) return;
				wantsGradient[k] = 1;
				for (const read of local.operands) forEver(this.at(read));
			});
		});
	}

	private sourceOf(node: Node): Matrix {
		const { kernels, precision } = this.options;
		const { value } = node;
		// Inputs are loaded before the first step runs: what a step leaves free is too late for them.
		if (value === null) return this.fresh(node);
		if (value.precision === precision && kernels.isNear(value)) return value;
		const copy = this.buffers.fresh(value.rows, value.cols);
		this.copies.push({ from: value, to: copy });
		return copy;
	}

	private addStep(k: number): void {
		const operation = this.operations[k];
		if (operation === null) return;
		const { gate, inputs } = operation;
		const node = this.order[k];
		const matrices = inputs.map((input) => this.values[this.at(input)]);
		if (gate.inPlace === true) this.releaseLastRead(inputs, k);
		const output = this.make(node);
		this.values[k] = output;
		const scratch = gate.scratch === undefined ? NOTHING : this.make(gate.scratch(inputs));
		if (gate.inPlace !== true) this.releaseLastRead(inputs, k);
		this.steps.push({ position: k, gate, inputs: matrices, output, scratch });
	}

	private releaseLastRead(inputs: readonly Node[], k: number): void {
		inputs.forEach((input, i) => {
			const from = this.at(input);
			if (this.lastRead[from] === k && inputs.indexOf(input) === i) this.buffers.giveBack(this.values[from]);
		});
	}

	private make({ rows, cols }: Shape): Matrix {
		return this.buffers.take(this.size(rows), this.size(cols));
	}

	private fresh({ rows, cols }: Shape): Matrix {
		return this.buffers.fresh(this.size(rows), this.size(cols));
	}

	private size(dimension: Dimension): number {
		return dimension === "batch" ? this.options.batch : dimension;
	}
}

const NOTHING = new Matrix(0, 0);
