/** Random numbers in every source of some expressions, so that formulas can be compared by value. */

import { CheckError } from "../errors";
import type { Node } from "../graph/node";
import { topologicalOrder } from "../graph/order";
import { Matrix } from "../matrix/matrix";
import type { Random } from "../matrix/random";
import type { InputValue } from "../run/feed";
import type { ComputationalGraph } from "../run/graph";
import type { Shape } from "../shape";
import { withValue } from "./jacobian";

/** Values for sources that cannot be any number, like labels, or what has to be positive: by name. */
export type Given = (random: Random) => Readonly<Record<string, InputValue>>;

/** How many examples a batch has where any number would do. */
export const BATCH = 3;

/** So many points are tried; every second one has positive numbers only, since roots and logarithms want them. */
const DRAWS = 24;

/**
 * Calls `f` with random numbers in every source of the expressions; parameters get their own numbers back afterwards. Where
 * `f` finds no value or no derivative, and returns false, another point is drawn.
 * @param expressions the first one is what has to have a value
 * @throws CheckError where it has none at any of the points
 */
export function atRandomPoint(
	expressions: readonly Node[],
	random: Random,
	given: Given | undefined,
	f: (inputs: Record<string, InputValue>) => boolean | undefined,
): void {
	for (let draw = 0; draw < DRAWS; draw++)
		if (tryPoint(expressions, random, draw % 2 === 0 ? -1 : 0.1, given, f) !== false) return;
	throw new CheckError(
		`${expressions[0].name} has no value, or no derivative, at any of ${DRAWS} random points. Say what its sources may be, by name: { inputs: (random) => ({ x: random.matrix(3, 1, 0.1, 1) }) }.`,
	);
}

function tryPoint(
	expressions: readonly Node[],
	random: Random,
	low: number,
	given: Given | undefined,
	f: (inputs: Record<string, InputValue>) => boolean | undefined,
): boolean | undefined {
	const sources = new Set(expressions.flatMap((node) => topologicalOrder(node)));
	const fixed = given?.(random) ?? {};
	const inputs: Record<string, InputValue> = {};
	let run = () => f(inputs);
	const size = (dimension: Shape["rows"]) => (dimension === "batch" ? BATCH : dimension);
	for (const source of sources) {
		if (source.role !== "input" && source.role !== "parameter") continue;
		const label = source.label as string;
		const value = fixed[label] ?? random.matrix(size(source.rows), size(source.cols), low);
		if (source.role === "input") inputs[label] = value;
		else if (value instanceof Matrix) {
			const inner = run;
			run = () => withValue(source, inputs, value, inner);
		}
	}
	return run();
}

/** Whether no entry is NaN or infinite. */
export function isAllFinite({ data }: Matrix): boolean {
	return data.every((entry) => Number.isFinite(entry));
}

/** Of the values, those that a graph takes. */
export function ofSources(
	graph: ComputationalGraph,
	inputs: Readonly<Record<string, InputValue>>,
): Record<string, InputValue> {
	const labels = graph.order.filter((node) => node.role === "input").map((node) => node.label as string);
	return Object.fromEntries(labels.map((label) => [label, inputs[label]]));
}
