/** Runs every test, or those whose path contains one of the filters. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { Problem } from "../setup/owners.mjs";
import { ROOT, STAFF_PYTHON } from "../setup/places";
import { ensurePython, findPython } from "../setup/python";

const VITEST = path.join(ROOT, "node_modules/vitest/vitest.mjs");

/** nbgrader and the tools that run notebooks, where a test of them is going to run and the machine has a Python for it. Else its test says what is lacking. */
export async function setUpForMarking(filters: string[]): Promise<void> {
	const wanted = filters.filter((filter) => !filter.startsWith("-"));
	const files = ["tests/notebooks/nbgrader.test.ts", "tests/notebooks/tools.test.ts"];
	if (wanted.length > 0 && !wanted.some((filter) => files.some((file) => file.includes(filter)))) return;
	try {
		findPython(STAFF_PYTHON);
	} catch {
		return;
	}
	await ensurePython(STAFF_PYTHON);
}

/** @throws Problem for options that vitest does not know, before anything is set up for them */
export function requireTestOptions(given: string[]): void {
	if (!given.some((word) => word.startsWith("-"))) return;
	const { stderr } = spawnSync(process.execPath, [VITEST, "list", "--filesOnly", ...given], {
		cwd: ROOT,
		encoding: "utf8",
	});
	const wrong = /CACError: (.*)/.exec(stderr);
	if (wrong !== null) throw new Problem(`${wrong[1]}.`, "Options are vitest's: npx vitest --help shows them.");
}

/** Returns the exit code. The last line that is printed is `N passed, N failed` (see tests/summary.ts). */
export function runTests(filters: string[]): number {
	const { status } = spawnSync(process.execPath, [VITEST, "run", ...filters], { cwd: ROOT, stdio: "inherit" });
	return status ?? 1;
}
