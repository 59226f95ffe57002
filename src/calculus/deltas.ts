/**
 * Names in a derivation. δ is what arrives at a matrix product: it gets a name of its own, since it is computed once and serves
 * all that lies below. I, K and E get an index where the expression has a letter of that name already.
 */
import { Node } from "../graph/node";
import { nodesDependingOn, topologicalOrder } from "../graph/order";

/** Where the gradient of the variable is an outer product: the outputs of the products in which it is the left factor. */
export function outerProducts(of: Node, wrt: Node): Set<Node> {
	const order = topologicalOrder(of);
	const leading = nodesDependingOn(wrt, order);
	const found = order.filter(
		(node) =>
			leading.has(node) &&
			node.inputs.some((input, i) => {
				const local = input === wrt ? node.local(i) : null;
				return local?.kind === "kronecker" && local.left === null && local.right?.is === "operand";
			}),
	);
	return new Set(found);
}

/** δ, or the first of its kind that no node of the expression has for a name; with an index where there are several. */
export function deltaNames(of: Node, count: number): string[] {
	const taken = new Set(topologicalOrder(of).map(({ label }) => label?.replace(/_?\d+$/, "")));
	const letter = ["δ", "ε", "η", "ζ"].find((name) => !taken.has(name)) ?? "δδ";
	return count === 1 ? [letter] : Array.from({ length: count }, (_, k) => `${letter}_${k + 1}`);
}

/** Gives another name to every constant of a line, as I is, that would read as a source or a node of the expression. */
export function clearNames(of: Node): (line: Node) => Node {
	const own = new Set(topologicalOrder(of));
	const taken = new Set([...own].flatMap(({ label, role }) => (role === "constant" || label === null ? [] : [label])));
	return (line) => {
		const order = topologicalOrder(line);
		const isTaken = ({ role, label }: Node) => role === "constant" && label !== null && taken.has(label);
		if (!order.some((node) => isTaken(node) && !own.has(node))) return line;
		const clear = new Map<Node, Node>();
		for (const node of order) {
			const { role, gate, inputs, label, value, rows, cols } = node;
			const copies = inputs.map((input) => clear.get(input) as Node);
			const isSame = copies.every((copy, i) => copy === inputs[i]);
			const size = rows === cols ? rows : `${rows}_${cols}`;
			if (isTaken(node) && !own.has(node))
				clear.set(node, new Node(role, node, gate, inputs, `${label}_${size}`, value));
			else clear.set(node, isSame ? node : new Node(role, node, gate, copies, label, value));
		}
		return clear.get(line) as Node;
	};
}
