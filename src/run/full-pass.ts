/** The last passes of a graph once more, in plain kernels and with every number kept: for who asks what a lean plan gave away. */
import { GraphError } from "../errors";
import { Plan } from "../fast/plan";
import { runBackward, runForward } from "../fast/run";
import type { Node } from "../graph/node";
import { counting, type Work } from "../kernels/counting";
import { reference } from "../kernels/reference";
import { type Matrix, relativeError } from "../matrix/matrix";

/** What a pass did. */
export interface PassWork extends Work {
	/** Gates computed forward, edges gone along backward. */
	readonly visits: number;
}

export class FullPass {
	private plan: Plan | null = null;
	private isCurrent = false;

	/** @param inputs the graph's inputs, whose numbers are taken over */
	constructor(private readonly inputs: readonly Node[]) {}

	/** The graph has run forward: what is here belongs to a pass before. */
	isOutdated(): void {
		this.isCurrent = false;
	}

	/** The graph has run backward. */
	follow(upstream: Matrix | undefined): void {
		if (this.isCurrent) runBackward(this.plan as Plan, upstream);
	}

	/**
	 * @param what is asked for, to be named in errors
	 * @param lean the plan of the last forward pass
	 * @param backward the backward pass since, with the gradient that it began with (1 where undefined); null for none
	 */
	of(what: string, lean: Plan, backward: { readonly upstream: Matrix | undefined } | null): Plan {
		if (this.plan !== null && this.isCurrent) return this.plan;
		if (this.plan?.options.batch !== lean.options.batch) this.plan = this.copyOf(lean, reference);
		const full = this.plan as Plan;
		this.takeInputs(lean, full);
		for (const { position, gate, inputs, output, scratch } of full.steps) {
			if (gate.drawn === true) output.data.set(lean.values[position].data);
			else gate.forward(inputs, output, reference, scratch);
		}
		requireSamePass(what, lean, full);
		if (backward !== null) runBackward(full, backward.upstream);
		this.isCurrent = true;
		return full;
	}

	/** What one pass in each direction costs, as the expression is written. */
	workOf(lean: Plan): { forward: PassWork; backward: PassWork } {
		const kernels = counting(reference);
		const plan = this.copyOf(lean, kernels);
		this.takeInputs(lean, plan);
		runForward(plan);
		const forward = { ...kernels.takeWork(), visits: plan.steps.length };
		if (plan.values[plan.values.length - 1].data.length === 1) runBackward(plan);
		else runBackward(plan, plan.values[plan.values.length - 1]); // any upstream gradient costs the same
		return { forward, backward: { ...kernels.takeWork(), visits: plan.backward.edges.length } };
	}

	private copyOf({ order, positions, options }: Plan, kernels: Plan["options"]["kernels"]): Plan {
		return new Plan(order, positions, { ...options, kernels, lean: false });
	}

	private takeInputs(from: Plan, to: Plan): void {
		for (const node of this.inputs) to.values[to.at(node)].data.set(from.values[from.at(node)].data);
	}
}

/** What was not kept is computed from the parameters as they are now: they must be those of the last forward pass. */
function requireSamePass(what: string, lean: Plan, full: Plan): void {
	const last = lean.values.length - 1;
	const [then, now] = [lean.values[last], full.values[last]];
	const finite = [then, now].every(({ data }) => data.every(Number.isFinite));
	const tolerance = lean.options.precision === "f64" ? 1e-9 : 1e-2;
	if (!finite || relativeError(then, now, 1e-3) <= tolerance) return;
	throw new GraphError(
		`${what}: a number was asked for that the last pass did not keep, and the parameters have changed since. Ask before the optimizer's step, or give the node a name, node.named("z"): what has a name is kept.`,
	);
}
