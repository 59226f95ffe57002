/**
 * What is computed for each node of an expression: its gate on its inputs, as it was written, or another gate that gives
 * the same in one go, more exactly (gates/exact.ts) or faster (fast/rewrites.ts).
 */
import type { Local } from "../local/local";
import { Matrix } from "../matrix/matrix";
import type { Gate } from "./gate";
import type { Node, SymbolicGate } from "./node";

/** A gate, and what it takes. */
export interface Operation {
	readonly gate: SymbolicGate;
	readonly inputs: readonly Node[];
}

/** By position in the order; null for sources, and for what need not be computed. */
export type Operations = readonly (Operation | null)[];

/** One gate in place of several. */
export interface Rewrite {
	/** As in `log ∘ softmax → logSoftmax`. */
	readonly name: string;
	/** Null where it does not fit. */
	apply(operation: Operation, made: (input: Node) => Made): Operation | null;
}

/** How an input was made. */
export interface Made {
	/** Null for a source. */
	readonly by: Operation | null;
	/** Whether its value is wanted elsewhere, too: then nothing is saved by not computing it. */
	readonly isShared: boolean;
}

/** A node's own gate on its inputs; null for a source. */
export function operationOf({ gate, inputs }: Node): Operation | null {
	return gate === null ? null : { gate, inputs };
}

/** Every operation as it was written. */
export function asWritten(order: readonly Node[]): Operations {
	return order.map(operationOf);
}

/** The operations with every rewrite applied that fits, inputs first. */
export function rewritten(
	positions: ReadonlyMap<Node, number>,
	operations: Operations,
	rewrites: readonly Rewrite[],
): Operations {
	const at = (node: Node) => positions.get(node) as number;
	const uses = new Int32Array(operations.length);
	for (const operation of operations) for (const input of operation?.inputs ?? []) uses[at(input)]++;
	const result = [...operations];
	const made = (input: Node): Made => {
		const k = at(input);
		return { by: result[k], isShared: input.label !== null || uses[k] > 1 };
	};
	for (let k = 0; k < result.length; k++)
		for (const rewrite of rewrites) {
			const before = result[k];
			if (before !== null) result[k] = rewrite.apply(before, made) ?? before;
		}
	return result;
}

/** Gates one after the other, each on the result of the next, as one. @param gates the last one first */
export function chain(
	gates: readonly [Gate, Gate, ...Gate[]],
	to: SymbolicGate,
	onlyUnshared: boolean = false,
): Rewrite {
	return {
		name: `${gates.map(({ name }) => name).join(" ∘ ")} → ${to.name}`,
		apply(operation, made) {
			let current = operation;
			for (const gate of gates.slice(1)) {
				const { by, isShared } = made(current.inputs[0]);
				if (by === null || by.gate !== gate || (onlyUnshared && isShared)) return null;
				current = by;
			}
			return operation.gate === gates[0] ? { gate: to, inputs: current.inputs } : null;
		},
	};
}

/**
 * The nodes that a rewritten operation does not pass through any more. Their values are what they are, but no gradient
 * comes by: who wants it runs the expression as it was written.
 */
export function passedBy(order: readonly Node[], operations: Operations): Set<Node> {
	const found = new Set<Node>();
	order.forEach((node, k) => {
		const operation = operations[k];
		if (operation === null || operation.inputs === node.inputs) return;
		const ends = new Set(operation.inputs);
		const stack = node.inputs.filter((input) => !ends.has(input));
		for (let inner = stack.pop(); inner !== undefined; inner = stack.pop()) {
			if (found.has(inner) || inner.gate === null) continue;
			found.add(inner);
			stack.push(...inner.inputs.filter((input) => !ends.has(input)));
		}
	});
	return found;
}

/** The local Jacobian of an operation for input i, with nodes as operands: symbols, no numbers. */
export function localOf({ gate, inputs }: Operation, output: Node, i: number): Local<Node> | null {
	return gate.local(inputs, output, i, NO_SCRATCH);
}

/** Structures only refer to the scratch matrix when they move numbers. */
const NO_SCRATCH = new Matrix(0, 0);
