/**
 * Measuring: competitors take turns in short rounds, so that a busy machine slows all of them alike; CPU-seconds count,
 * and the median of the rounds.
 */

export interface Contender {
	readonly name: string;
	/** How many units one call works off, and what they are. */
	readonly units: number;
	readonly unit: string;
	readonly run: () => unknown;
}

export interface Result {
	readonly name: string;
	readonly unit: string;
	readonly perCpuSecond: number;
}

const ROUNDS = 7;
const ROUND_SECONDS = 0.3;

export function cpuSeconds(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

/** Calls again and again for a round; returns units per CPU-second. */
function round({ units, run }: Contender): number {
	const begin = cpuSeconds();
	let calls = 0;
	do {
		for (let k = 0; k < 1 + calls / 10; k++, calls++) run();
	} while (cpuSeconds() - begin < ROUND_SECONDS);
	return (units * calls) / (cpuSeconds() - begin);
}

export function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

export function measure(contenders: readonly Contender[]): Result[] {
	const rates = contenders.map(() => [] as number[]);
	for (const contender of contenders) round(contender); // plans, buffers and the compiler's first passes do not count
	for (let k = 0; k < ROUNDS; k++) contenders.forEach((contender, c) => rates[c].push(round(contender)));
	return contenders.map(({ name, unit }, c) => ({ name, unit, perCpuSecond: median(rates[c]) }));
}
