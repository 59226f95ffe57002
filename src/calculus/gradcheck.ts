/** The gradient check: backprop against numbers, for every entry of every source. */
import { CheckError } from "../errors";
import type { Node } from "../graph/node";
import type { InputValue } from "../run/feed";
import { ComputationalGraph } from "../run/graph";
import { type ByNumber, compareByNumber } from "./by-number";
import type { Scheme } from "./slope";

/** What a gradient check found of one source. */
export interface SourceReport {
	readonly name: string;
	/** By how much backprop and numbers differ. */
	readonly error: number;
	/** By how much the numbers may be off themselves, as their scheme estimates it. */
	readonly doubt: number;
	readonly verdict: ByNumber["verdict"];
	readonly entries: number;
}

/** What a gradient check found. */
export interface GradientReport {
	/** For each source: worst error of an entry, relative to the largest entry (absolute below 1). */
	readonly sources: readonly SourceReport[];
	readonly worst: number;
	readonly tolerance: number;
	/** A line a source. */
	toString(): string;
}

/**
 * Compares backprop with differences for every differentiable source of an expression.
 * @param options.tolerance 1e-9 by default, which Ridders' scheme can keep
 * @throws CheckError naming the sources whose gradient is wrong, or for which numbers cannot decide at this point
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
		const { error, doubt, verdict, truth } = compareByNumber(graph, source, inputs, tolerance, scheme);
		return { name: source.name, error, doubt, verdict, entries: truth.data.length };
	});
	if (sources.length === 0)
		throw new CheckError(
			`gradcheck(${output.name}): it depends on no parameter or input with a derivative, so there is nothing to check.`,
		);
	const worst = sources.reduce((largest, { error }) => Math.max(largest, error), 0);
	const report = { sources, worst, tolerance, toString: () => reportText(sources) };
	if (worst <= tolerance) return report;
	if (sources.every(({ verdict }) => verdict !== "disagrees"))
		throw new CheckError(
			`gradcheck(${output.name}): numbers cannot decide here, since numeric differentiation itself is off at this point. A kink, a pole or a large cancellation is near: check at another point.\n${report}`,
		);
	throw new CheckError(`gradcheck(${output.name}): backprop and numbers disagree.\n${report}`);
}

const SIGNS: Readonly<Record<ByNumber["verdict"], string>> = { agrees: "✓", disagrees: "✗", "cannot decide": "?" };

function reportText(sources: GradientReport["sources"]): string {
	return sources
		.map(({ name, error, doubt, verdict, entries }) => {
			const off = verdict === "cannot decide" ? `, and numbers may be off by ${doubt.toExponential(1)} themselves` : "";
			return `${SIGNS[verdict]} ∂/∂${name}: ${entries} ${entries === 1 ? "entry" : "entries"}, worst error ${error.toExponential(1)}${off}`;
		})
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
