/** Numbers for the inputs of a graph: checked by name and shape, and copied to where the graph wants them. */
import { GraphError, sameShape, shapeText } from "../errors";
import type { Node } from "../graph/node";
import { Matrix } from "../matrix/matrix";

/** A value for an input: a matrix, a number for 1×1, or numbers that fill its shape column by column. */
export type InputValue = Matrix | number | ArrayLike<number>;

/** By label. */
export type InputValues = Readonly<Record<string, InputValue>>;

/** @throws GraphError for a name that is no input */
export function requireKnown(inputs: readonly Node[], values: InputValues): void {
	for (const label of Object.keys(values)) {
		if (inputs.some((node) => node.label === label)) continue;
		const known = inputs.map((node) => node.label).join(", ") || "none";
		throw new GraphError(`forward: ${label} is not an input of this graph (its inputs: ${known}).`);
	}
}

/** The batch is as long as the inputs say; all of them must say the same. @throws GraphError for a missing input */
export function batchSize(inputs: readonly Node[], values: InputValues): number {
	let batch = 0;
	for (const node of inputs) {
		const value = values[node.label as string];
		if (value === undefined) {
			throw new GraphError(
				`forward: the input ${node.label} (${shapeText(node)}) is missing. Give it by name: forward({ ${node.label}: … }).`,
			);
		}
		if (node.rows !== "batch" && node.cols !== "batch") continue;
		const size = sizeInBatch(node, value);
		if (batch !== 0 && size !== batch) {
			throw new GraphError(`forward: the input ${node.label} has a batch of ${size}, and another input has ${batch}.`);
		}
		batch = size;
	}
	return batch;
}

function sizeInBatch(node: Node, value: InputValue): number {
	if (value instanceof Matrix) return node.cols === "batch" ? value.cols : value.rows;
	return lengthOf(value) / Number(node.cols === "batch" ? node.rows : node.cols);
}

/** @throws GraphError for a value of another shape */
export function load(into: Matrix, node: Node, value: InputValue): void {
	if (value instanceof Matrix ? sameShape(value, into) : lengthOf(value) === into.data.length) {
		if (typeof value === "number") into.data[0] = value;
		else into.data.set(value instanceof Matrix ? value.data : value);
		return;
	}
	const given = value instanceof Matrix ? shapeText(value) : `${lengthOf(value)} numbers`;
	throw new GraphError(`forward: the input ${node.label} is ${shapeText(into)}, and ${given} came.`);
}

function lengthOf(value: number | ArrayLike<number>): number {
	return typeof value === "number" ? 1 : value.length;
}
