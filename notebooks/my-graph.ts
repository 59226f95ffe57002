/**
 * Lesson 08: a computation graph of your own, with numbers for matrices.
 *
 * Write what is marked, save (Ctrl+S), and run the check in the notebook again. Nothing has to be restarted.
 */

/** What a gate can do, as in the lecture: forward keeps what backward will need. */
export interface Gate {
	/** The value, from the values of the inputs. */
	forward(...inputs: number[]): number;
	/** For each input what is sent down to it: upstream × local. */
	backward(upstream: number): number[];
}

/** A node: a gate with the nodes that it takes, or a source, which has no gate and brings its value. */
export interface GraphNode {
	gate: Gate | null;
	inputs: GraphNode[];
	value: number;
}

/** times switches: one gate, written out, as an example. */
export class TimesGate implements Gate {
	private x = 0;
	private y = 0;

	forward(x: number, y: number): number {
		[this.x, this.y] = [x, y];
		return x * y;
	}

	backward(upstream: number): number[] {
		return [upstream * this.y, upstream * this.x];
	}
}

export class ComputationalGraph {
	/** Every node once, each after all of its inputs; the output comes last. */
	readonly order: GraphNode[] = [];

	constructor(readonly output: GraphNode) {
		// BEGIN SOLUTION
		const seen = new Set<GraphNode>();
		const visit = (node: GraphNode) => {
			if (seen.has(node)) return;
			seen.add(node);
			node.inputs.forEach(visit);
			this.order.push(node);
		};
		visit(output);
		// END SOLUTION
	}

	/** Gives every node its value, in order. Returns that of the output. */
	forward(): number {
		// BEGIN SOLUTION
		for (const node of this.order)
			if (node.gate !== null) node.value = node.gate.forward(...node.inputs.map(({ value }) => value));
		return this.output.value;
		// END SOLUTION
	}

	/** The gradient of the output with respect to every node. */
	backward(): Map<GraphNode, number> {
		// BEGIN SOLUTION
		const gradients = new Map(this.order.map((node) => [node, 0]));
		gradients.set(this.output, 1);
		for (const node of [...this.order].reverse()) {
			const sent = node.gate?.backward(gradients.get(node) as number) ?? [];
			for (const [k, down] of sent.entries())
				gradients.set(node.inputs[k], (gradients.get(node.inputs[k]) as number) + down);
		}
		return gradients;
		// END SOLUTION
	}
}
