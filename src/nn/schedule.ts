/** How the learning rate changes from epoch to epoch: functions for `train({ rate })`. Epochs count from 0. */

import { wholePower } from "../gates/higher";
import { NOT_NEGATIVE, POSITIVE, requireNumber, requireWhole } from "../matrix/checks";

/** The learning rate of an epoch. */
export type Schedule = (epoch: number) => number;

const requireRate = (name: string, rate: number) => requireNumber(name, "the rate", rate, POSITIVE);

/** The same rate always. */
export function constantRate(rate: number): Schedule {
	requireRate("constantRate", rate);
	return () => rate;
}

/** rate / (1 + decay · epoch) */
export function inverseDecay(rate: number, decay: number): Schedule {
	requireRate("inverseDecay", rate);
	requireNumber("inverseDecay", "the decay", decay, NOT_NEGATIVE);
	return (epoch) => rate / (1 + decay * epoch);
}

/** rate · factor^⌊epoch / every⌋: drops in steps. */
export function stepDecay(rate: number, factor: number, every: number): Schedule {
	requireRate("stepDecay", rate);
	requireNumber("stepDecay", "the factor", factor, POSITIVE);
	requireWhole("stepDecay", "the number of epochs of a step", every, 1);
	return (epoch) => rate * wholePower(factor, Math.floor(epoch / every));
}

/** Half a cosine from `rate` at the first epoch to `last` at the last of `epochs`. */
export function cosineDecay(rate: number, epochs: number, last = 0): Schedule {
	requireRate("cosineDecay", rate);
	requireWhole("cosineDecay", "the number of epochs", epochs, 1);
	requireNumber("cosineDecay", "the last rate", last, NOT_NEGATIVE);
	return (epoch) =>
		last + ((rate - last) * (1 + Math.cos((Math.PI * Math.min(epoch, epochs - 1)) / Math.max(1, epochs - 1)))) / 2;
}

/** Grows evenly to the schedule's own rate over the first `epochs`. */
export function warmUp(epochs: number, schedule: Schedule): Schedule {
	requireWhole("warmUp", "the number of epochs", epochs, 0);
	return (epoch) => schedule(epoch) * Math.min(1, (epoch + 1) / (epochs + 1));
}
