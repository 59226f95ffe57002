/** Expressions from JSON: the gates by name. */
import { GraphError } from "../errors";
import type { JsonExpression, JsonNode } from "../graph/json";
import { constant, input, Node, parameter } from "../graph/node";
import { float32, Matrix } from "../matrix/matrix";
import { abs, sign } from "./absolute";
import { collapse, largestShare, oneHot, perColumn, perEntry, scatter, spread, wins } from "./adjoint";
import * as arithmetic from "./arithmetic";
import { determinant, logDet } from "./determinant";
import { LOGISTIC, TANH } from "./functions";
import { inverse } from "./inverse";
import { diag, kron } from "./jacobians";
import * as layout from "./layout";
import { addColumn, dot } from "./linear";
import { lookup } from "./lookup";
import * as loss from "./loss";
import { matmul } from "./matmul";
import { frobenius, norm1, norm2 } from "./norms";
import * as functions from "./pointwise";
import { raise } from "./raise";
import * as reduce from "./reduce";
import { scaleBy } from "./scale-by";
import { trace } from "./trace";
import { cos, sin } from "./wave";

type Build = (inputs: readonly Node[], settings: readonly number[]) => Node;

const one =
	(build: (x: Node) => Node): Build =>
	([x]) =>
		build(x);
const two =
	(build: (a: Node, b: Node) => Node): Build =>
	([a, b]) =>
		build(a, b);

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
	logistic: one(functions.logistic),
	tanh: one(functions.tanh),
	relu: one(functions.relu),
	exp: one(functions.exp),
	log: one(functions.log),
	square: one(functions.square),
	sqrt: one(functions.sqrt),
	reciprocal: one(functions.reciprocal),
	softplus: one(functions.softplus),
	power: ([x], [p]) => functions.power(x, p),
	leakyRelu: ([x], [leak]) => functions.leakyRelu(x, leak),
	"tanh'": one((z) => functions.slopeOf(TANH, z)),
	"logistic'": one((z) => functions.slopeOf(LOGISTIC, z)),
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
	...{ abs: one(abs), sign: one(sign), sin: one(sin), cos: one(cos), raise: two(raise) },
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
};

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
	json.nodes.forEach((node, k) => made.push(nodeFrom(node, k, made)));
	return made[made.length - 1];
}

function nodeFrom(json: JsonNode, k: number, made: readonly Node[]): Node {
	const { role, label, rows, cols, gate, settings = [], inputs = [] } = json;
	if (role === "input") return input(label as string, rows, cols);
	if (role === "parameter") return parameter(label as string, matrixOf(json, k));
	if (role === "constant") return constant(matrixOf(json, k), label ?? null);
	const build = Object.hasOwn(BUILDERS, gate ?? "") ? BUILDERS[gate as string] : undefined;
	if (build === undefined)
		throw new GraphError(`expressionFromJson: node ${k} is made by “${gate}”, which is no gate of the library.`);
	const operands = inputs.map((position) => {
		if (made[position] instanceof Node) return made[position];
		throw new GraphError(`expressionFromJson: node ${k} takes node ${position}, which does not come before it.`);
	});
	const node = build(operands, settings);
	if (node.rows !== rows || node.cols !== cols)
		throw new GraphError(
			`expressionFromJson: node ${k}, ${gate}, is said to be ${rows}×${cols} and is ${node.rows}×${node.cols}.`,
		);
	return label === undefined ? node : node.named(label);
}

function matrixOf({ rows, cols, numbers, precision }: JsonNode, k: number): Matrix {
	if (!Array.isArray(numbers) || numbers.length !== Number(rows) * Number(cols))
		throw new GraphError(`expressionFromJson: node ${k} is ${rows}×${cols}, and has not as many numbers.`);
	const value = new Matrix(Number(rows), Number(cols), Float64Array.from(numbers, Number));
	return precision === "f32" ? float32(value) : value;
}
