/** Random numbers in every source of some expressions, so that formulas can be compared by value. */

import type { Node } from "../graph/node";
import { topologicalOrder } from "../graph/order";
import { Matrix } from "../matrix/matrix";
import type { Random } from "../matrix/random";
import type { InputValue } from "../run/feed";
import type { ComputationalGraph } from "../run/graph";
import type { Shape } from "../shape";
import { withValue } from "./jacobian";

/** Values for sources that cannot be any number, like labels: by name. */
export type Given = (random: Random) => Readonly<Record<string, InputValue>>;

/** How many examples a batch has where any number would do. */
export const BATCH = 3;

/** Calls `f` with random numbers in every source of the expressions; parameters get their own numbers back afterwards. */
export function atRandomPoint(
	expressions: readonly Node[],
	random: Random,
	given: Given | undefined,
	f: (inputs: Record<string, InputValue>) => void,
): void {
	const sources = new Set(expressions.flatMap((node) => topologicalOrder(node)));
	const fixed = given?.(random) ?? {};
	const inputs: Record<string, InputValue> = {};
	let run = () => f(inputs);
	const size = (dimension: Shape["rows"]) => (dimension === "batch" ? BATCH : dimension);
	for (const source of sources) {
		if (source.role !== "input" && source.role !== "parameter") continue;
		const label = source.label as string;
		const value = fixed[label] ?? random.matrix(size(source.rows), size(source.cols));
		if (source.role === "input") inputs[label] = value;
		else if (value instanceof Matrix) {
			const inner = run;
			run = () => withValue(source, inputs, value, inner);
		}
	}
	run();
}

/** Of the values, those that a graph takes. */
export function ofSources(
	graph: ComputationalGraph,
	inputs: Readonly<Record<string, InputValue>>,
): Record<string, InputValue> {
	const labels = graph.order.filter((node) => node.role === "input").map((node) => node.label as string);
	return Object.fromEntries(labels.map((label) => [label, inputs[label]]));
}
