/**
 * The mean of the weights over the last steps. Steps of one size never come to rest: they jump about the place where the
 * loss is smallest, and their mean lies nearer to it than any of them.
 * Source: B. T. Polyak and A. B. Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
 */
import type { Parameter } from "../graph/node";
import { POSITIVE, requireNumber, requireWhole } from "../matrix/checks";
import type { Matrix } from "../matrix/matrix";

/** How often an average is taken while it fades: oftener costs time and changes nothing. */
const TAKEN = 50;

/** A mean of parameters that fades: steps longer ago than `span` weigh little. */
export class Average {
	/** Steps since the beginning. */
	steps = 0;
	private readonly means: readonly Matrix[];
	private readonly every: number;

	/** @param span over how many steps the mean goes, about; a pass over all examples is a good choice */
	constructor(
		readonly parameters: readonly Parameter[],
		private readonly span: number,
	) {
		requireNumber("Average", "the number of steps", span, POSITIVE);
		this.means = parameters.map(({ value }) => value.copy());
		// Odd: weights that jump to and fro are not always met on the same side.
		this.every = 2 * Math.floor(span / TAKEN / 2) + 1;
	}

	/** To be called after each step: takes the parameters as they are into the mean. */
	step(): void {
		this.steps++;
		if (this.steps % this.every !== 0) return;
		const taken = this.steps / this.every;
		// At first the mean of all, in which later ones weigh more: the first steps are far off.
		const share = Math.max(2 / (taken + 1), this.every / this.span);
		this.parameters.forEach(({ value }, k) => {
			const [mean, now] = [this.means[k].data, value.data];
			for (let i = 0; i < mean.length; i++) mean[i] += share * (now[i] - mean[i]);
		});
	}

	/** Calls f while the parameters hold the mean. Afterwards they are what they were, also where f throws. */
	during<T>(f: () => T): T {
		if (this.steps < this.every) return f();
		const before = this.parameters.map(({ value }) => value.data.slice());
		this.parameters.forEach(({ value }, k) => {
			value.data.set(this.means[k].data);
		});
		try {
			return f();
		} finally {
			this.parameters.forEach(({ value }, k) => {
				value.data.set(before[k]);
			});
		}
	}

	/** The means, by the parameters' names: for checkpoints. The matrices themselves, not copies. */
	memory(): Record<string, Matrix> {
		return Object.fromEntries(this.parameters.map(({ label }, k) => [`average.${label}`, this.means[k]]));
	}

	/** Goes on after so many steps. @throws DataError unless it is a whole number */
	resume(steps: number): void {
		requireWhole("Average", "the number of steps", steps, 0);
		this.steps = steps;
	}
}
