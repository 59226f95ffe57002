/** An expression as plain data, and what a graph makes of it when it is written to a file. Reading it needs the gates: gates/json.ts. */
import { GraphError } from "../errors";
import type { Precision } from "../matrix/matrix";
import type { Dimension } from "../shape";
import type { Node, Role } from "./node";
import { topologicalOrder } from "./order";

/** JSON knows no NaN, no infinities and no −0: those are written as text. */
export type JsonNumber = number | "NaN" | "Infinity" | "-Infinity" | "-0";

/** A node as plain data. */
export interface JsonNode {
	readonly role: Role;
	readonly label?: string;
	readonly rows: Dimension;
	readonly cols: Dimension;
	/** Column by column. */
	readonly numbers?: readonly JsonNumber[];
	readonly precision?: Precision;
	readonly gate?: string;
	/** What the gate was made with: the factor of a scale, the rows of a slice. */
	readonly settings?: readonly JsonNumber[];
	/** Positions in the list. */
	readonly inputs?: readonly number[];
}

/** An expression as plain data. */
export interface JsonExpression {
	readonly format: "gradlab expression";
	readonly version: 1;
	/** Every node after its inputs; the output is the last. */
	readonly nodes: readonly JsonNode[];
}

/**
 * @param require throws for a node whose gate nobody could find by its name
 * @throws GraphError for a gate that draws random numbers
 */
export function expressionToJson(output: Node, require: (node: Node) => void): JsonExpression {
	const order = topologicalOrder(output);
	const positions = new Map(order.map((node, k) => [node, k]));
	const nodes = order.map((node): JsonNode => {
		const { role, label, rows, cols, value, gate, inputs } = node;
		if (gate?.drawn === true)
			throw new GraphError(`toJSON: ${gate.name} draws random numbers, and a file cannot hold their source.`);
		require(node);
		return {
			role,
			...(label !== null && { label }),
			rows,
			cols,
			...(value !== null && {
				numbers: Array.from(value.data, asJson),
				...(value.precision === "f32" && { precision: "f32" }),
			}),
			...(gate !== null && {
				gate: gate.name,
				...(gate.settings !== undefined && { settings: gate.settings.map(asJson) }),
				inputs: inputs.map((input) => positions.get(input) as number),
			}),
		};
	});
	return { format: "gradlab expression", version: 1, nodes };
}

function asJson(value: number): JsonNumber {
	if (Object.is(value, -0)) return "-0";
	return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}
