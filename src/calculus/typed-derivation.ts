/** A derivation that somebody typed, with what was found about each line. Shows itself as a table. */

import type { Node } from "../graph/node";
import { type Shape, shapeText } from "../shape";
import type { Form } from "./line";
import type { FoundMistake } from "./mistakes";

/** A typed line, and what was found about it. */
export interface TypedLine {
	readonly text: string;
	/** `unread` after the first wrong line: what follows from it is not looked at. */
	readonly outcome: "right" | "wrong" | "definition" | "unread";
	/** Of a right line: how the derivative is laid out in it, and which rule led to it. */
	readonly form: Form | null;
	readonly shape: Shape | null;
	readonly rule: string | null;
	/** Of the wrong line: the mistake, where it is known by name. */
	readonly mistake: FoundMistake | null;
	/** For who typed it. */
	readonly message: string;
}

const MARKS = { right: "✓", wrong: "✗", definition: "·", unread: "…" };

/** A derivation that was typed, line by line with what was found. */
export class TypedDerivation {
	constructor(
		readonly of: Node,
		readonly wrt: Node,
		readonly lines: readonly TypedLine[],
	) {}

	/** The first line that does not hold; null where all do. */
	get firstWrong(): TypedLine | null {
		return this.lines.find(({ outcome }) => outcome === "wrong") ?? null;
	}

	/** Whether every line holds, and there is one. */
	get isRight(): boolean {
		return this.firstWrong === null && this.lines.some(({ outcome }) => outcome === "right");
	}

	/** A line each: what was typed, and what is to be said about it. */
	toString(): string {
		return this.lines.map(({ text, outcome, message }) => `${MARKS[outcome]} ${text}   ${message}`).join("\n");
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}

	[Symbol.for("Jupyter.display")](): Record<string, string> {
		const rows = this.lines.map(
			({ text, outcome, shape, message }) =>
				`| ${MARKS[outcome]} | \`${text.replaceAll("|", "\\|")}\` | ${shape === null ? "" : shapeText(shape)} | ${message.replaceAll("|", "\\|")} |`,
		);
		return {
			"text/markdown": `| | | shape | |\n|:-:|:--|:-:|:--|\n${rows.join("\n")}`,
			"text/plain": this.toString(),
		};
	}
}
