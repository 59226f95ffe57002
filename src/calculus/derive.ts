/**
 * `derive(s).withRespectTo(W)` writes a derivation by itself: the gates state their local Jacobians as structures, and
 * with the nodes of the expression as operands these structures are the symbols of the chain rule. From there the rules of
 * calculus/rules.ts lead to the form that stands in textbooks, a line a step.
 */
import { GraphError } from "../errors";
import { times } from "../gates/arithmetic";
import { identityNode } from "../gates/jacobians";
import { constant, type Node } from "../graph/node";
import { nodesDependingOn, orderUpTo, topologicalOrder } from "../graph/order";
import { sizeOf } from "../shape";
import { type Chain, chainRule } from "./chain";
import { deltaNames, outerProducts } from "./deltas";
import { Derivation, requireNode } from "./derivation";
import { Formulas } from "./formulas";
import { backwardPass } from "./gradient-expression";
import type { Line } from "./line";
import { UNITS } from "./rules";
import { simplified, simplify, tidied } from "./simplify";

/** A derivation that waits for its variable. */
export interface Derivable {
	/** ∂of/∂wrt, line by line: in Jacobian form where all sizes are known, then in shape convention. */
	withRespectTo(wrt: Node): Derivation;
}

/** Writes a derivation by itself: the chain rule, what its products are, and the shape convention, in textbook form. */
export function derive(of: Node): Derivable {
	requireNode("derive", "what is differentiated", of);
	return {
		withRespectTo: (wrt) => {
			requireNode("derive", `what ${of.name} is differentiated by`, wrt);
			return new Derivation(of, wrt, linesFor(of, wrt));
		},
	};
}

const CHAIN = "chain rule: the local Jacobians, from the output to the variable";
const PATHS = "chain rule: the local Jacobians along each path, and the sum over the paths";
const BACKWARD = "backward pass: upstream × local along every edge, added up where paths meet";
const IN_SHAPE = "shape convention: the same numbers, in the shape of the variable";
const OUTER = "δᵀ (xᵀ ⊗ I) holds every product δᵢxⱼ: in the shape of the variable, the outer product";
const KRONECKER = "shape convention: a row vec(U)ᵀ times Bᵀ ⊗ A is, in the shape of the variable, AᵀUBᵀ";
const DELTA =
	"δ for what arrives at the matrix product: computed once, it serves the bias and all that lies below, too";

/** So many operations, written out, are more than anybody reads. */
const MOST_OPERATIONS = 3000;

/** A line in Jacobian form longer than this helps nobody. */
const MOST_FACTORS = 40;

function linesFor(of: Node, wrt: Node): Line[] {
	if (of === wrt)
		return [{ expression: identityNode(sizeOf(wrt)), reason: "x moves with itself, entry by entry", form: "jacobian" }];
	if (
		!nodesDependingOn(wrt, topologicalOrder(of)).has(of) ||
		(wrt.gate === null && !topologicalOrder(of).includes(wrt))
	)
		throw new GraphError(`derive(${of.name}).withRespectTo(${wrt.name}): ${of.name} does not depend on ${wrt.name}.`);
	const gradient = isScalar(of) ? tidied(backwardPass(of, wrt, (_node, upstream) => tidied(upstream))) : of;
	if (lengthOf(gradient) > MOST_OPERATIONS)
		throw new GraphError(
			`derive(${of.name}).withRespectTo(${wrt.name}): written out, it would have more than ${MOST_OPERATIONS} operations, since what the paths share stands in each of them. graph.backward() computes it; to read it, give what repeats a name, h.named("h"), or derive one step of it.`,
		);
	const chain = chainRule(of, wrt);
	const jacobian = chain === null || chain.factors > MOST_FACTORS ? [] : inJacobianForm(of, chain);
	if (!isScalar(of)) {
		if (jacobian.length > 0) return jacobian;
		throw new GraphError(
			`derive(${of.name}).withRespectTo(${wrt.name}): only a scalar can be derived over a batch of unknown size; end the expression in one, for example sum(…).`,
		);
	}
	return [...jacobian, ...inShapeConvention(of, wrt, gradient, jacobian)];
}

/** How many operations stand in a formula as it is printed: what is shared counts wherever it stands. */
function lengthOf(formula: Node): number {
	const lengths = new Map<Node, number>();
	for (const part of orderUpTo(formula, ({ label }) => label !== null))
		lengths.set(part, part.label === null ? part.inputs.reduce((sum, input) => sum + (lengths.get(input) ?? 0), 1) : 1);
	return lengths.get(formula) as number;
}

const isScalar = ({ rows, cols }: Node): boolean => rows === 1 && cols === 1;

/** The chain rule, and the same without its identities; of what is no scalar, as far as it can be simplified. */
function inJacobianForm(of: Node, { jacobian, paths, factors }: Chain): Line[] {
	const reason = paths > 1 ? PATHS : factors === 1 ? `the local Jacobian of ${of.gate?.name}` : CHAIN;
	const steps = simplify(jacobian, isScalar(of) ? [UNITS] : undefined);
	return [{ expression: jacobian, because: reason }, ...steps].map(({ expression, because }) => ({
		expression,
		reason: because,
		form: "jacobian",
	}));
}

/** The gradient in the shape of the variable, step by step into textbook form. */
function inShapeConvention(of: Node, wrt: Node, gradient: Node, before: readonly Line[]): Line[] {
	const formulas = new Formulas();
	const last = before.at(-1);
	const products = outerProducts(of, wrt);
	const isVector = wrt.rows === 1 || wrt.cols === 1;
	const reason = last === undefined ? BACKWARD : isVector ? IN_SHAPE : products.size > 0 ? OUTER : KRONECKER;
	// Of a scalar by a scalar both forms are one.
	const isNew = last === undefined || !formulas.same(last.expression, gradient);
	const lines = [
		...(isNew ? [{ expression: gradient, reason, form: "shape" as const }] : []),
		...simplify(gradient).map(({ expression, because }) => ({ expression, reason: because, form: "shape" as const })),
	];
	const byDelta = withDeltas(of, wrt, products);
	return byDelta === null ? lines : [...lines, { expression: byDelta, reason: DELTA, form: "shape" }];
}

const TIMES = times(constant(1), constant(1)).gate;

/** The gradient with a name for what arrives at each matrix product; null where nothing long enough for a name arrives. */
function withDeltas(of: Node, wrt: Node, products: ReadonlySet<Node>): Node | null {
	const names = deltaNames(of, products.size);
	let named = 0;
	const expression = backwardPass(of, wrt, (node, upstream) => {
		const gradient = simplified(upstream);
		// A gradient that is a Hadamard product has come through a layer: it is worth its name.
		const isWorth = products.has(node) && gradient.label === null && gradient.gate === TIMES;
		return isWorth ? gradient.named(names[named++]) : gradient;
	});
	return named === products.size && named > 0 ? simplified(expression) : null;
}
