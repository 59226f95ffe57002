/** Whether two expressions are the same formula, whatever nodes they are made of: z, and Wx + b that is called z, are. */
import type { Node } from "../graph/node";
import { topologicalOrder } from "../graph/order";

/** Numbers formulas, so that equal ones have equal numbers. */
export class Formulas {
	private readonly ids = new Map<Node, number>();
	private readonly known = new Map<string, number>();
	private readonly objects = new Map<object, number>();

	/** Two nodes have the same number when they are the same operations on the same sources. */
	id(node: Node): number {
		const before = this.ids.get(node);
		if (before !== undefined) return before;
		for (const part of topologicalOrder(node)) if (!this.ids.has(part)) this.ids.set(part, this.idOf(part));
		return this.ids.get(node) as number;
	}

	same(a: Node, b: Node): boolean {
		return a === b || this.id(a) === this.id(b);
	}

	private idOf(node: Node): number {
		const { gate, inputs, role, value, rows, cols } = node;
		const key =
			gate !== null
				? `${this.gateKey(gate)}(${inputs.map((input) => this.ids.get(input)).join()})`
				: role === "constant" && value !== null && value.data.length <= MOST_COMPARED
					? `${rows}×${cols}:${Array.from(value.data).join()}`
					: `source ${this.number(node)}`;
		const id = this.known.get(key) ?? this.known.size;
		this.known.set(key, id);
		return id;
	}

	/** Gates are compared as objects; those of a family (c·A, xᵖ) by what makes them one of it. */
	private gateKey(gate: NonNullable<Node["gate"]>): string {
		return gate.settings === undefined ? String(this.number(gate)) : `${gate.name}[${gate.settings.join()}]`;
	}

	private number(object: object): number {
		const number = this.objects.get(object) ?? this.objects.size;
		this.objects.set(object, number);
		return number;
	}
}

/** Constants larger than this are compared as objects. */
const MOST_COMPARED = 256;
