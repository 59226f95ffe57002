/** Runs every test, or those whose path contains one of the filters. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
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

/**
 * Runs the tests, and sets up meanwhile: those that need nothing of it come first, the others wait (tests/set-up.ts).
 * Returns the exit code. The last line that is printed is `N passed, N failed` (see tests/summary.ts).
 */
export async function runTests(filters: string[], setUp: () => Promise<unknown>): Promise<number> {
	const folder = mkdtempSync(path.join(tmpdir(), "gradlab-set-up-"));
	const goesOn = path.join(folder, "goes-on");
	const remove = () => rmSync(folder, { recursive: true, force: true });
	process.on("exit", remove);
	writeFileSync(goesOn, "");
	const over = setUp().then(remove);
	// In a terminal both would write to the same lines.
	if (process.stdout.isTTY) await over;
	const env = { ...process.env, GRADLAB_SETTING_UP: goesOn };
	const vitest = spawn(process.execPath, [VITEST, "run", ...filters], { cwd: ROOT, env, stdio: "inherit" });
	const end = () => vitest.kill();
	process.on("exit", end); // of this process, for whatever reason: a set-up that fails, a signal
	for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => vitest.kill(signal));
	process.on("SIGINT", () => undefined); // reaches both
	const ended = new Promise<number>((resolve) => vitest.on("exit", (status) => resolve(status ?? 1)));
	await Promise.race([over, ended]);
	const status = await ended;
	process.off("exit", end);
	await over;
	return status;
}
