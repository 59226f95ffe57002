/** The fast engine: a plan that is made once, and run gate by gate forward, edge by edge backward. */
import type { Node } from "../graph/node";
import type { Columns } from "../kernels/kernels";
import type { Matrix } from "../matrix/matrix";
import { jacobianOf } from "../run/jacobian";
import type { Engine, Feed, GraphRun, RunOptions } from "../run/run";
import { type BackwardPlan, planBackward } from "./backward";
import { Plan } from "./plan";

export const fastEngine: Engine = (options) => new FastRun(options);

class FastRun implements GraphRun {
	private readonly plan: Plan;
	private madeBackward: BackwardPlan | null = null;
	/** What is fed before the first step: inputs. */
	private readonly inputs: readonly number[];

	constructor(options: RunOptions) {
		this.plan = new Plan(options);
		this.inputs = options.order.flatMap(({ role }, k) => (role === "input" ? [k] : []));
	}

	forward(feed: Feed): void {
		const { steps, copies, order, values, options } = this.plan;
		for (const k of this.inputs) feed(order[k], values[k]);
		for (const { from, to } of copies) to.data.set(from.data);
		for (const { gate, inputs, output, scratch } of steps) gate.forward(inputs, output, options.kernels, scratch);
	}

	backward(upstream: Matrix): void {
		const { kernels } = this.plan.options;
		const { edges, gradients, touched } = this.backwardPlan;
		for (let k = 0; k < touched.length; k++) touched[k]?.renew(gradients[k] as Matrix);
		gradients[gradients.length - 1]?.data.set(upstream.data);
		for (const { local, upstream, downstream, beta } of edges) local.pull(upstream, downstream, kernels, beta);
	}

	value(node: Node): Matrix | null {
		const k = this.plan.at(node);
		return this.plan.keepsValue(k) ? this.plan.values[k] : null;
	}

	gradient(node: Node): Matrix | null {
		return this.plan.passedBy.has(node) ? null : this.backwardPlan.gradients[this.plan.at(node)];
	}

	jacobian(node: Node): Matrix | null {
		const { plan } = this;
		const k = plan.at(node);
		if (plan.wantsGradient[k] === 0 || plan.passedBy.has(node)) return null;
		const valueAt = (place: number) => plan.values[place];
		return jacobianOf(this.backwardPlan.arrows, plan.values.length - 1, k, valueAt, plan.options.kernels);
	}

	/** Gradients and what moves them; made when they are first asked for. */
	private get backwardPlan(): BackwardPlan {
		this.madeBackward ??= planBackward(this.plan);
		return this.madeBackward;
	}

	release(): void {
		this.plan.buffers.release();
	}

	touchedColumns(node: Node): Columns | null {
		return this.backwardPlan.touched[this.plan.at(node)];
	}
}
