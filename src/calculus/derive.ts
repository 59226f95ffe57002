/**
 * `derive(s).withRespectTo(W)` writes a derivation by itself: the gates state their local Jacobians as structures, and
 * with the nodes of the expression as operands these structures are the symbols of the chain rule.
 */
import { GraphError, type Shape, shapeText } from "../errors";
import type { Node } from "../graph/node";
import { diag, identityNode, kron, vec } from "../gates/jacobians";
import { matmul, transpose } from "../gates/linear";
import { scale, times } from "../gates/arithmetic";
import { constant } from "../graph/node";
import { slopeOf } from "../gates/pointwise";
import type { Diagonal } from "../local/diagonal";
import type { Identity } from "../local/identity";
import type { Factor, Kronecker } from "../local/kronecker";
import { type Local, sizeOf } from "../local/local";
import type { Selection } from "../local/selection";
import { Matrix, ones } from "../matrix/matrix";
import { Derivation } from "./derivation";

/** One local Jacobian on the way from the output to the variable. */
interface Step {
	/** The gate's output and the input that leads on. */
	readonly output: Node;
	readonly input: Node;
	readonly local: Local<Node>;
	/** The local Jacobian as an expression. */
	readonly symbol: Node;
}

export function derive(of: Node): { withRespectTo(wrt: Node): Derivation } {
	return { withRespectTo: (wrt) => write(of, wrt) };
}

function write(of: Node, wrt: Node): Derivation {
	const steps = pathBetween(of, wrt);
	const chain = steps.map(({ symbol }) => symbol).reduce(matmul);
	let derivation = new Derivation(of, wrt).line(chain, steps.length === 1 ? `the local Jacobian of ${of.gate?.name}` : "chain rule: the local Jacobians, from the output to the variable");
	if (sizeOf(of) !== 1) return derivation;

	const collapsed = collapse(steps);
	if (collapsed.row !== null && collapsed.simpler) {
		derivation = derivation.line(collapsed.row, "a diagonal only scales the entries of the row before it, and I changes nothing");
	}
	const { expression, reason } = collapsed.inShape;
	return derivation.inShapeConvention(expression, reason);
}

/** The product from the left, as on paper: row · diagonal is a Hadamard product, row · (xᵀ ⊗ I) the outer product. */
function collapse(steps: readonly Step[]): { row: Node | null; simpler: boolean; inShape: { expression: Node; reason: string } } {
	let row: Node | null = null;
	let simpler = false;
	for (const [k, { symbol, local, output }] of steps.entries()) {
		const outer = local as Kronecker<Node>;
		const right = local.kind === "kronecker" && outer.left === null ? outer.right : null;
		if (k === steps.length - 1 && row !== null && right?.is === "operand" && output.cols === 1) {
			const x = right.transposed ? right.operand : transpose(right.operand); // xᵀ
			return { row: matmul(row, symbol), simpler, inShape: { expression: matmul(transpose(row), x), reason: "δ (xᵀ ⊗ I) holds every product δᵢxⱼ: in the shape of the variable, the outer product" } };
		}
		if (row === null) row = symbol;
		else if (isIdentity(local, output)) simpler = true;
		else if (local.kind === "diagonal") {
			row = times(row, transpose(entriesOf(local as Diagonal<Node>, output)));
			simpler = true;
		} else row = matmul(row, symbol);
	}
	const last = steps[steps.length - 1].input;
	const standing = last.cols === 1 ? transpose(row as Node) : (row as Node);
	if (last.cols !== 1 && last.rows !== 1) throw new GraphError(`derive: the shape convention for ${last.name} (${shapeText(last)}) is not written by this path yet.`);
	return { row, simpler, inShape: { expression: standing, reason: "shape convention: the same numbers, in the shape of the variable" } };
}

function isIdentity(local: Local<Node>, output: Node): boolean {
	if (local.kind === "identity") return (local as Identity<Node>).scale === 1;
	return local.kind === "selection" && (local as Selection<Node>).name === "transpose" && (output.rows === 1 || output.cols === 1);
}

/** The steps from the output to the variable. @throws GraphError when there is no path, or more than one */
function pathBetween(of: Node, wrt: Node): Step[] {
	const leads = new Map<Node, boolean>();
	const leadsTo = (node: Node): boolean => {
		const known = leads.get(node);
		if (known !== undefined) return known;
		const answer = node === wrt || node.inputs.some(leadsTo);
		leads.set(node, answer);
		return answer;
	};
	if (of === wrt || !leadsTo(of)) throw new GraphError(`derive(${of.name}).withRespectTo(${wrt.name}): ${of.name} does not depend on ${wrt.name}.`);
	const steps: Step[] = [];
	for (let output = of; output !== wrt; ) {
		const ways = output.inputs.flatMap((input, i) => (leadsTo(input) ? [i] : []));
		if (ways.length > 1) throw new GraphError(`derive(${of.name}).withRespectTo(${wrt.name}): more than one path leads there, they part at ${output.name}. Derive along each one and add the results.`);
		const input = output.inputs[ways[0]];
		const local = output.gate?.local(output.inputs, output, ways[0], new Matrix(0, 0)) ?? null;
		if (local === null) throw new GraphError(`derive: ${output.name} has no derivative with respect to ${input.name}.`);
		steps.push({ output, input, local, symbol: symbolOf(local, output, input) });
		output = input;
	}
	return steps;
}

/** The local Jacobian of one gate, written out as an expression of its operands. */
function symbolOf(local: Local<Node>, output: Node, input: Node): Node {
	const I = identityNode(sizeOf(input));
	switch (local.kind) {
		case "identity": {
			const { scale: c } = local as Identity<Node>;
			return c === 1 ? I : scale(I, c);
		}
		case "diagonal":
			return diag(entriesOf(local as Diagonal<Node>, output));
		case "kronecker":
			return kroneckerSymbol(local as Kronecker<Node>, output, input);
		case "selection":
			if (isIdentity(local, output)) return I;
	}
	throw new GraphError(`derive: the local Jacobian of ${output.gate?.name} (${local.kind}) has no symbol yet.`);
}

/** The entries of a diagonal, as a column. */
function entriesOf(local: Diagonal<Node>, output: Node): Node {
	const { entries } = local;
	if (entries.by === "route") throw new GraphError(`derive: ${output.name} routes by its values, which has no formula.`);
	const entry = entries.by === "slope" ? slopeOf(entries.f, entries.x) : entries.operand;
	return output.cols === 1 ? entry : vec(entry);
}

/** Bᵀ ⊗ A, without the factors that are 1×1 identities. */
function kroneckerSymbol({ left, right }: Kronecker<Node>, output: Node, input: Node): Node {
	const A = left === null ? null : written(left, { rows: output.rows, cols: input.rows }, false);
	const B = right === null ? null : written(right, { rows: input.cols, cols: output.cols }, true);
	const [height, width] = [input.rows as number, input.cols as number];
	if (A === null && B === null) return identityNode(sizeOf(input));
	if (B === null) return width === 1 ? (A as Node) : kron(identityNode(width), A as Node);
	if (A === null) return height === 1 ? B : kron(B, identityNode(height));
	return kron(B, A);
}

/** A factor as a node, transposed if asked. */
function written(factor: Factor<Node>, { rows, cols }: Shape, transposed: boolean): Node {
	if (factor.is === "operand") return factor.transposed === transposed ? factor.operand : transpose(factor.operand);
	if (factor.is === "one-hot") throw new GraphError("derive: a lookup is L·E with one-hot columns; write matmul(L, E) to derive it.");
	const [height, width] = [rows as number, cols as number];
	return constant(transposed ? ones(width, height) : ones(height, width), "1");
}
