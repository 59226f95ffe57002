/** Numbers for the inputs of a graph: checked by name and shape, and copied to where the graph wants them. */
import { type DataError, GraphError } from "../errors";
import type { Node } from "../graph/node";
import { requireNumbers, shown } from "../matrix/checks";
import { Matrix } from "../matrix/matrix";
import { sameShape, shapeText } from "../shape";

/** A value for an input: a matrix, a number for 1×1, or numbers that fill its shape column by column. */
export type InputValue = Matrix | number | ArrayLike<number>;

/** By label. */
export type InputValues = Readonly<Record<string, InputValue>>;

/** @throws GraphError for a name that is no input, or where there are no names at all */
export function requireKnown(inputs: readonly Node[], values: InputValues): void {
	if (typeof values !== "object" || values === null || Array.isArray(values) || values instanceof Matrix)
		throw new GraphError(
			`forward: values are given by name, forward({ ${inputs[0]?.label ?? "x"}: … }), and this is ${shown(values)}.`,
		);
	for (const label of Object.keys(values)) {
		if (inputs.some((node) => node.label === label)) continue;
		const known = inputs.map((node) => node.label).join(", ") || "none";
		throw new GraphError(`forward: ${label} is not an input of this graph (its inputs: ${known}).`);
	}
}

/** The batch is as long as the inputs say; all of them must say the same. @throws GraphError for a missing input */
export function batchSize(inputs: readonly Node[], values: InputValues): number {
	let batch: number | null = null;
	for (const node of inputs) {
		const value = Object.hasOwn(values, node.label as string) ? values[node.label as string] : undefined;
		if (value === undefined) {
			throw new GraphError(
				`forward: the input ${node.label} (${shapeText(node)}) is missing. Give it by name: forward({ ${node.label}: … }).`,
			);
		}
		requireValue(node, value);
		if (node.rows !== "batch" && node.cols !== "batch") continue;
		const size = sizeInBatch(node, value);
		if (batch !== null && size !== batch) {
			throw new GraphError(`forward: the input ${node.label} has a batch of ${size}, and another input has ${batch}.`);
		}
		batch = size;
	}
	return batch ?? 0;
}

/** @throws GraphError for what is no matrix, number or list of numbers */
function requireValue(node: Node, value: InputValue): void {
	if (value instanceof Matrix || typeof value === "number") return;
	try {
		requireNumbers("", value);
	} catch (error) {
		const what = (error as DataError).message.replace(/^: /, "");
		throw new GraphError(
			`forward: the input ${node.label} is ${shapeText(node)}, and takes a matrix or numbers: ${what}`,
		);
	}
}

/** @throws GraphError where the numbers are no whole number of examples, or none */
function sizeInBatch(node: Node, value: InputValue): number {
	const fixed = Number(node.cols === "batch" ? node.rows : node.cols);
	const size = value instanceof Matrix ? (node.cols === "batch" ? value.cols : value.rows) : lengthOf(value) / fixed;
	if (Number.isInteger(size) && size > 0) return size;
	const given = value instanceof Matrix ? shapeText(value) : `${lengthOf(value)} numbers`;
	throw new GraphError(
		`forward: the input ${node.label} is ${shapeText(node)}, and ${given} came. ${size === 0 ? "A batch has at least one example." : `Each example is ${fixed} numbers: give them for a whole number of examples.`}`,
	);
}

/** @throws GraphError for a value of another shape */
export function load(into: Matrix, node: Node, value: InputValue): void {
	if (value instanceof Matrix ? sameShape(value, into) : lengthOf(value) === into.data.length) {
		if (typeof value === "number") into.data[0] = value;
		else into.data.set(value instanceof Matrix ? value.data : value);
		return;
	}
	const given =
		value instanceof Matrix ? shapeText(value) : `${lengthOf(value)} number${lengthOf(value) === 1 ? "" : "s"}`;
	throw new GraphError(`forward: the input ${node.label} is ${shapeText(into)}, and ${given} came.`);
}

function lengthOf(value: number | ArrayLike<number>): number {
	return typeof value === "number" ? 1 : value.length;
}
