/** Keeps the parameters of the best moment of a training run, and ends the run when no better one comes. */
import type { Parameter } from "../graph/node";
import { requireWhole } from "../matrix/checks";
import type { Matrix } from "../matrix/matrix";

/** The best parameters so far, by a score where higher is better. */
export class Best {
	/** The best score so far. */
	score = Number.NEGATIVE_INFINITY;
	/** For how many offers in a row none was the best. */
	since = 0;
	private readonly kept: readonly Matrix[];

	constructor(private readonly parameters: readonly Parameter[]) {
		this.kept = parameters.map(({ value }) => value.copy());
	}

	/** Keeps a copy of the parameters when this score is higher than all before. Returns for how many offers none was. */
	offer(score: number): number {
		if (score > this.score) {
			this.score = score;
			this.since = 0;
			this.parameters.forEach(({ value }, k) => {
				this.kept[k].data.set(value.data);
			});
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

	/** Puts the best parameters back. Does nothing before the first offer that had a score. */
	restore(): void {
		if (this.score === Number.NEGATIVE_INFINITY) return;
		this.kept.forEach((value, k) => {
			this.parameters[k].value.data.set(value.data);
		});
	}

	/** The best parameters, by name: for checkpoints. The matrices themselves, not copies. */
	memory(): Record<string, Matrix> {
		return Object.fromEntries(this.parameters.map(({ label }, k) => [`best.${label}`, this.kept[k]]));
	}
}
