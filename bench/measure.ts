/**
 * Measuring: competitors take turns in short rounds, so that a busy machine slows all of them alike; CPU-seconds count,
 * and the median of the rounds.
 */

export interface Contender {
	readonly name: string;
	/** What is counted: tokens, nodes, calls. */
	readonly unit: string;
	/** Works for about so many CPU-seconds; says how many units it did in how many. */
	round(seconds: number): Round | Promise<Round>;
}

export interface Round {
	readonly units: number;
	readonly cpuSeconds: number;
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

/** A contender in this process. @param units that one call works off */
export function contender(name: string, unit: string, units: number, run: () => unknown): Contender {
	return {
		name,
		unit,
		round(seconds) {
			const begin = cpuSeconds();
			let calls = 0;
			do {
				for (let k = 0; k <= calls / 10; k++) run();
				calls += Math.floor(calls / 10) + 1;
			} while (cpuSeconds() - begin < seconds);
			return { units: units * calls, cpuSeconds: cpuSeconds() - begin };
		},
	};
}

export function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

export async function measure(contenders: readonly Contender[]): Promise<Result[]> {
	const rates = contenders.map(() => [] as number[]);
	for (const { round } of contenders) await round(ROUND_SECONDS); // plans, buffers and first passes of compilers do not count
	for (let k = 0; k < ROUNDS; k++) {
		for (const [c, { round }] of contenders.entries()) {
			const { units, cpuSeconds } = await round(ROUND_SECONDS);
			rates[c].push(units / cpuSeconds);
		}
	}
	return contenders.map(({ name, unit }, c) => ({ name, unit, perCpuSecond: median(rates[c]) }));
}
