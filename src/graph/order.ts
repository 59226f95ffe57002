/** Topological order: every node after its inputs. Without recursion, so that a chain of a million nodes is fine. */

/** The nodes that `output` depends on, inputs first, `output` last. */
export function topologicalOrder<N extends { readonly inputs: readonly N[] }>(output: N): N[] {
	return orderUpTo(output, () => false);
}

/** The same, where what lies beyond a node that `isLeaf` is passed over. */
export function orderUpTo<N extends { readonly inputs: readonly N[] }>(output: N, isLeaf: (node: N) => boolean): N[] {
	const order: N[] = [];
	const placed = new Set<N>();
	const stack: { node: N; next: number }[] = [{ node: output, next: 0 }];
	const entered = new Set<N>([output]);
	while (stack.length > 0) {
		const top = stack[stack.length - 1];
		const child = isLeaf(top.node) ? undefined : top.node.inputs[top.next++];
		if (child === undefined) {
			stack.pop();
			if (!placed.has(top.node)) {
				placed.add(top.node);
				order.push(top.node);
			}
		} else if (!entered.has(child)) {
			// A node is built from nodes that exist: there can be no cycle.
			entered.add(child);
			stack.push({ node: child, next: 0 });
		}
	}
	return order;
}

/** Of the nodes in topological order, those that lead back to `source`, itself included. */
export function nodesDependingOn<N extends { readonly inputs: readonly N[] }>(source: N, order: readonly N[]): Set<N> {
	const found = new Set<N>([source]);
	for (const node of order) if (node.inputs.some((input) => found.has(input))) found.add(node);
	return found;
}
