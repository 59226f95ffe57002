/**
 * The chain rule as an expression, in Jacobian form: the product of the local Jacobians along the path from the output to the
 * variable; where paths part and meet again, the sum over them.
 */

import { matmul } from "../gates/arithmetic";
import { identityNode } from "../gates/jacobians";
import type { Node } from "../graph/node";
import { sizeOf } from "../shape";
import { Walk } from "./paths";

/** The chain rule, written out. */
export interface Chain {
	readonly jacobian: Node;
	/** Along how many ways the variable is reached. */
	readonly paths: number;
	/** How many local Jacobians stand in it. */
	readonly factors: number;
}

/** More paths than these are not written one by one: what they share is written once, and the sums stand in parentheses. */
const MOST_PATHS = 8;

/** ∂vec(of)/∂vec(wrt) by the chain rule; null where a local Jacobian has no formula, or a batch is on the way. */
export function chainRule(of: Node, wrt: Node): Chain | null {
	const walk = new Walk(of, wrt);
	const paths = walk.pathsFrom(of, wrt);
	// A row goes into every term: the paths of a scalar are written one by one, behind the last scalar that all pass.
	const isRow = sizeOf(of) === 1 && paths <= MOST_PATHS;
	const from = isRow ? walk.lastScalar(of) : wrt;
	const before = walk.factors(of, from);
	const terms = walk.allPaths(from);
	const rest = terms === undefined ? null : terms.length === 1 ? terms[0] : [walk.sum(terms, from)];
	if (before === null || rest === null) return null;
	const factors = [...before, ...rest];
	const jacobian =
		factors.length === 0 ? identityNode(sizeOf(of)) : factors.reduce((all, factor) => matmul(all, factor));
	return { jacobian, paths, factors: walk.used };
}

/** What comes along each path from a scalar to the variable, as a row each; null where there are too many, or no formula. */
export function pathTerms(of: Node, wrt: Node): Node[] | null {
	const walk = new Walk(of, wrt);
	if (sizeOf(of) !== 1 || walk.pathsFrom(of, wrt) > MOST_PATHS) return null;
	const paths = walk.allPaths(of);
	return paths?.map((factors) => factors.reduce((all, factor) => matmul(all, factor))) ?? null;
}
