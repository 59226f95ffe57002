/** Keeps the parameters of the best moment of a training run, for early stopping. */
import type { Parameter } from "../graph/node";
import type { Matrix } from "../matrix/matrix";

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

	/** Puts the best parameters back. Does nothing before the first offer. */
	restore(): void {
		this.kept.forEach((value, k) => {
			this.parameters[k].value.data.set(value.data);
		});
	}
}
