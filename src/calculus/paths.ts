/** The paths from an output to a variable, and the local Jacobians along them. */
import { matmul, plus } from "../gates/arithmetic";
import { identityNode } from "../gates/jacobians";
import type { Node } from "../graph/node";
import { nodesDependingOn, topologicalOrder } from "../graph/order";
import { sizeOf } from "../shape";
import { localSymbol } from "./local-symbol";

/** The edges between an output and a variable. */
export class Walk {
	used = 0;
	private readonly order: readonly Node[];
	private readonly leading: ReadonlySet<Node>;

	constructor(
		of: Node,
		private readonly wrt: Node,
	) {
		this.order = topologicalOrder(of);
		this.leading = nodesDependingOn(wrt, this.order);
	}

	/** The inputs of a node that lead on. What only lends its shape has no derivative. */
	private ways(node: Node): number[] {
		if (node === this.wrt) return [];
		return node.inputs.flatMap((input, i) => (this.leading.has(input) && node.local(i) !== null ? [i] : []));
	}

	/** How many ways lead from a node to a later one. */
	pathsFrom(from: Node, to: Node): number {
		const counts = new Map<Node, number>([[to, 1]]);
		for (const node of this.order) {
			if (node === to || !this.leading.has(node)) continue;
			counts.set(
				node,
				this.ways(node).reduce((sum, i) => sum + (counts.get(node.inputs[i]) ?? 0), 0),
			);
		}
		return counts.get(from) ?? 0;
	}

	/** The node nearest to `from` that every path to the variable passes. */
	private meeting(from: Node): Node {
		const all = this.pathsFrom(from, this.wrt);
		const below = new Set(topologicalOrder(from));
		const candidates = [...this.order]
			.reverse()
			.filter((node) => node !== from && below.has(node) && this.leading.has(node));
		return candidates.find((node) => this.pathsFrom(from, node) * this.pathsFrom(node, this.wrt) === all) ?? this.wrt;
	}

	/** The last node with one number that every path passes: there is nothing to distribute before it. */
	lastScalar(of: Node): Node {
		let last = of;
		for (let node = of; node !== this.wrt; node = this.meeting(node)) if (sizeOf(node) === 1) last = node;
		return last;
	}

	/** The local Jacobian of an edge. */
	private symbol(node: Node, i: number): Node | null {
		this.used++;
		return localSymbol(node, i);
	}

	/** The factors of ∂from/∂to, where what lies between two nodes that all paths pass is one factor. Null without a formula. */
	factors(from: Node, to: Node): Node[] | null {
		const factors: Node[] = [];
		for (let node = from; node !== to; ) {
			const ways = this.ways(node);
			if (ways.length === 1) {
				const symbol = this.symbol(node, ways[0]);
				if (symbol === null) return null;
				factors.push(symbol);
				node = node.inputs[ways[0]];
				continue;
			}
			const meeting = this.meeting(node);
			const terms: Node[][] = [];
			for (const i of ways) {
				const symbol = this.symbol(node, i);
				const rest = symbol === null ? null : this.factors(node.inputs[i], meeting);
				if (symbol === null || rest === null) return null;
				terms.push([symbol, ...rest]);
			}
			factors.push(this.sum(terms, node));
			node = meeting;
		}
		return factors;
	}

	/** Every path to the variable, as the factors along it; undefined without a formula. */
	allPaths(from: Node): Node[][] | undefined {
		if (from === this.wrt) return [[]];
		const paths: Node[][] = [];
		for (const i of this.ways(from)) {
			const symbol = this.symbol(from, i);
			const rest = symbol === null ? undefined : this.allPaths(from.inputs[i]);
			if (symbol === null || rest === undefined) return undefined;
			paths.push(...rest.map((path) => [symbol, ...path]));
		}
		return paths;
	}

	/** The sum of products. */
	sum(terms: readonly (readonly Node[])[], from: Node): Node {
		const product = (factors: readonly Node[]) =>
			factors.length === 0 ? identityNode(sizeOf(from)) : factors.reduce((all, factor) => matmul(all, factor));
		return terms.map(product).reduce((all, term) => plus(all, term));
	}
}
