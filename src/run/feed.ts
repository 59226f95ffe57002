/**
 * Numbers that a pass takes from outside: those of inputs, checked by name and shape and copied to where the graph wants
 * them, and those of parameters, which have to stay what they are from the forward pass to the backward pass.
 */
import { type DataError, GraphError } from "../errors";
import type { Node, Parameter } from "../graph/node";
import type { Kernels } from "../kernels/kernels";
import { requireNumbers, shown } from "../matrix/checks";
import { Matrix, type Numbers } from "../matrix/matrix";
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

/** Up to so many entries a parameter is compared whole. */
const WHOLE = 4096;
/** So many entries of a larger one. */
const SAMPLED = 16;

/** What a parameter was when a forward pass began. */
interface Memory {
	take(): void;
	isAsTaken(): boolean;
	release(): void;
}

class Whole implements Memory {
	private copy: Matrix | null = null;

	constructor(
		private readonly value: Matrix,
		private readonly kernels: Kernels,
	) {}

	take(): void {
		const { rows, cols, precision, data } = this.value;
		this.copy ??= this.kernels.isNear(this.value) ? this.kernels.zeros(rows, cols, precision) : this.value.copy();
		this.copy.data.set(data);
	}

	isAsTaken(): boolean {
		return this.copy === null || this.kernels.isSame(this.value, this.copy);
	}

	release(): void {
		if (this.copy !== null && this.kernels.isNear(this.copy)) this.kernels.release(this.copy);
		this.copy = null;
	}
}

/** A run of entries, another one each time. */
class Sample implements Memory {
	private readonly entries = new Float64Array(SAMPLED);
	private first = 0;

	constructor(private readonly data: Numbers) {}

	take(): void {
		const [data, entries] = [this.data, this.entries];
		this.first += SAMPLED;
		if (this.first + SAMPLED > data.length) this.first = 0;
		for (let k = 0, at = this.first; k < SAMPLED; k++, at++) entries[k] = data[at];
	}

	isAsTaken(): boolean {
		const [data, entries] = [this.data, this.entries];
		for (let k = 0, at = this.first; k < SAMPLED; k++, at++) if (!Object.is(data[at], entries[k])) return false;
		return true;
	}

	release(): void {}
}

/**
 * Whether the parameters are still those of the last forward pass. Numbers that were not kept are computed from them, and
 * so are gradients: values of before with parameters of now would give the gradient of nothing.
 *
 * A parameter of up to 4,096 entries is compared whole. Of a larger one a few entries are, the next ones at every pass: to
 * read all of it would cost as much as a forward pass of one example. An optimizer says itself that it has made its step.
 */
export class Unchanged {
	private readonly memories: readonly Memory[];
	private isSpent = false;

	constructor(
		private readonly parameters: readonly Parameter[],
		kernels: Kernels,
	) {
		this.memories = parameters.map(({ value }) =>
			value.data.length <= WHOLE ? new Whole(value, kernels) : new Sample(value.data),
		);
	}

	/** A forward pass begins. */
	remember(): void {
		this.isSpent = false;
		for (let p = 0; p < this.memories.length; p++) this.memories[p].take();
	}

	/** An optimizer has made its step. */
	spend(): void {
		this.isSpent = true;
	}

	/** Gives its memory back. */
	release(): void {
		for (const memory of this.memories) memory.release();
	}

	/** @throws GraphError where a parameter has changed @param what is asked for */
	require(what: string): void {
		const changed = this.isSpent ? "parameters" : this.firstChanged();
		if (changed === null) return;
		throw new GraphError(
			`${what}: the ${changed} changed since the last forward pass, whose numbers this would be computed from. Run forward({ … }) again; or ask before the optimizer's step, or give the node a name, node.named("z"): the value of what has a name is kept.`,
		);
	}

	private firstChanged(): string | null {
		for (let p = 0; p < this.memories.length; p++)
			if (!this.memories[p].isAsTaken()) return `parameter ${this.parameters[p].name}`;
		return null;
	}
}
