/** What a backward pass found. Gradients live here and never on the nodes, so that the pass can be repeated. */
import { GraphError } from "../errors";
import type { Node } from "../graph/node";
import type { Columns } from "../kernels/kernels";
import type { Matrix } from "../matrix/matrix";

/** Where gradients are asked for. */
export interface GradientSource {
	/** The node itself, by label or as it is. */
	find(node: Node | string): Node;
	/** Null for a node without one. */
	gradientOf(node: Node): Matrix | null;
	/** The columns that lookups touched; null where all may differ from zero. */
	touchedColumnsOf(node: Node): Columns | null;
}

/** The gradients of the last backward pass, asked for by node or by label. */
export class Gradients {
	constructor(private readonly source: GradientSource) {}

	/**
	 * The gradient of the output with respect to a node, in the shape of that node (shape convention). A copy: it stays
	 * as it is when the graph runs again.
	 * @param node a parameter, an input, or any node between; or its label
	 * @throws GraphError when the node is not in the graph, or the output does not depend on it differentiably
	 */
	of(node: Node | string): Matrix {
		return this.borrow(node).copy();
	}

	/** As `of`, without the copy: valid until the graph runs again. For optimizers. */
	borrow(node: Node | string): Matrix {
		const found = this.source.find(node);
		const gradient = this.source.gradientOf(found);
		if (gradient === null) {
			throw new GraphError(
				`gradients.of(${found.name}): this node has no gradient here. It is a constant or an index, or it was left out by { wrt }.`,
			);
		}
		return gradient;
	}

	/** The columns of a node's gradient that may differ from zero, where only lookups lead to it; null when all may. */
	columnsOf(node: Node | string): Columns | null {
		return this.source.touchedColumnsOf(this.source.find(node));
	}
}
