/** Expressions from JSON: the gates by name. */
import { GraphError } from "../errors";
import { expressionToJson, type JsonExpression, type JsonNode, type JsonNumber } from "../graph/json";
import { constant, input, Node, parameter } from "../graph/node";
import { float32 } from "../matrix/make";
import { Matrix } from "../matrix/matrix";
import { built, isByItsName } from "./registry";

/**
 * The expression as data.
 * @throws GraphError for a gate that the library does not have by this name: one's own, whatever it is called, or one that
 * draws random numbers. A file cannot hold its functions.
 */
export function jsonOfExpression(output: Node): JsonExpression {
	return expressionToJson(output, ({ gate, inputs, name }) => {
		if (gate === null || isByItsName(gate, inputs)) return;
		throw new GraphError(
			`toJSON: ${name} is made by a gate of one's own, “${gate.name}”, and a file cannot hold what it computes. Write the part before it and the part behind it.`,
		);
	});
}

/**
 * The expression that `graph.toJSON()` wrote: the same nodes, with the same numbers.
 * @throws GraphError for data that is no expression, or names a gate that is not the library's
 */
export function expressionFromJson(json: JsonExpression): Node {
	if (
		json?.format !== "gradlab expression" ||
		json.version !== 1 ||
		!Array.isArray(json.nodes) ||
		json.nodes.length === 0
	)
		throw new GraphError(
			'expressionFromJson: this is no expression. JSON of graph.toJSON() was expected, { format: "gradlab expression", version: 1, nodes: […] }.',
		);
	const made: Node[] = [];
	json.nodes.forEach((node, k) => {
		try {
			made.push(nodeFrom(node, made));
		} catch (error) {
			throw new GraphError(`expressionFromJson: node ${k}: ${(error as Error).message}`);
		}
	});
	return made[made.length - 1];
}

function nodeFrom(json: JsonNode, made: readonly Node[]): Node {
	if (typeof json !== "object" || json === null) throw new GraphError("this is no node.");
	const { role, label, rows, cols, gate, settings = [], inputs = [] } = json;
	if (role === "input") return input(label as string, rows, cols);
	if (role === "parameter") return parameter(label as string, matrixOf(json));
	if (role === "constant") return constant(matrixOf(json), label ?? null);
	if (role !== "operation") throw new GraphError(`its role is ${JSON.stringify(role)}, which is none.`);
	if (!Array.isArray(inputs) || !Array.isArray(settings)) throw new GraphError("its inputs or settings are no list.");
	const operands = inputs.map((position) => {
		if (made[position] instanceof Node) return made[position];
		throw new GraphError(`it takes node ${position}, which does not come before it.`);
	});
	const node = built(String(gate), operands, settings.map(numberOf));
	if (node === null) throw new GraphError(`it is made by “${gate}”, which is no gate of the library.`);
	if (node.inputs.length !== inputs.length)
		throw new GraphError(`${gate} takes ${node.inputs.length} inputs, and ${inputs.length} are given.`);
	if (node.rows !== rows || node.cols !== cols)
		throw new GraphError(`${gate} is said to be ${rows}×${cols} and is ${node.rows}×${node.cols}.`);
	return label === undefined ? node : node.named(label);
}

function matrixOf({ rows, cols, numbers, precision }: JsonNode): Matrix {
	if (!Array.isArray(numbers) || numbers.length !== Number(rows) * Number(cols))
		throw new GraphError(`it is ${rows}×${cols}, and has not as many numbers.`);
	if (precision !== undefined && precision !== "f32")
		throw new GraphError(`its precision is ${JSON.stringify(precision)}, and f32 is the only one to be named.`);
	const value = new Matrix(Number(rows), Number(cols), Float64Array.from(numbers, numberOf));
	return precision === "f32" ? float32(value) : value;
}

const AS_TEXT: readonly unknown[] = ["NaN", "Infinity", "-Infinity", "-0"];

function numberOf(value: JsonNumber): number {
	if (typeof value === "number" || AS_TEXT.includes(value)) return Number(value);
	throw new GraphError(`${JSON.stringify(value)} is no number.`);
}
