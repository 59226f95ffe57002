/** What a backward pass found. Gradients live here and never on the nodes, so that the pass can be repeated. */
import { GraphError } from "../errors";
import type { Node } from "../graph/node";
import type { Columns, Kernels } from "../kernels/kernels";
import type { Matrix } from "../matrix/matrix";

/** Where gradients are asked for. */
export interface GradientSource {
	/** What moves their numbers. */
	readonly kernels: Kernels;
	/** The node itself, by label or as it is. */
	find(node: Node | string): Node;
	/** Null for a node without one. @param pass whose they are @throws GraphError when they are no longer there */
	gradientOf(node: Node, pass: object): Matrix | null;
	/** The columns that lookups touched; null where all may differ from zero. */
	touchedColumns(node: Node, pass: object): Columns | null;
	/** The parameters have moved: there is no going back to the values that the gradients belong to. */
	spend(): void;
}

/** The gradients of one backward pass, asked for by node or by label. The next backward pass of the graph ends them. */
export class Gradients {
	/** @param pass the backward pass that found them */
	constructor(
		private readonly source: GradientSource,
		private readonly pass: object,
	) {}

	/**
	 * The gradient of the output with respect to a node, in the shape of that node (shape convention). A copy: it stays
	 * as it is when the graph runs again.
	 * @param node a parameter, an input, or any node between; or its label
	 * @throws GraphError when the node is not in the graph, when the output does not depend on it differentiably, or when
	 * the graph has run backward since
	 */
	of(node: Node | string): Matrix {
		return this.borrow(node).copy();
	}

	/** As `of`, without the copy: valid until the graph runs again. For optimizers. */
	borrow(node: Node | string): Matrix {
		const found = this.source.find(node);
		const gradient = this.source.gradientOf(found, this.pass);
		if (gradient === null) {
			throw new GraphError(
				`gradients.of(${found.name}): this node has no gradient here. It is a constant or an index, or it was left out by { wrt }.`,
			);
		}
		return gradient;
	}

	/** The columns of a node's gradient that may differ from zero, where only lookups lead to it; null when all may. */
	columnsOf(node: Node | string): Columns | null {
		return this.source.touchedColumns(this.source.find(node), this.pass);
	}

	/** What moves the numbers of this graph: for optimizers. */
	get kernels(): Kernels {
		return this.source.kernels;
	}

	/** For optimizers, after a step: the values that these gradients belong to are gone. */
	spend(): void {
		this.source.spend();
	}
}
