/** A training run on disk: nn/checkpoint.ts in a file. */
import { type Checkpoint, checkpointOf, type Run, restoreCheckpoint } from "../nn/checkpoint";
import { bytesIn, writeWhole } from "./safetensors";

/** Writes the run as it stands after an epoch, atomically. @param epoch counted from 0 */
export function saveCheckpoint(file: string, run: Run, epoch: number): void {
	writeWhole(file, checkpointOf(run, epoch));
}

/**
 * Puts everything back. Returns the epoch to go on with: `train({ …, startEpoch })`.
 * @throws DataError when the file is not there, or holds another model, or another kind of run
 */
export function loadCheckpoint(file: string, run: Run): number {
	return restoreCheckpoint(bytesIn(file), run, file);
}

/** The checkpoint in a file, for `trainTagger`. */
export function checkpointIn(file: string): Checkpoint {
	return { save: (run, epoch) => saveCheckpoint(file, run, epoch), load: (run) => loadCheckpoint(file, run) };
}
