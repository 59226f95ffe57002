/**
 * `derive(s).withRespectTo(W)` writes a derivation by itself: the gates state their local Jacobians as structures, and
 * with the nodes of the expression as operands these structures are the symbols of the chain rule.
 */
import { GraphError, type Shape, shapeText } from "../errors";
import { scale, times } from "../gates/arithmetic";
import { diag, identityNode, kron } from "../gates/jacobians";
import { transpose, vec } from "../gates/layout";
import { matmul } from "../gates/linear";
import { slopeOf } from "../gates/pointwise";
import type { Node } from "../graph/node";
import { constant } from "../graph/node";
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
	const derivation = new Derivation(of, wrt).line(
		chain,
		steps.length === 1
			? `the local Jacobian of ${of.gate?.name}`
			: "chain rule: the local Jacobians, from the output to the variable",
	);
	if (sizeOf(of) !== 1) return derivation;

	const { row, because, expression, reason } = collapse(steps);
	const simplified = because.length === 0 ? derivation : derivation.line(row, because.join(", and "));
	return simplified.inShapeConvention(expression, reason);
}

/** A derivation's last lines. */
interface Collapsed {
	/** The product, worked out as on paper, and why it may be. */
	readonly row: Node;
	readonly because: readonly string[];
	/** The same in the shape of the variable. */
	readonly expression: Node;
	readonly reason: string;
}

const SCALES = "a diagonal only scales the entries of the row before it";
const NOTHING = "I changes nothing";
const IN_SHAPE = "shape convention: the same numbers, in the shape of the variable";
const OUTER = "δ (xᵀ ⊗ I) holds every product δᵢxⱼ: in the shape of the variable, the outer product";

/** The product from the left: row · diagonal is a Hadamard product, row · (xᵀ ⊗ I) the outer product. */
function collapse(steps: readonly Step[]): Collapsed {
	const because = new Set<string>();
	let row: Node | null = null;
	for (const { symbol, local, output, input } of steps) {
		const x = row === null ? null : outerFactor(local, output);
		if (row !== null && x !== null) {
			if (input !== steps[steps.length - 1].input)
				throw new GraphError(
					`derive: the matrix ${input.name} lies on the way to the variable, which this cannot write yet.`,
				);
			return { row: matmul(row, symbol), because: [...because], expression: matmul(flipped(row), x), reason: OUTER };
		}
		if (isIdentity(local, output)) {
			because.add(NOTHING);
			row ??= symbol;
		} else if (row !== null && local.kind === "diagonal") {
			because.add(SCALES);
			row = times(row, transpose(entriesOf(local as Diagonal<Node>, output)));
		} else row = row === null || isIdentityNode(row) ? symbol : matmul(row, symbol);
	}
	const { input } = steps[steps.length - 1];
	const standing = row as Node;
	if (input.rows !== 1 && input.cols !== 1)
		throw new GraphError(
			`derive: the shape convention for ${input.name} (${shapeText(input)}) is not written by this path yet.`,
		);
	return {
		row: standing,
		because: [...because],
		expression: input.cols === 1 ? flipped(standing) : standing,
		reason: IN_SHAPE,
	};
}

/** xᵀ, where the local Jacobian is xᵀ ⊗ I. */
function outerFactor(local: Local<Node>, output: Node): Node | null {
	if (local.kind !== "kronecker" || output.cols !== 1) return null;
	const { left, right } = local as Kronecker<Node>;
	if (left !== null || right?.is !== "operand") return null;
	return right.transposed ? right.operand : flipped(right.operand);
}

/** The transpose, written as one would: (Aᵀ)ᵀ is A, (A ⊙ B)ᵀ is Aᵀ ⊙ Bᵀ, (AB)ᵀ is BᵀAᵀ. */
function flipped(node: Node): Node {
	const [a, b] = node.inputs;
	switch (node.label === null ? node.gate?.name : undefined) {
		case "transpose":
			return a;
		case "times":
			return times(flipped(a), flipped(b));
		case "matmul":
			return matmul(flipped(b), flipped(a));
		default:
			return transpose(node);
	}
}

const isIdentityNode = (node: Node) => node.role === "constant" && node.label === "I";

function isIdentity(local: Local<Node>, output: Node): boolean {
	if (local.kind === "identity") return (local as Identity<Node>).scale === 1;
	return (
		local.kind === "selection" &&
		(local as Selection<Node>).name === "transpose" &&
		(output.rows === 1 || output.cols === 1)
	);
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
	if (of === wrt || !leadsTo(of))
		throw new GraphError(`derive(${of.name}).withRespectTo(${wrt.name}): ${of.name} does not depend on ${wrt.name}.`);
	const steps: Step[] = [];
	for (let output = of; output !== wrt; ) {
		const ways = output.inputs.flatMap((input, i) => (leadsTo(input) ? [i] : []));
		if (ways.length > 1)
			throw new GraphError(
				`derive(${of.name}).withRespectTo(${wrt.name}): more than one path leads there, they part at ${output.name}. Derive along each one and add the results.`,
			);
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
	if (entries.by === "route" || entries.by === "numbers")
		throw new GraphError(`derive: ${output.name} scales by numbers of its own, which have no formula.`);
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
	if (factor.is === "one-hot")
		throw new GraphError("derive: a lookup is L·E with one-hot columns; write matmul(L, E) to derive it.");
	const [height, width] = [rows as number, cols as number];
	return constant(transposed ? ones(width, height) : ones(height, width), "1");
}
