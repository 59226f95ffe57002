/** Graph classes that are right, or wrong in one thing; and recipes for graphs to try them on. */
import type { Random } from "../../matrix/random";
import type { GraphClass, GraphNode, OwnGraph, Recipe } from "../own-graph";

/** How many gates a recipe has. */
const GATES = 5;

/** A recipe out of a hat. */
export function someRecipe(random: Random): Recipe {
	return {
		values: [0.5 + random.uniform(), 0.5 + random.uniform()],
		// The first gate takes the first source, so that both lead somewhere.
		sources: Array.from({ length: GATES }, (_, k) => (k === 0 ? 0 : random.integer(2))),
	};
}

/** Graphs that are right, or wrong in one thing. */
export function graphClass(faults: {
	order?: "preorder" | "twice";
	fork?: "overwrite";
	seed?: 0;
	keep?: true;
}): GraphClass {
	return class implements OwnGraph {
		readonly order: GraphNode[] = [];
		private readonly kept = new Map<GraphNode, number>();

		constructor(readonly output: GraphNode) {
			const seen = new Set<GraphNode>();
			const visit = (node: GraphNode) => {
				if (seen.has(node) && faults.order !== "twice") return;
				seen.add(node);
				if (faults.order === "preorder") this.order.push(node);
				for (const one of node.inputs) visit(one);
				if (faults.order !== "preorder") this.order.push(node);
			};
			visit(output);
		}

		forward(): number {
			for (const node of this.order)
				if (node.gate !== null) node.value = node.gate.forward(...node.inputs.map(({ value }) => value));
			return this.output.value;
		}

		backward(): Map<GraphNode, number> {
			const gradients = faults.keep ? this.kept : new Map<GraphNode, number>();
			gradients.set(this.output, faults.seed ?? 1);
			for (const node of [...this.order].reverse())
				for (const [k, down] of (node.gate?.backward(gradients.get(node) ?? 0) ?? []).entries())
					gradients.set(
						node.inputs[k],
						(faults.fork === "overwrite" ? 0 : (gradients.get(node.inputs[k]) ?? 0)) + down,
					);
			return new Map(gradients);
		}
	};
}
