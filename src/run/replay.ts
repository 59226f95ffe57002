/** The last passes of a graph once more, plainly and with every number kept: for what the engine did not keep. */
import type { Node } from "../graph/node";
import { asWritten, type Operations } from "../graph/operations";
import { counting, type Work } from "../kernels/counting";
import { reference } from "../kernels/reference";
import type { Matrix } from "../matrix/matrix";
import { PlainRun } from "./plain-run";
import type { Feed, GraphRun, RunOptions } from "./run";

/** What a pass did. */
export interface PassWork extends Work {
	/** Gates computed forward, edges gone along backward. */
	readonly visits: number;
}

export class Replay {
	private readonly runs = new Map<Operations, PlainRun>();
	private readonly written: Operations;

	/**
	 * @param original after its passes
	 * @param upstream where its backward pass began; null where there was none
	 */
	constructor(
		private readonly options: RunOptions,
		private readonly original: GraphRun,
		private readonly upstream: Matrix | null,
	) {
		const written = asWritten(options.order);
		const isSame = written.every((operation, k) => operation?.gate === options.operations[k]?.gate);
		this.written = isSame ? options.operations : written;
	}

	/** With the operations that the graph computes. */
	exactly(): PlainRun {
		return this.of(this.options.operations);
	}

	/** With the operations as they were written: every node has its gradient there. */
	asWritten(): PlainRun {
		return this.of(this.written);
	}

	/** What one pass in each direction costs, as the expression is written. */
	work(): { forward: PassWork; backward: PassWork } {
		const kernels = counting(reference);
		const run = new PlainRun({ ...this.options, operations: this.written, kernels });
		run.forward(this.feed);
		const forward = { ...kernels.takeWork(), visits: this.written.filter((operation) => operation !== null).length };
		run.backward(run.value(this.output()) as Matrix); // any upstream gradient costs the same
		return { forward, backward: { ...kernels.takeWork(), visits: run.edges().length } };
	}

	private of(operations: Operations): PlainRun {
		const known = this.runs.get(operations);
		if (known !== undefined) return known;
		const run = new PlainRun({ ...this.options, operations, kernels: reference });
		run.forward(this.feed);
		if (this.upstream !== null) run.backward(this.upstream);
		this.runs.set(operations, run);
		return run;
	}

	private output(): Node {
		return this.options.order[this.options.order.length - 1];
	}

	/** Inputs and draws are those of the original; parameters are as they are. */
	private readonly feed: Feed = (node, into) => {
		if (node.role !== "input" && node.gate?.drawn !== true) return false;
		into.data.set((this.original.value(node) as Matrix).data);
		return true;
	};
}
