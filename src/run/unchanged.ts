/**
 * Whether the parameters are still those of the last forward pass. Numbers that were not kept are computed from them, and
 * so are gradients: values of before with parameters of now would give the gradient of nothing.
 */
import { GraphError } from "../errors";
import type { Parameter } from "../graph/node";

/** So many entries of each parameter are remembered, evenly spread: all of a small one. */
const REMEMBERED = 16;

/** Some entries of a parameter, as they were. */
interface Sample {
	readonly places: Int32Array;
	readonly entries: Float64Array;
}

export class Unchanged {
	private readonly samples: readonly Sample[];
	private isSpent = false;

	constructor(private readonly parameters: readonly Parameter[]) {
		this.samples = parameters.map(({ value: { data } }) => {
			const count = Math.min(REMEMBERED, data.length);
			const places = Int32Array.from({ length: count }, (_, k) =>
				Math.round((k * (data.length - 1)) / (count - 1 || 1)),
			);
			return { places, entries: new Float64Array(count) };
		});
	}

	/** A forward pass begins. */
	remember(): void {
		this.isSpent = false;
		for (let p = 0; p < this.samples.length; p++) {
			const { places, entries } = this.samples[p];
			const { data } = this.parameters[p].value;
			for (let k = 0; k < places.length; k++) entries[k] = data[places[k]];
		}
	}

	/** An optimizer has made its step. */
	spend(): void {
		this.isSpent = true;
	}

	/** @throws GraphError where a parameter has changed @param what is asked for */
	require(what: string): void {
		const changed = this.isSpent ? "parameters" : this.firstChanged();
		if (changed === null) return;
		throw new GraphError(
			`${what}: the ${changed} changed since the last forward pass, whose numbers this would be computed from. Run forward({ … }) again; or ask before the optimizer's step, or give the node a name, node.named("z"): the value of what has a name is kept.`,
		);
	}

	private firstChanged(): string | null {
		for (let p = 0; p < this.samples.length; p++) {
			const { places, entries } = this.samples[p];
			const { data } = this.parameters[p].value;
			for (let k = 0; k < places.length; k++) {
				const [before, now] = [entries[k], data[places[k]]];
				if (before !== now && !(Number.isNaN(before) && Number.isNaN(now)))
					return `parameter ${this.parameters[p].name}`;
			}
		}
		return null;
	}
}
