/** The snapshot that engines start from. Without it they start all the same, in four times the time. */
import { existsSync } from "node:fs";
import { makeSnapshot, snapshotFile } from "../kernel/node/engine-snapshot";
import { COMPILED } from "../kernel/node/places";
import { isAnothers, mayWriteIn } from "./owners.mjs";
import { step } from "./step.mjs";

export async function ensureSnapshot(): Promise<void> {
	const file = snapshotFile();
	if (file === undefined || existsSync(file) || isAnothers(COMPILED) || !mayWriteIn(COMPILED)) return;
	await step("Preparing the kernel", () => makeSnapshot(file, (line) => console.error(line)).done);
}
