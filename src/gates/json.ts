/** Expressions from JSON: the gates by name. */
import { GraphError } from "../errors";
import type { Gate } from "../graph/gate";
import { expressionToJson, type JsonExpression, type JsonNode, type JsonNumber } from "../graph/json";
import { constant, input, Node, parameter } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import type { Selection } from "../local/selection";
import { float32, Matrix } from "../matrix/matrix";
import { ABS, SIGN } from "./absolute";
import { collapse, largestShare, oneHot, perColumn, perEntry, scatter, spread, unselect, wins } from "./adjoint";
import * as arithmetic from "./arithmetic";
import { asReshaped, asVec, onDiagonal, slicedAt, stackedAt } from "./choices";
import { determinant, logDet } from "./determinant";
import * as functions from "./functions";
import { inverse } from "./inverse";
import { diag, kron } from "./jacobians";
import * as layout from "./layout";
import { addColumn, dot } from "./linear";
import { lookup } from "./lookup";
import * as loss from "./loss";
import { matmul } from "./matmul";
import { frobenius, norm1, norm2 } from "./norms";
import { pointwise } from "./pointwise";
import { raise } from "./raise";
import * as reduce from "./reduce";
import { scaleBy } from "./scale-by";
import { trace } from "./trace";
import { COS, SIN } from "./wave";

type Build = (inputs: readonly Node[], settings: readonly number[]) => Node;

const one =
	(build: (x: Node) => Node): Build =>
	([x]) =>
		build(x);
const two =
	(build: (a: Node, b: Node) => Node): Build =>
	([a, b]) =>
		build(a, b);

/** The pointwise functions, and those that are made from a number. */
const FUNCTIONS: readonly Pointwise[] = [
	...Object.values(functions).filter((f) => typeof f === "object"),
	...[ABS, SIGN, SIN, COS],
];
const FAMILIES: Readonly<Record<string, (setting: number) => Pointwise>> = {
	power: functions.powerOf,
	leakyRelu: functions.leakyReluOf,
};

/** tanh, and its slope tanh', and the slope of that. */
function functionCalled(name: string, [setting]: readonly number[]): Pointwise | null {
	if (name.endsWith("'")) {
		const f = functionCalled(name.slice(0, -1), [setting]);
		return f === null ? null : functions.derivativeOf(f);
	}
	if (Object.hasOwn(FAMILIES, name)) return FAMILIES[name](setting);
	return FUNCTIONS.find((f) => f.name === name) ?? null;
}

const unselectedBy =
	(choice: (...settings: number[]) => Selection<never>): Build =>
	([u, like], settings) =>
		unselect(u, choice(...settings), like);

/** By the names that gates go by. */
const BUILDERS: Readonly<Record<string, Build>> = {
	plus: two(arithmetic.plus),
	minus: two(arithmetic.minus),
	times: two(arithmetic.times),
	maximum: two(arithmetic.maximum),
	scale: ([a], [factor]) => arithmetic.scale(a, factor),
	matmul: two(matmul),
	addColumn: two(addColumn),
	dot: two(dot),
	transpose: one(layout.transpose),
	concatenate: (pieces) => layout.concatenate(...pieces),
	vec: one(layout.vec),
	reshape: ([a], [rows, cols]) => layout.reshape(a, rows, cols),
	slice: ([a], [from, to]) => layout.slice(a, from, to),
	sum: one(reduce.sum),
	rowSums: one(reduce.rowSums),
	columnSums: one(reduce.columnSums),
	mean: one(reduce.mean),
	max: one(reduce.max),
	lookup: two(lookup),
	softmax: one(loss.softmax),
	logSoftmax: one(loss.logSoftmax),
	squaredError: two(loss.squaredError),
	softmaxCrossEntropy: two(loss.softmaxCrossEntropy),
	logisticCrossEntropy: two(loss.logisticCrossEntropy),
	diag: one(diag),
	kron: two(kron),
	scaleBy: two(scaleBy),
	raise: two(raise),
	...{ trace: one(trace), determinant: one(determinant), logDet: one(logDet), inverse: one(inverse) },
	...{ norm1: one(norm1), norm2: one(norm2), frobenius: one(frobenius) },
	spread: two(spread),
	collapse: two(collapse),
	scatter: ([u, ids, like]) => scatter(u, ids, like),
	wins: two(wins),
	largest: two(largestShare),
	perColumn: one(perColumn),
	perEntry: one(perEntry),
	oneHot: two(oneHot),
	unconcatenate: unselectedBy(stackedAt as (offset: number) => Selection<never>),
	unslice: unselectedBy(slicedAt as (from: number, to: number) => Selection<never>),
	unvec: unselectedBy(() => asVec),
	unreshape: unselectedBy(() => asReshaped),
	undiag: unselectedBy(() => onDiagonal),
};

/** The node that a gate of this name makes; null where the library has none of it. */
function built(name: string, inputs: readonly Node[], settings: readonly number[]): Node | null {
	if (Object.hasOwn(BUILDERS, name)) return BUILDERS[name](inputs, settings);
	const f = functionCalled(name, settings);
	return f === null ? null : pointwise(f, inputs[0]);
}

/** Whether the library makes this very gate from its name. */
function isByItsName(gate: Gate, inputs: readonly Node[]): boolean {
	try {
		return built(gate.name, inputs, gate.settings ?? [])?.gate === gate;
	} catch {
		return false; // a gate of that name does not even take such inputs
	}
}

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
