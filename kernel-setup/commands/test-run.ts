/** Runs every test, or those whose path contains one of the filters. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { ROOT } from "../setup/places";

/** Returns the exit code. The last line that is printed is `N passed, N failed` (see tests/summary.ts). */
export function runTests(filters: string[]): number {
	const vitest = path.join(ROOT, "node_modules/vitest/vitest.mjs");
	const { status } = spawnSync(process.execPath, [vitest, "run", ...filters], { cwd: ROOT, stdio: "inherit" });
	return status ?? 1;
}
