/** How the learning rate changes from epoch to epoch: functions for `train({ rate })`. Epochs count from 0. */

export type Schedule = (epoch: number) => number;

/** The same rate always. */
export function constantRate(rate: number): Schedule {
	return () => rate;
}

/** rate / (1 + decay · epoch) */
export function inverseDecay(rate: number, decay: number): Schedule {
	return (epoch) => rate / (1 + decay * epoch);
}

/** rate · factor^⌊epoch / every⌋: drops in steps. */
export function stepDecay(rate: number, factor: number, every: number): Schedule {
	return (epoch) => rate * factor ** Math.floor(epoch / every);
}

/** Half a cosine from `rate` at the first epoch to `last` at the last of `epochs`. */
export function cosineDecay(rate: number, epochs: number, last = 0): Schedule {
	return (epoch) =>
		last + ((rate - last) * (1 + Math.cos((Math.PI * Math.min(epoch, epochs - 1)) / Math.max(1, epochs - 1)))) / 2;
}

/** Grows evenly to the schedule's own rate over the first `epochs`. */
export function warmUp(epochs: number, schedule: Schedule): Schedule {
	return (epoch) => schedule(epoch) * Math.min(1, (epoch + 1) / (epochs + 1));
}
