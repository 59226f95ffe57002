/** Keeps the parameters of the best moment of a training run, and ends the run when no better one comes. */
import type { Parameter } from "../graph/node";
import { requireWhole } from "../matrix/checks";
import type { Matrix } from "../matrix/matrix";

/** The best parameters so far, by a score where higher is better. */
export class Best {
	/** The best score so far. */
	score = Number.NEGATIVE_INFINITY;
	private kept: Matrix[] = [];
	private since = 0;

	constructor(private readonly parameters: readonly Parameter[]) {}

	/** Keeps a copy of the parameters when this score is higher than all before. Returns for how many offers none was. */
	offer(score: number): number {
		if (score > this.score) {
			this.score = score;
			this.since = 0;
			this.kept = this.parameters.map((parameter) => parameter.value.copy());
		} else this.since++;
		return this.since;
	}

	/**
	 * For `onEpoch`: offers a score, higher is better, and says when to stop.
	 * @param patience for how many epochs in a row none may be the best
	 */
	stopAfter(patience: number, score: number): "stop" | undefined {
		requireWhole("stopAfter", "the patience", patience, 1);
		return this.offer(score) >= patience ? "stop" : undefined;
	}

	/** Puts the best parameters back. Does nothing before the first offer. */
	restore(): void {
		this.kept.forEach((value, k) => {
			this.parameters[k].value.data.set(value.data);
		});
	}
}
