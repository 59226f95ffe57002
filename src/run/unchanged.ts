/**
 * Whether the parameters are still those of the last forward pass. Numbers that were not kept are computed from them, and
 * so are gradients: values of before with parameters of now would give the gradient of nothing.
 */
import { GraphError } from "../errors";
import type { Parameter } from "../graph/node";

/** So many entries of each parameter are remembered, evenly spread: all of a small one. */
const REMEMBERED = 64;

export class Unchanged {
	private readonly samples: Float64Array[];
	private isSpent = false;

	constructor(private readonly parameters: readonly Parameter[]) {
		this.samples = parameters.map(({ value }) => new Float64Array(Math.min(REMEMBERED, value.data.length)));
	}

	/** A forward pass begins. */
	remember(): void {
		this.isSpent = false;
		for (let p = 0; p < this.samples.length; p++) {
			const [sample, { data }] = [this.samples[p], this.parameters[p].value];
			for (let k = 0; k < sample.length; k++) sample[k] = data[place(k, sample.length, data.length)];
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
			const [sample, { value, name }] = [this.samples[p], this.parameters[p]];
			for (let k = 0; k < sample.length; k++)
				if (!Object.is(sample[k], value.data[place(k, sample.length, value.data.length)])) return `parameter ${name}`;
		}
		return null;
	}
}

function place(k: number, remembered: number, all: number): number {
	return remembered === all ? k : Math.floor((k * (all - 1)) / (remembered - 1));
}
