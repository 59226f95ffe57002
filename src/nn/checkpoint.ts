/**
 * A training run on disk: the parameters, what the optimizer remembers, where the shuffling stands, and the epoch. A run
 * that goes on from a checkpoint computes the same bits as one that was never interrupted.
 */
import { DataError, sameShape, shapeText } from "../errors";
import type { Parameter } from "../graph/node";
import type { Matrix } from "../matrix/matrix";
import type { Random } from "../matrix/random";
import type { Optimizer } from "./optimizer";
import { readSafetensors, writeSafetensors } from "./safetensors";

/** What a training run consists of, apart from its examples. */
export interface Run {
	readonly parameters: readonly Parameter[];
	readonly optimizer: Optimizer;
	readonly random: Random;
}

/** The numbers of a run, by name: the parameters, and what the optimizer remembers of them. Not copies. */
function matricesOf({ parameters, optimizer }: Run): Record<string, Matrix> {
	const own = parameters.map(({ label, value }) => [label as string, value] as const);
	return { ...Object.fromEntries(own), ...optimizer.memory?.(parameters) };
}

/** Writes the run as it stands after an epoch, atomically. @param epoch counted from 0 */
export function saveCheckpoint(file: string, run: Run, epoch: number): void {
	const { optimizer, random } = run;
	const metadata = { epoch: String(epoch), random: JSON.stringify(random.state), steps: String(optimizer.steps ?? 0) };
	writeSafetensors(file, { matrices: matricesOf(run), metadata });
}

/**
 * Puts everything back. Returns the epoch to go on with: `train({ …, startEpoch })`.
 * @throws DataError when the file holds another model
 */
export function loadCheckpoint(file: string, run: Run): number {
	const { optimizer, random } = run;
	const { matrices, metadata } = readSafetensors(file);
	const into = matricesOf(run);
	for (const [name, value] of Object.entries(into)) requireSame(file, name, value, matrices[name]);
	for (const [name, value] of Object.entries(into)) value.data.set(matrices[name].data);
	random.state = JSON.parse(metadata.random) as number[];
	if (optimizer.steps !== undefined) optimizer.steps = Number(metadata.steps);
	return Number(metadata.epoch) + 1;
}

function requireSame(file: string, name: string, wanted: Matrix, found: Matrix | undefined): void {
	if (found !== undefined && sameShape(found, wanted)) return;
	const there = found === undefined ? "has none" : `has it as ${shapeText(found)}`;
	throw new DataError(
		`loadCheckpoint("${file}"): the model wants ${name} (${shapeText(wanted)}), and the file ${there}. Was it saved with other sizes, or another optimizer?`,
	);
}
