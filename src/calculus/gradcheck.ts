/** The gradient check: backprop against numbers, for every entry of every source. */
import { CheckError } from "../errors";
import type { Node } from "../graph/node";
import { relativeError } from "../matrix/matrix";
import type { InputValue } from "../run/feed";
import { ComputationalGraph } from "../run/graph";
import { jacobianOf, numericJacobianOf } from "./jacobian";
import type { Scheme } from "./slope";

/** What a gradient check found. */
export interface GradientReport {
	/** For each source: worst error of an entry, relative to the largest entry (absolute below 1). */
	readonly sources: readonly { readonly name: string; readonly error: number; readonly entries: number }[];
	readonly worst: number;
	readonly tolerance: number;
	/** A line a source. */
	toString(): string;
}

/**
 * Compares backprop with differences for every differentiable source of an expression.
 * @param options.tolerance 1e-9 by default, which Ridders' scheme can keep
 * @throws CheckError naming the sources whose gradient is wrong
 */
export function gradcheck(
	output: Node,
	inputs: Readonly<Record<string, InputValue>> = {},
	options: { tolerance?: number; scheme?: Scheme } = {},
): GradientReport {
	const { tolerance = 1e-9, scheme = "ridders" } = options;
	const graph = new ComputationalGraph(output);
	graph.forward(inputs);
	const sources = differentiableSources(graph).map((source) => {
		const byNumber = numericJacobianOf(graph, source, inputs, scheme).jacobian;
		const byBackprop = jacobianOf(graph, source, inputs);
		return { name: source.name, error: relativeError(byBackprop, byNumber, 1), entries: byNumber.data.length };
	});
	const worst = sources.reduce((largest, { error }) => Math.max(largest, error), 0);
	const report = { sources, worst, tolerance, toString: () => reportText(sources, tolerance) };
	if (worst <= tolerance) return report;
	throw new CheckError(`gradcheck(${output.name}): backprop and numbers disagree.\n${report}`);
}

function reportText(sources: GradientReport["sources"], tolerance: number): string {
	return sources
		.map(
			({ name, error, entries }) =>
				`${error <= tolerance ? "✓" : "✗"} ∂/∂${name}: ${entries} ${entries === 1 ? "entry" : "entries"}, worst error ${error.toExponential(1)}`,
		)
		.join("\n");
}

/** Sources that feed some gate with a derivative: indices and constants are passed over. */
function differentiableSources(graph: ComputationalGraph): Node[] {
	return graph.order.filter((node) => {
		if (node.gate !== null || node.role === "constant") return false;
		const feeds = graph.order.filter((user) => user.inputs.includes(node));
		return (
			feeds.length === 0 ||
			feeds.some((user) => user.inputs.some((input, i) => input === node && user.local(i) !== null))
		);
	});
}
