/** What a graph wants of whoever moves its numbers: the plain run (plain-run.ts), or the engine room's (fast/). */
import type { Node } from "../graph/node";
import type { Operations } from "../graph/operations";
import type { Columns, Kernels } from "../kernels/kernels";
import type { Matrix, Precision } from "../matrix/matrix";

/** What is to be run, and how. */
export interface RunOptions {
	/** Every node after its inputs; the output is the last. */
	readonly order: readonly Node[];
	readonly positions: ReadonlyMap<Node, number>;
	/** What is computed for each. */
	readonly operations: Operations;
	/** Only these sources get gradients; null for all. */
	readonly wrt: ReadonlySet<Node> | null;
	/** The number of columns that "batch" stands for. */
	readonly batch: number;
	readonly precision: Precision;
	readonly kernels: Kernels;
}

/** Writes the numbers of an input, or those of a draw that was made before. False for what is to be computed. */
export type Feed = (node: Node, into: Matrix) => boolean;

/** Passes through one expression for one batch size, as often as wanted. */
export interface GraphRun {
	/** Every value, inputs first. */
	forward(feed: Feed): void;
	/** Every gradient, from the output to the sources. For the values of the last forward pass. */
	backward(upstream: Matrix): void;
	/** The matrix itself, which the next pass overwrites; null where it was not kept. */
	value(node: Node): Matrix | null;
	/** As `value`, for the gradient of the last backward pass; null where there is none, or it was not kept. */
	gradient(node: Node): Matrix | null;
	/** ∂vec(output)/∂vec(node), for the values of the last forward pass; null where it does not pass through the node. */
	jacobian(node: Node): Matrix | null;
	/** The columns of a gradient that may differ from zero, where only lookups lead to a node; null when all may. */
	touchedColumns(node: Node): Columns | null;
	/** Gives all memory back. It runs no more. */
	release(): void;
}

/** Makes a run. */
export type Engine = (options: RunOptions) => GraphRun;
