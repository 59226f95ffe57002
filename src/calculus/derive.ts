/**
 * `derive(s).withRespectTo(W)` writes a derivation by itself: the gates state their local Jacobians as structures, and
 * with the nodes of the expression as operands these structures are the symbols of the chain rule.
 */
import { GraphError, type Shape } from "../errors";
import { minus, scale, times } from "../gates/arithmetic";
import { diag, identityNode, kron } from "../gates/jacobians";
import { transpose, vec } from "../gates/layout";
import { matmul } from "../gates/matmul";
import { slopeOf } from "../gates/pointwise";
import { constant, type Node } from "../graph/node";
import { nodesDependingOn, topologicalOrder } from "../graph/order";
import { SoftmaxBlocks } from "../local/block";
import type { Diagonal } from "../local/diagonal";
import type { Identity } from "../local/identity";
import type { Factor, Kronecker } from "../local/kronecker";
import { type Local, sizeOf } from "../local/local";
import type { Selection } from "../local/selection";
import { ones } from "../matrix/matrix";
import { Derivation } from "./derivation";
import { gradientExpression } from "./gradient-expression";
import { pulled } from "./pulled";

/** One local Jacobian on the way from the output to the variable. */
interface Step {
	/** The gate's output and the input that leads on. */
	readonly output: Node;
	readonly input: Node;
	readonly local: Local<Node>;
	/** The local Jacobian as an expression. */
	readonly symbol: Node;
}

/** A derivation that waits for its variable. */
export interface Derivable {
	/** ∂of/∂wrt, line by line: in Jacobian form where one path of known sizes leads there, then in shape convention. */
	withRespectTo(wrt: Node): Derivation;
}

/** Writes a derivation by itself: the chain rule, what the products collapse to, and the shape convention. */
export function derive(of: Node): Derivable {
	return { withRespectTo: (wrt) => write(of, wrt) };
}

function write(of: Node, wrt: Node): Derivation {
	const steps = pathBetween(of, wrt);
	const byBackwardPass = (lines: Derivation) => lines.inShapeConvention(gradientExpression(of, wrt), BACKWARD);
	// Where several paths lead to the variable, or a batch is on the way: one line, in shape convention.
	if (steps === null) return byBackwardPass(new Derivation(of, wrt));
	const chain = steps.map(({ symbol }) => symbol).reduce(matmul);
	const reason = steps.length === 1 ? `the local Jacobian of ${of.gate?.name}` : CHAIN;
	const derivation = new Derivation(of, wrt).line(chain, reason);
	if (sizeOf(of) !== 1) return derivation;
	const collapsed = collapse(steps);
	if (collapsed === null) return byBackwardPass(derivation);
	const simplified =
		collapsed.because.length === 0 ? derivation : derivation.line(collapsed.row, collapsed.because.join(", and "));
	const result = simplified.inShapeConvention(collapsed.expression, collapsed.reason);
	return collapsed.byDelta === null ? result : result.inShapeConvention(collapsed.byDelta, DELTA);
}

/** A derivation's last lines. */
interface Collapsed {
	/** The product, worked out as on paper, and why it may be. */
	readonly row: Node;
	readonly because: readonly string[];
	/** The same in the shape of the variable. */
	readonly expression: Node;
	readonly reason: string;
	/** The outer product with what arrives at the matrix product under a name of its own. */
	readonly byDelta: Node | null;
}

const CHAIN = "chain rule: the local Jacobians, from the output to the variable";
const BACKWARD = "backward pass: upstream × local along every edge, added up where paths meet";
const SCALES = "a diagonal only scales the entries of the row before it";
const NOTHING = "I changes nothing";
const IN_SHAPE = "shape convention: the same numbers, in the shape of the variable";
const DELTA =
	"δ for what arrives at the matrix product: computed once, it serves the bias and all that lies below, too";
const OUTER = "δ (xᵀ ⊗ I) holds every product δᵢxⱼ: in the shape of the variable, the outer product";

/** The product from the left: row · diagonal is a Hadamard product, row · (xᵀ ⊗ I) the outer product. */
function collapse(steps: readonly Step[]): Collapsed | null {
	const because = new Set<string>();
	let row: Node | null = null;
	for (const { symbol, local, output, input } of steps) {
		const x = row === null ? null : outerFactor(local, output);
		if (row !== null && x !== null) {
			if (input !== steps[steps.length - 1].input) return null;
			const delta = flipped(row);
			return {
				row: matmul(row, symbol),
				because: [...because],
				expression: matmul(delta, x),
				reason: OUTER,
				byDelta: delta.role === "operation" && delta.label === null ? matmul(delta.named(freeName(delta)), x) : null,
			};
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
	if (input.rows !== 1 && input.cols !== 1) return null;
	return {
		row: standing,
		because: [...because],
		expression: input.cols === 1 ? flipped(standing) : standing,
		reason: IN_SHAPE,
		byDelta: null,
	};
}

/** δ, or the first of its kind that no node of the expression has for a name. */
function freeName(node: Node): string {
	const taken = new Set(topologicalOrder(node).map(({ label }) => label));
	return ["δ", "ε", "η", "ζ"].find((name) => !taken.has(name)) ?? "δδ";
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

/**
 * The steps from the output to the variable, where there is one path and every step has a symbol; null else.
 * @throws GraphError when the output does not depend on the variable
 */
function pathBetween(of: Node, wrt: Node): Step[] | null {
	const leading = nodesDependingOn(wrt, topologicalOrder(of));
	if (of === wrt || !leading.has(of)) {
		throw new GraphError(`derive(${of.name}).withRespectTo(${wrt.name}): ${of.name} does not depend on ${wrt.name}.`);
	}
	const steps: Step[] = [];
	for (let output = of; output !== wrt; ) {
		const ways = output.inputs.flatMap((input, i) => (leading.has(input) ? [i] : []));
		const input = output.inputs[ways[0]];
		const local = output.local(ways[0]);
		const symbol = local === null ? null : symbolOf(local, output, input, ways[0]);
		if (ways.length > 1 || local === null || symbol === null) return null;
		steps.push({ output, input, local, symbol });
		output = input;
	}
	return steps;
}

/** The local Jacobian of one gate, written out as an expression of its operands; null where it has no such form. */
function symbolOf(local: Local<Node>, output: Node, input: Node, i: number): Node | null {
	if ([output, input].some(({ rows, cols }) => rows === "batch" || cols === "batch")) return null;
	switch (local.kind) {
		case "identity": {
			const { scale: c } = local as Identity<Node>;
			return c === 1 ? identityNode(sizeOf(input)) : scale(identityNode(sizeOf(input)), c);
		}
		case "diagonal": {
			const { entries } = local as Diagonal<Node>;
			return entries.by === "slope" || entries.by === "operand"
				? diag(entriesOf(local as Diagonal<Node>, output))
				: null;
		}
		case "kronecker":
			return kroneckerSymbol(local as Kronecker<Node>, output, input);
		case "selection":
			return isIdentity(local, output) ? identityNode(sizeOf(input)) : null;
		case "row": {
			const gradient = input.cols === 1 ? pulled(output, i, constant(1)) : null;
			return gradient === null ? null : transpose(gradient);
		}
		case "block":
			return output.cols === 1 && local instanceof SoftmaxBlocks
				? minus(diag(output), matmul(output, transpose(output)))
				: null;
		default:
			return null;
	}
}

/** The entries of a diagonal that has a formula, as a column. */
function entriesOf({ entries }: Diagonal<Node>, output: Node): Node {
	const entry = entries.by === "slope" ? slopeOf(entries.f, entries.x) : (entries as { operand: Node }).operand;
	return output.cols === 1 ? entry : vec(entry);
}

/** Bᵀ ⊗ A, without the factors that are 1×1 identities; null for a lookup, which is L·E with columns that are never written. */
function kroneckerSymbol({ left, right }: Kronecker<Node>, output: Node, input: Node): Node | null {
	if (left?.is === "one-hot" || right?.is === "one-hot") return null;
	const A = left === null ? null : written(left, { rows: output.rows, cols: input.rows }, false);
	const B = right === null ? null : written(right, { rows: input.cols, cols: output.cols }, true);
	const [height, width] = [input.rows as number, input.cols as number];
	if (A === null && B === null) return identityNode(sizeOf(input));
	if (B === null) return width === 1 ? A : kron(identityNode(width), A as Node);
	if (A === null) return height === 1 ? B : kron(B, identityNode(height));
	return kron(B, A);
}

/** A factor as a node, transposed if asked. */
function written(factor: Exclude<Factor<Node>, { is: "one-hot" }>, { rows, cols }: Shape, transposed: boolean): Node {
	if (factor.is === "operand") return factor.transposed === transposed ? factor.operand : transpose(factor.operand);
	const [height, width] = [rows as number, cols as number];
	return constant(transposed ? ones(width, height) : ones(height, width), "1");
}
