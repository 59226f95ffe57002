/** What `check` says: right, wrong with the reason, or untouched. In colour, with a sign and a word, and as data. */
import { environment } from "../environment";
import { escapeXml } from "../show/svg";

/** The type under which a verdict is kept as data in a notebook. */
export const VERDICT_MIME = "application/vnd.gradlab.verdict.v1+json";

/** How an answer was found. */
export type Outcome = "right" | "wrong" | "untouched";

const SIGNS: Readonly<Record<Outcome, { sign: string; word: string; colour: string }>> = {
	right: { sign: "✓", word: "Right", colour: "#009e73" },
	wrong: { sign: "✗", word: "Not yet", colour: "#d55e00" },
	untouched: { sign: "○", word: "Yours to write", colour: "#777777" },
};

/** Whether marks are given: as the kernel's own host sees it, and as nbgrader says it. */
const isGrading = (): boolean =>
	environment("GRADLAB_GRADING") === "1" || environment("NBGRADER_EXECUTION") === "autograde";

/** The result of a check. */
export class Verdict {
	constructor(
		readonly id: string,
		readonly outcome: Outcome,
		/** What is wrong and why, to one person; empty where nothing is. */
		readonly reason: string,
		/** What the exercise is worth. */
		readonly points: number,
		/** What the answer earns: all, nothing, or a part where the answer has parts. */
		readonly earned: number,
		/** The known mistake that it is, or null. */
		readonly mistake: string | null = null,
		/** What a wrong answer of no known kind gave at first, as text. */
		readonly given: string | null = null,
	) {}

	/** A sign, a word, the reason. */
	toString(): string {
		const { sign, word } = SIGNS[this.outcome];
		return `${sign} ${this.id} ${word}${this.share}.${this.reason === "" ? "" : ` ${this.reason}`}`;
	}

	private get share(): string {
		return this.outcome === "wrong" && this.earned > 0 ? ` (${this.earned} of ${this.points} points)` : "";
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}

	[Symbol.for("Jupyter.display")](): Record<string, unknown> {
		const { sign, word, colour } = SIGNS[this.outcome];
		const { id, outcome, reason, points, earned, mistake, given } = this;
		return {
			"text/html": `<div role="status" style="border-left:4px solid ${colour};padding:4px 12px"><b style="color:${colour}">${sign} ${escapeXml(id)} ${word}${this.share}.</b> ${escapeXml(reason)}</div>`,
			// nbgrader reads points off the text of a result, which has to be a number.
			"text/plain": isGrading() ? String(earned) : this.toString(),
			[VERDICT_MIME]: { id, outcome, reason, points: earned, of: points, mistake, given },
		};
	}
}
