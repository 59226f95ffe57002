/** Matrices in a file: nn/safetensors.ts on disk. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { DataError } from "../errors";
import { parseSafetensors, safetensorsOf, type Tensors } from "../nn/safetensors";
import { unreadable } from "./files";

/**
 * Writes all of it or nothing: a file of this name is complete, whenever the power goes.
 * @throws DataError for a matrix called `__metadata__`, which the format keeps for itself
 */
export function writeSafetensors(file: string, tensors: Tensors): void {
	writeWhole(file, safetensorsOf(tensors));
}

/** @throws DataError for a file that is not there, is none of this format, is cut off, or holds what is no matrix */
export function readSafetensors(file: string): Tensors {
	return parseSafetensors(bytesIn(file), file);
}

/** All of a file. @throws DataError where it cannot be read */
export function bytesIn(file: string): Uint8Array {
	try {
		return readFileSync(file);
	} catch (error) {
		throw unreadable(file, error as NodeJS.ErrnoException);
	}
}

/** Under another name first, and on the disk before it gets its own. */
export function writeWhole(file: string, bytes: Uint8Array): void {
	const descriptor = openedFor(file);
	for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
	fsyncSync(descriptor);
	closeSync(descriptor);
	renameSync(`${file}.part`, file);
}

function openedFor(file: string): number {
	try {
		return openSync(`${file}.part`, "w");
	} catch (error) {
		throw new DataError(`${file}: it cannot be written (${(error as Error).message}). Is there such a folder?`);
	}
}
