/**
 * A training run as bytes: the parameters, what the optimizer remembers, the best epoch so far, where the shuffling stands,
 * and the epoch. A run that goes on from a checkpoint computes the same bits as one that was never interrupted.
 */
import { DataError } from "../errors";
import type { Parameter } from "../graph/node";
import type { Matrix } from "../matrix/matrix";
import type { Random } from "../matrix/random";
import { sameShape, shapeText } from "../shape";
import type { Average } from "./average";
import type { Best } from "./best";
import type { Optimizer } from "./optimizer";
import { parseSafetensors, safetensorsOf } from "./safetensors";

/** What a training run consists of, apart from its examples. */
export interface Run {
	readonly parameters: readonly Parameter[];
	readonly optimizer: Optimizer;
	readonly random: Random;
	/** Where the run keeps its best epoch: it is in the checkpoint, too. */
	readonly best?: Best;
	/** Where the run averages its weights: likewise. */
	readonly average?: Average;
}

/** The numbers of a run, by name: the parameters, and what the others remember of them. Not copies. */
function matricesOf({ parameters, optimizer, best, average }: Run): Record<string, Matrix> {
	const own = parameters.map(({ label, value }) => [label as string, value] as const);
	return { ...Object.fromEntries(own), ...optimizer.memory?.(parameters), ...best?.memory(), ...average?.memory() };
}

/** The run as it stands after an epoch, as the bytes of a safetensors file. @param epoch counted from 0 */
export function checkpointOf(run: Run, epoch: number): Uint8Array {
	const { optimizer, random, best, average } = run;
	const standing = {
		epoch,
		random: random.state,
		steps: optimizer.steps ?? 0,
		...(best !== undefined && { best: { score: String(best.score), since: best.since } }),
		...(average !== undefined && { averaged: average.steps }),
	};
	const metadata = Object.fromEntries(Object.entries(standing).map(([name, value]) => [name, JSON.stringify(value)]));
	return safetensorsOf({ matrices: matricesOf(run), metadata });
}

/**
 * Puts everything back. Returns the epoch to go on with: `train({ …, startEpoch })`.
 * @param file what errors call it
 * @throws DataError when the bytes hold another model, or another kind of run
 */
export function restoreCheckpoint(bytes: Uint8Array, run: Run, file = "bytes"): number {
	const { optimizer, random, best, average } = run;
	const { matrices, metadata } = parseSafetensors(bytes, file);
	const standing = <T>(name: string, isRight: (value: T) => boolean): T => {
		const value = parsed(metadata[name]) as T;
		if (value !== undefined && isRight(value)) return value;
		throw new DataError(
			`loadCheckpoint("${file}"): the file does not say where the run stands (${name}). Was it written by saveCheckpoint, for a run of the same kind?`,
		);
	};
	const epoch = standing<number>("epoch", Number.isSafeInteger);
	const steps = standing<number>("steps", Number.isSafeInteger);
	const averaged = average === undefined ? 0 : standing<number>("averaged", Number.isSafeInteger);
	const kept = best === undefined ? null : standing("best", isStanding);
	const state = standing("random", (value: number[]) => Array.isArray(value));
	const into = matricesOf(run);
	for (const [name, value] of Object.entries(into)) requireSame(file, name, value, matrices[name]);
	random.state = state;
	for (const [name, value] of Object.entries(into)) value.data.set(matrices[name].data);
	if (optimizer.steps !== undefined) optimizer.steps = steps;
	average?.resume(averaged);
	if (best !== undefined && kept !== null) [best.score, best.since] = [Number(kept.score), kept.since];
	return epoch + 1;
}

function isStanding(value: { score: string; since: number }): boolean {
	return typeof value?.score === "string" && !Number.isNaN(Number(value.score)) && Number.isSafeInteger(value.since);
}

function parsed(text: string | undefined): unknown {
	try {
		return text === undefined ? undefined : JSON.parse(text);
	} catch {
		return undefined;
	}
}

function requireSame(file: string, name: string, wanted: Matrix, found: Matrix | undefined): void {
	if (found !== undefined && sameShape(found, wanted)) return;
	const there = found === undefined ? "has none" : `has it as ${shapeText(found)}`;
	throw new DataError(
		`loadCheckpoint("${file}"): the model wants ${name} (${shapeText(wanted)}), and the file ${there}. Was it saved with other sizes, or another optimizer?`,
	);
}

/** Where a run is kept, so that it can go on. */
export interface Checkpoint {
	/** After an epoch, counted from 0. */
	save(run: Run, epoch: number): void;
	/** Puts everything back. Returns the epoch to go on with. */
	load(run: Run): number;
}
