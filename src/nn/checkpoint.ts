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

export interface Run {
	readonly parameters: readonly Parameter[];
	readonly optimizer: Optimizer;
	readonly random: Random;
}

/** Writes the run as it stands after an epoch, atomically. @param epoch counted from 0 */
export function saveCheckpoint(file: string, { parameters, optimizer, random }: Run, epoch: number): void {
	const memory = optimizer.memory?.(parameters) ?? {};
	const matrices = { ...Object.fromEntries(parameters.map(({ label, value }) => [label as string, value])), ...memory };
	const metadata = { epoch: String(epoch), random: JSON.stringify(random.state), steps: String(optimizer.steps ?? 0) };
	writeSafetensors(file, { matrices, metadata });
}

/**
 * Puts everything back. Returns the epoch to go on with: `train({ …, startEpoch })`.
 * @throws DataError when the file holds another model
 */
export function loadCheckpoint(file: string, { parameters, optimizer, random }: Run): number {
	const { matrices, metadata } = readSafetensors(file);
	const into = {
		...Object.fromEntries(parameters.map(({ label, value }) => [label as string, value])),
		...optimizer.memory?.(parameters),
	};
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
