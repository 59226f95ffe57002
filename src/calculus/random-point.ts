/** Random numbers in every source of some expressions, so that formulas can be compared by value. */

import { CheckError, DataError } from "../errors";
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

/**
 * So many points are tried: with numbers of any sign, with positive ones, since roots and logarithms want them, and with one
 * sign for each source, since log(−x) + log(y) wants that.
 */
const DRAWS = 120;
type Signs = "any" | "positive" | "one each";
const SIGNS: readonly Signs[] = ["any", "positive", "one each"];
const LEAST = 0.1;

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
	const refusals: DataError[] = [];
	for (let draw = 0; draw < DRAWS; draw++)
		try {
			if (tryPoint(expressions, random, SIGNS[draw % SIGNS.length], given, f) !== false) return;
		} catch (error) {
			if (!(error instanceof DataError)) throw error;
			refusals.push(error); // a singular matrix has no inverse: the next point may have one
		}
	if (refusals.length === DRAWS) throw refusals[0];
	throw new CheckError(
		`${expressions[0].name} has no value, or no derivative, at any of ${DRAWS} random points. Say what its sources may be, by name: { inputs: (random) => ({ x: random.matrix(3, 1, 0.1, 1) }) }.`,
	);
}

function tryPoint(
	expressions: readonly Node[],
	random: Random,
	signs: Signs,
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
		const value = fixed[label] ?? drawn(random, size(source.rows), size(source.cols), signs);
		if (source.role === "input") inputs[label] = value;
		else if (value instanceof Matrix) {
			const inner = run;
			run = () => withValue(source, inputs, value, inner);
		}
	}
	return run();
}

function drawn(random: Random, rows: number, cols: number, signs: Signs): Matrix {
	if (signs === "any") return random.matrix(rows, cols);
	const isNegative = signs === "one each" && random.uniform() < 0.5;
	return isNegative ? random.matrix(rows, cols, -1, -LEAST) : random.matrix(rows, cols, LEAST, 1);
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
