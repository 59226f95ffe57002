/** What `verify()` found: each line with its shape, its reason and its worst error. Shows itself as a table. */
import { type Shape, shapeText } from "../errors";
import type { Node } from "../graph/node";
import type { Line } from "./derivation";

/** A line with what was found about it. */
export interface CheckedLine extends Line {
	readonly shape: Shape;
	/** Worst relative error over all trials. */
	readonly error: number;
}

/** A derivation that was checked, with the worst error of each line. */
export class Verification {
	constructor(
		readonly of: Node,
		readonly wrt: Node,
		readonly lines: readonly CheckedLine[],
		readonly trials: number,
	) {}

	/** The worst relative error of all lines. */
	get worst(): number {
		return Math.max(...this.lines.map(({ error }) => error));
	}

	/** The table as text. */
	toString(): string {
		const rows = this.lines.map(({ expression, reason, shape, error }, k) => {
			const formula = plainFormula(expression.latex());
			return `✓ ${k === 0 ? `∂${this.of.name}/∂${this.wrt.name}` : ""} = ${formula}   ${shapeText(shape)}   ${reason}   worst error ${errorText(error)}`;
		});
		return `${rows.join("\n")}\n${this.trials} random points, backprop and numeric differentiation agree with every line`;
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}

	[Symbol.for("Jupyter.display")](): Record<string, string> {
		const head = "| | | shape | because | worst error |\n|:-:|:--|:-:|:--|--:|";
		const left = `\\dfrac{\\partial ${this.of.latex()}}{\\partial ${this.wrt.latex()}}`;
		const rows = this.lines.map(({ expression, reason, shape, error, form }, k) => {
			const sign = form === "shape" && this.lines[k - 1]?.form === "jacobian" ? "\\;\\widehat{=}\\;" : "=";
			return `| ✓ | $${k === 0 ? left : ""} ${sign} ${expression.latex()}$ | ${shapeText(shape)} | ${reason} | ${errorText(error)} |`;
		});
		const laidOut = rows.some((row) => row.includes("\\widehat"))
			? ` $\\widehat{=}$: the same numbers, laid out in the shape of $${this.wrt.latex()}$.`
			: "";
		const foot = `Every line was evaluated at ${this.trials} random points and agrees with backprop and with numeric differentiation.${laidOut}`;
		return { "text/markdown": `${head}\n${rows.join("\n")}\n\n${foot}`, "text/plain": this.toString() };
	}
}

/** LaTeX of this library as plain text. */
function plainFormula(latex: string): string {
	const SYMBOLS: [RegExp, string][] = [
		[/\^\\top/g, "ᵀ"],
		[/\s*\\odot\s*/g, " ⊙ "],
		[/\s*\\otimes\s*/g, " ⊗ "],
		[/\\mathbf\{1\}/g, "1"],
		[/\\(?:operatorname|mathit)\{([^}]*)\}/g, "$1"],
		[/\\sigma/g, "σ"],
		[/\\delta/g, "δ"],
		[/\\([a-z]+)/g, "$1"],
	];
	return SYMBOLS.reduce((text, [pattern, symbol]) => text.replace(pattern, symbol), latex);
}

function errorText(error: number): string {
	return error === 0 ? "0" : error.toExponential(0);
}
