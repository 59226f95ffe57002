/**
 * A derivation is data: lines, each an expression with the reason why it follows. Its LaTeX is printed from the
 * expressions, so what is shown is what is verified.
 */
import { DataError, GraphError } from "../errors";
import { printBeside } from "../graph/letters";
import { Node } from "../graph/node";
import { topologicalOrder } from "../graph/order";
import { shown } from "../matrix/checks";
import type { Line } from "./line";
import { prove, type VerifyOptions } from "./prove";
import type { Verification } from "./verification";

/** A derivative, line by line; each line an expression with the reason why it follows. */
export class Derivation {
	/**
	 * @param of what is differentiated, usually a scalar
	 * @param wrt the source with respect to which
	 */
	constructor(
		readonly of: Node,
		readonly wrt: Node,
		readonly lines: readonly Line[] = [],
	) {
		requireNode("derivation", "what is differentiated", of);
		requireNode("derivation", `what ${of.name} is differentiated by`, wrt);
		if (!topologicalOrder(of).includes(wrt))
			throw new GraphError(`∂${of.name}/∂${wrt.name}: ${of.name} does not depend on ${wrt.name}.`);
		const known = new Set(topologicalOrder(of));
		for (const { expression } of lines) if (!known.has(expression)) printBeside(expression, of);
	}

	/** A further line in Jacobian form. */
	line(expression: Node, reason: string): Derivation {
		return new Derivation(this.of, this.wrt, [...this.lines, { expression, reason, form: "jacobian" }]);
	}

	/** A further line in shape convention. */
	inShapeConvention(expression: Node, reason: string): Derivation {
		return new Derivation(this.of, this.wrt, [...this.lines, { expression, reason, form: "shape" }]);
	}

	/**
	 * Evaluates all lines at random points. Every line must have the shape that its form asks for, and the value that
	 * backprop gives and, at some of the points, numeric differentiation.
	 * @throws CheckError naming the first line that does not hold, and what is probably wrong with it
	 */
	verify(options: VerifyOptions = {}): Verification {
		if (this.wrt.gate !== null)
			throw new GraphError(
				`∂${this.of.name}/∂${this.wrt.name}: ${this.wrt.name} is computed, and only a source can be given random numbers. Derive with respect to one, or put an input in its place.`,
			);
		return prove(this, options);
	}
}

/** @throws DataError unless `value` is a node */
export function requireNode(where: string, what: string, value: unknown): void {
	if (!(value instanceof Node))
		throw new DataError(
			`${where}: ${what} is ${shown(value)}, and has to be a node, as parameter("W", …) or an expression of nodes.`,
		);
}

/** A derivation written by hand: `derivation(s, b).line(…, "chain rule").inShapeConvention(…, "…").verify()`. */
export function derivation(of: Node, wrt: Node): Derivation {
	return new Derivation(of, wrt);
}
