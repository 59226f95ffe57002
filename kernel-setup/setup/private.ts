/** Folders that nobody else on this machine may look into. */
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { runtimeOf } from "./places";

/**
 * Jupyter notes here where each kernel and server listens, with the keys and tokens that let one run code as the learner.
 * Some of these files are readable by all (the page that opens the browser), so the folder must not be.
 */
export function ensurePrivateRuntime(workbook: string): string {
	const runtime = runtimeOf(workbook);
	mkdirSync(runtime, { recursive: true });
	// An earlier version made them open to all.
	for (const folder of [path.dirname(runtime), runtime]) chmodSync(folder, 0o700);
	return runtime;
}
