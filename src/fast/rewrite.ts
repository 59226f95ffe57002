/**
 * What a graph computes, operation by operation: as it was written, or with gates fused where one that knows both is
 * faster or more exact. The learner writes log(softmax(x)) and gets the log softmax that does not overflow.
 */
import type { Fusable, Gate } from "../graph/gate";
import type { Node } from "../graph/node";

export interface Operation {
	readonly node: Node;
	readonly gate: Gate;
	readonly inputs: readonly Node[];
}

/** By position in the order; null for sources, and for what nobody needs any more once gates are fused. */
export type Operations = readonly (Operation | null)[];

/** Every operation as it was written. */
export function asWritten(order: readonly Node[]): Operations {
	return order.map((node) => (node.gate === null ? null : { node, gate: node.gate, inputs: node.inputs }));
}

/** Gates fused where they say so. Nodes with a label are computed all the same: one can ask for their values. */
export function fused(order: readonly Node[], positions: ReadonlyMap<Node, number>): Operations {
	const at = (node: Node) => positions.get(node) as number;
	const uses = new Int32Array(order.length);
	for (const node of order) for (const input of node.inputs) uses[at(input)]++;

	const operations: (Operation | null)[] = new Array(order.length).fill(null);
	const fusable = (node: Node): Fusable<Node> => ({
		gate: operations[at(node)]?.gate ?? null,
		inputs: operations[at(node)]?.inputs ?? [],
		needed: node.label !== null || uses[at(node)] > 1,
	});
	order.forEach((node, k) => {
		if (node.gate === null) return;
		const together = node.gate.fuse?.(node.inputs, node.inputs.map(fusable)) ?? null;
		operations[k] = { node, gate: together?.gate ?? node.gate, inputs: together?.inputs ?? node.inputs };
	});

	const needed = new Uint8Array(order.length);
	for (let k = order.length - 1; k >= 0; k--) {
		if (k === order.length - 1 || order[k].label !== null) needed[k] = 1;
		if (needed[k] === 1) for (const input of operations[k]?.inputs ?? []) needed[at(input)] = 1;
		else operations[k] = null;
	}
	return operations;
}
