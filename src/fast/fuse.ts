/** The operations of a graph for speed: gates fused, and what nobody reads then left out. */
import type { Node } from "../graph/node";
import { type Operation, type Operations, rewritten } from "../graph/operations";
import { FAST } from "./rewrites";

/** Nodes with a label are computed all the same: one can ask for their values. */
export function fused(
	order: readonly Node[],
	positions: ReadonlyMap<Node, number>,
	operations: Operations,
): Operations {
	const result: (Operation | null)[] = [...rewritten(positions, operations, FAST)];
	const isRead = new Uint8Array(order.length);
	for (let k = order.length - 1; k >= 0; k--) {
		if (k === order.length - 1 || order[k].label !== null) isRead[k] = 1;
		if (isRead[k] === 1) for (const input of result[k]?.inputs ?? []) isRead[positions.get(input) as number] = 1;
		else result[k] = null;
	}
	return result;
}
