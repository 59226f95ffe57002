/** Runs a plan: gate by gate forward, edge by edge backward, and nudge by nudge in forward mode. */
import { Matrix } from "../matrix/matrix";
import type { Plan } from "./plan";

export function runForward(plan: Plan): void {
	const { kernels } = plan.options;
	for (const { gate, inputs, output, scratch } of plan.steps) gate.forward(inputs, output, kernels, scratch);
}

/** @param upstream gradient at the output; 1 by default */
export function runBackward(plan: Plan, upstream?: Matrix): void {
	const { kernels } = plan.options;
	const { edges, gradients, touched } = plan.backward;
	for (let k = 0; k < touched.length; k++) touched[k]?.renew(gradients[k] as Matrix);
	const start = gradients[gradients.length - 1];
	if (upstream === undefined) start?.data.fill(1);
	else start?.data.set(upstream.data);
	for (const { local, upstream, downstream, beta } of edges) local.pull(upstream, downstream, kernels, beta);
}

/** Forward mode: how the output moves when nodes move by `moved`, given by position. @param plan a full one */
export function runTangent(plan: Plan, moved: Map<number, Matrix>): Matrix {
	const { values, options } = plan;
	const { edges } = plan.backward;
	for (let e = edges.length - 1; e >= 0; e--) {
		const { from, to, local } = edges[e];
		const nudge = moved.get(to);
		if (nudge === undefined) continue;
		const sum = moved.get(from) ?? new Matrix(values[from].rows, values[from].cols);
		moved.set(from, sum);
		local.push(nudge, sum, options.kernels);
	}
	const output = values[values.length - 1];
	return moved.get(values.length - 1)?.copy() ?? new Matrix(output.rows, output.cols);
}
