/**
 * Whether the parameters are still those of the last forward pass. Numbers that were not kept are computed from them, and
 * so are gradients: values of before with parameters of now would give the gradient of nothing.
 *
 * Small parameters are compared whole. Of a large one a few entries are, the next ones at every pass: to read all of it
 * would cost as much as a forward pass of one example. An optimizer says itself that it has made its step.
 */
import { GraphError } from "../errors";
import type { Parameter } from "../graph/node";
import type { Numbers } from "../matrix/numbers";

/** Up to so many entries a parameter is compared whole. */
const SMALL = 64;
/** So many entries of a larger one. */
const SAMPLED = 16;

/** A run of entries of a parameter, as they were. */
class Sample {
	private readonly entries: Float64Array;
	private first = 0;

	constructor(private readonly data: Numbers) {
		this.entries = new Float64Array(data.length <= SMALL ? data.length : SAMPLED);
	}

	take(): void {
		const [data, entries] = [this.data, this.entries];
		this.first += entries.length;
		if (this.first + entries.length > data.length) this.first = 0;
		for (let k = 0, at = this.first; k < entries.length; k++, at++) entries[k] = data[at];
	}

	isAsTaken(): boolean {
		const [data, entries] = [this.data, this.entries];
		for (let k = 0, at = this.first; k < entries.length; k++, at++)
			if (data[at] !== entries[k] && !(Number.isNaN(data[at]) && Number.isNaN(entries[k]))) return false;
		return true;
	}
}

export class Unchanged {
	private readonly samples: readonly Sample[];
	private isSpent = false;

	constructor(private readonly parameters: readonly Parameter[]) {
		this.samples = parameters.map(({ value }) => new Sample(value.data));
	}

	/** A forward pass begins. */
	remember(): void {
		this.isSpent = false;
		for (let p = 0; p < this.samples.length; p++) this.samples[p].take();
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
		for (let p = 0; p < this.samples.length; p++)
			if (!this.samples[p].isAsTaken()) return `parameter ${this.parameters[p].name}`;
		return null;
	}
}
