/** An expression is a tree of nodes, forks allowed. Building it moves no numbers. */
import { GraphError } from "../errors";
import type { Local } from "../local/local";
import { shown } from "../matrix/checks";
import { scalar } from "../matrix/make";
import { Matrix } from "../matrix/matrix";
import { type Dimension, type Shape, shapeText } from "../shape";
import type { Gate, NamedShape } from "./gate";
import { definitionOf, labelLatex, latexOf } from "./latex";

/**
 * A gate of an expression. Where the structure of a local Jacobian does not say how a gradient is written with symbols (a
 * loss, whose Jacobian is one row), the gate says it.
 */
export interface SymbolicGate extends Gate {
	/** upstream × local for input i in shape convention, as an expression; null where the structure says it. */
	gradient?(inputs: readonly Node[], output: Node, i: number, upstream: Node): Node | null;
	/** The local Jacobian for input i, as an expression; null where the structure says it. */
	jacobian?(inputs: readonly Node[], output: Node, i: number): Node | null;
}

/** What a node is. */
export type Role = "input" | "parameter" | "constant" | "operation";

/** A source (input, parameter, constant) or the output of a gate. */
export class Node implements Shape {
	readonly rows: Dimension;
	readonly cols: Dimension;

	constructor(
		readonly role: Role,
		shape: Shape,
		readonly gate: SymbolicGate | null,
		readonly inputs: readonly Node[],
		/** The name it is called by, in formulas and in errors. */
		readonly label: string | null,
		/** The numbers of a parameter or constant. */
		readonly value: Matrix | null = null,
	) {
		this.rows = shape.rows;
		this.cols = shape.cols;
	}

	/** The same operation under a name: `plus(matmul(W, x), b).named("z")` prints as z and is found as "z" in a graph. */
	named(label: string): Node {
		requireLabel("named", label);
		if (this.role !== "operation")
			throw new GraphError(`named("${label}"): ${this.name} is a source and has its name already.`);
		return new Node(this.role, this, this.gate, this.inputs, label);
	}

	/** What errors call it: its label, or how it was made. */
	get name(): string {
		if (this.label !== null) return this.label;
		if (this.gate === null) return this.role;
		const names = this.inputs.map((input) => input.label ?? input.gate?.name ?? input.role);
		return `${this.gate.name}(${names.join(", ")})`;
	}

	/** The local Jacobian with respect to input i, with nodes as operands: symbols, no numbers. Null where there is none. */
	local(i: number): Local<Node> | null {
		return this.gate?.local(this.inputs, this, i, NO_SCRATCH) ?? null;
	}

	/** Its formula in LaTeX: the label, or the operation on its inputs. */
	latex(): string {
		return latexOf(this).text;
	}

	/** The operation on its inputs, also when it has a label: z is Wx + b. */
	definition(): string {
		return definitionOf(this);
	}

	toString(): string {
		return `${this.name} (${shapeText(this)})`;
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}

	[Symbol.for("Jupyter.display")](): Record<string, string> {
		const formula = this.label === null ? this.latex() : `${labelLatex(this.label)} = ${this.definition()}`;
		return { "text/latex": `$$${formula}$$`, "text/plain": this.toString() };
	}
}

/** Structures only refer to the scratch matrix when they move numbers. */
const NO_SCRATCH = new Matrix(0, 0);

/**
 * A value that is given when the graph runs. One of the dimensions may be `"batch"`.
 * @param label the name under which `forward` takes it
 * @throws GraphError for an empty label, or a size that is none
 */
export function input(label: string, rows: Dimension, cols: Dimension = 1): Node {
	requireLabel("input", label);
	for (const size of [rows, cols])
		if (size !== "batch" && !(Number.isSafeInteger(size) && size > 0))
			throw new GraphError(
				`input("${label}"): a size is a whole number, at least 1, or "batch", and this is ${shown(size)}.`,
			);
	if (rows === "batch" && cols === "batch")
		throw new GraphError(`input("${label}"): only one of the dimensions can be the batch.`);
	return new Node("input", { rows, cols }, null, [], label);
}

/** A value that is learned. It carries its numbers; an optimizer changes them in place. */
export function parameter(label: string, value: Matrix): Parameter {
	requireLabel("parameter", label);
	if (!(value instanceof Matrix))
		throw new GraphError(
			`parameter("${label}"): its value is a matrix, and this is ${shown(value)}. Did you mean matrix([[…]])?`,
		);
	return new Node("parameter", value, null, [], label, value) as Parameter;
}

function requireLabel(where: string, label: string): void {
	if (typeof label === "string" && label.trim() !== "") return;
	const found = label === "" ? "an empty text" : shown(label);
	throw new GraphError(`${where}: its label is a text to be called by, and this is ${found}.`);
}

/** A node that carries its numbers. */
export interface Parameter extends Node {
	readonly value: Matrix;
}

/** A value that never changes, and has no gradient. */
export function constant(value: Matrix | number, label: string | null = null): Node {
	const numbers = typeof value === "number" ? scalar(value) : value;
	if (!(numbers instanceof Matrix))
		throw new GraphError(`constant: its value is a matrix or a number, and this is ${shown(value)}.`);
	return new Node("constant", numbers, null, [], label, numbers);
}

/** What a gate takes: a node, or a constant matrix or number (1×1). */
export type Operand = Node | Matrix | number;

/** What a gate was given, as a node. @throws GraphError for anything but a node, a matrix or a number */
export function asNode(operand: Operand): Node {
	if (operand instanceof Node) return operand;
	if (typeof operand === "number" || operand instanceof Matrix) return constant(operand);
	throw new GraphError(
		`An operand is a node, a matrix or a number, and this is ${shown(operand)}. Did you mean matrix([[…]])?`,
	);
}

/** In errors, matrices without a label are called A, B, C, by their place, but for letters that others have; numbers are what they are. */
function named(node: Node, place: number, all: readonly Node[]): NamedShape {
	const { rows, cols, value } = node;
	if (node.role !== "constant" || node.label !== null || value === null) return { rows, cols, name: node.name };
	if (value.data.length === 1) return { rows, cols, name: String(value.data[0]) };
	const letters = [..."ABCDEFGHMNPQ"].filter((letter) => all.every(({ label }) => label !== letter));
	return { rows, cols, name: letters[place] ?? `operand ${place + 1}` };
}

/** A node that applies a gate. Checks the shapes at once, before any number is there. */
export function operation(gate: SymbolicGate, operands: readonly Operand[]): Node {
	const inputs = operands.map(asNode);
	return new Node("operation", gate.shape(inputs.map(named)), gate, inputs, null);
}
