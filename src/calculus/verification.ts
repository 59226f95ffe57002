/** What `verify()` found: each line with its shape, its reason and its worst error. Shows itself as a table. */

import { perColumn, perEntry } from "../gates/steps";
import { type Letter, Letters, letterOf, printBeside } from "../graph/letters";
import type { Node } from "../graph/node";
import { topologicalOrder } from "../graph/order";
import { shapeText, sizeOf } from "../shape";
import type { CheckedLine } from "./line";
import { plainFormula } from "./plain";

/** A derivation that was checked, with the worst error of each line. */
export class Verification {
	constructor(
		readonly of: Node,
		readonly wrt: Node,
		readonly lines: readonly CheckedLine[],
		/** At how many random points each line was compared with backprop. */
		readonly trials: number,
		/** How far backprop and numeric differentiation are apart, at those of them where both were compared. */
		private readonly errorsByNumber: readonly number[],
	) {}

	/** At how many of the points backprop was compared with numeric differentiation. */
	get byNumber(): number {
		return this.errorsByNumber.length;
	}

	/** The worst relative error between backprop and numeric differentiation. */
	get worstByNumber(): number {
		return Math.max(...this.errorsByNumber);
	}

	/** The worst relative error of all lines, against backprop. */
	get worst(): number {
		return Math.max(...this.lines.map(({ error }) => error));
	}

	private numericText(): string {
		const points = this.byNumber === 1 ? "1 of them" : `${this.byNumber} of them`;
		return `At ${points} backprop was compared with numeric differentiation, and differs by ${errorText(this.worstByNumber)} at most.`;
	}

	/** What the lines call by a name that is not one of the expression. */
	private get definitions(): Node[] {
		const known = new Set(topologicalOrder(this.of));
		const all = this.lines.flatMap(({ expression }) => topologicalOrder(expression));
		const named = [...new Set(all)].filter(
			(node) => node.role === "operation" && node.label !== null && !known.has(node),
		);
		for (const node of named) printBeside(node, this.of);
		return named;
	}

	/** What the library's own letters mean that stand in the lines. */
	private get meanings(): string[] {
		const nodes = this.lines.flatMap(({ expression }) => topologicalOrder(expression));
		const letters = new Letters(this.lines[0].expression);
		const isCount = ({ gate, inputs }: Node) =>
			(gate === perColumn.gate || gate === perEntry.gate) && Number.isNaN(sizeOf(inputs[0]));
		const isThere = (letter: Letter) =>
			nodes.some((node) => (letter === "B" ? isCount(node) : letterOf(node) === letter));
		return (["B", "K", "E"] as const).filter(isThere).map((letter) => `${letters.of(letter)} ${MEANINGS[letter]}`);
	}

	/** The table as text. */
	toString(): string {
		const rows = this.lines.map(({ expression, reason, shape, error }, k) => {
			const formula = plainFormula(expression.latex());
			return `✓ ${k === 0 ? `∂${nameOf(this.of)}/∂${nameOf(this.wrt)} ` : ""}= ${formula}   ${shapeText(shape)}   ${reason}   off backprop by ${errorText(error)} at most`;
		});
		const where = this.definitions.map((node) => `where ${nameOf(node)} = ${plainFormula(node.definition())}`);
		const letters = this.meanings.map((meaning) => `where ${meaning}`);
		return `${[...rows, ...where, ...letters].join("\n")}\n${this.trials} random points: every line agrees with backprop at each of them. ${this.numericText()}`;
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}

	[Symbol.for("Jupyter.display")](): Record<string, string> {
		const head = "| | | shape | because | off backprop by |\n|:-:|:--|:-:|:--|--:|";
		const left = `\\dfrac{\\partial ${this.of.latex()}}{\\partial ${this.wrt.latex()}}`;
		const rows = this.lines.map(({ expression, reason, shape, error, form }, k) => {
			const sign = form === "shape" && this.lines[k - 1]?.form === "jacobian" ? "\\;\\widehat{=}\\;" : "=";
			return `| ✓ | $${k === 0 ? left : ""} ${sign} ${expression.latex()}$ | ${shapeText(shape)} | ${reason} | ${errorText(error)} |`;
		});
		const laidOut = rows.some((row) => row.includes("\\widehat"))
			? ` $\\widehat{=}$: the same numbers, laid out in the shape of $${this.wrt.latex()}$.`
			: "";
		const where = [...this.definitions.map((node) => `$${node.latex()} = ${node.definition()}$`), ...this.meanings];
		const given = where.length === 0 ? "" : `Here ${where.join(", ")}.\n\n`;
		const foot = `${given}Every line was evaluated at ${this.trials} random points and agrees with backprop at each of them; the last column is the largest relative error. ${this.numericText()}${laidOut}`;
		return { "text/markdown": `${head}\n${rows.join("\n")}\n\n${foot}`, "text/plain": this.toString() };
	}
}

const MEANINGS = {
	B: "is how many examples the batch has",
	K: "takes vec(X) to vec(Xᵀ)",
	E: "holds rows of I, by their numbers",
} satisfies Partial<Record<Letter, string>>;

/** The name, or the formula of what has none. */
function nameOf(node: Node): string {
	return node.label ?? plainFormula(node.latex());
}

function errorText(error: number): string {
	return error === 0 ? "0" : error.toExponential(0);
}
