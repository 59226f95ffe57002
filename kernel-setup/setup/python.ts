/** The Python side: a virtual environment in the clone with exactly the packages of a lock file. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { LEARNERS_PYTHON, type PythonPlaces } from "./places";
import { Problem } from "./problem";
import { Progress } from "./progress";
import { isStamped } from "./stamp";

export interface Python {
	command: string;
	version: string;
	hasVenv: boolean;
}

const CANDIDATES = process.platform === "win32" ? ["py", "python"] : ["python3", "python"];
const PROBE = `
import sys, importlib.util as u
print(".".join(map(str, sys.version_info[:3])), all(u.find_spec(m) for m in ("venv", "ensurepip")))`;

/** The Python to build with: $PYTHON, or the first on the PATH that is new enough. */
export function findPython({ what, oldest } = LEARNERS_PYTHON): Python {
	const seen: string[] = [];
	for (const command of process.env.PYTHON ? [process.env.PYTHON] : CANDIDATES) {
		const { status, stdout } = spawnSync(command, ["-c", PROBE], { encoding: "utf8" });
		if (status !== 0) continue;
		const [version, hasVenv] = stdout.trim().split(" ");
		const [major, minor] = version.split(".").map(Number);
		if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1]))
			return { command, version, hasVenv: hasVenv === "True" };
		seen.push(`${command} is ${version}`);
	}
	const found = seen.length > 0 ? seen.join(", ") : "none was found";
	throw new Problem(
		`gradlab needs Python ${oldest.join(".")} or newer for ${what}; ${found}.`,
		"Install a current Python (https://www.python.org), or name one in the variable PYTHON, as in PYTHON=/path/to/python3, and run the same command again.",
	);
}

export function requireVenvModule(python: Python): void {
	if (python.hasVenv) return;
	throw new Problem(
		`Python ${python.version} (${python.command}) lacks its venv module, which many Linux systems package apart.`,
		"On Debian or Ubuntu: sudo apt install python3-venv. Then run the same command again.",
	);
}

const stampOf = ({ venv }: PythonPlaces) => path.join(venv, ".gradlab-stamp");

/** What the environment is made of: another lock file, another place or another Python mean another environment. */
function fingerprint({ lock, venv }: PythonPlaces): string {
	return createHash("sha256").update(readFileSync(lock)).update(venv).digest("hex");
}

export function isPythonReady(places = LEARNERS_PYTHON): boolean {
	return isStamped(stampOf(places), fingerprint(places)) && existsSync(places.python);
}

/** Builds an environment unless it is complete; what an interrupted run left is removed first. */
export async function ensurePython(places = LEARNERS_PYTHON): Promise<void> {
	if (isPythonReady(places)) return;
	const python = findPython(places);
	requireVenvModule(python);
	const name = path.basename(places.venv);
	const progress = new Progress(`Installing ${places.what} into ${name} (once, about a minute)`);
	rmSync(places.venv, { recursive: true, force: true });
	progress.show("making the environment");
	const made = spawnSync(python.command, ["-m", "venv", places.venv], { encoding: "utf8" });
	if (made.status !== 0) {
		throw new Problem(
			`The virtual environment ${name} could not be made: ${(made.stderr || made.stdout).trim().split("\n").at(-1)}`,
			"Check that the disk has room and that you may write to this folder; then run the same command again.",
		);
	}
	await install(places, progress);
	writeFileSync(stampOf(places), fingerprint(places));
	progress.done();
}

async function install({ python, lock }: PythonPlaces, progress: Progress): Promise<void> {
	const packages = readFileSync(lock, "utf8").match(/^\S+==/gm)?.length ?? 0;
	const pip = spawn(python, ["-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "-r", lock], {
		stdio: ["ignore", "pipe", "pipe"],
	});
	let collected = 0;
	const errors: string[] = [];
	createInterface({ input: pip.stdout }).on("line", (line) => {
		if (line.startsWith("Collecting ")) progress.show(`package ${++collected} of at most ${packages}`);
		else if (line.startsWith("Installing collected")) progress.show("unpacking");
	});
	createInterface({ input: pip.stderr }).on("line", (line) => errors.push(line));
	const code = await new Promise<number | null>((resolve) => pip.on("close", resolve));
	if (code === 0) return;
	const reason = errors.filter((line) => line.startsWith("ERROR")).join("\n") || errors.slice(-5).join("\n");
	throw new Problem(
		`The Python packages could not be installed:\n${reason}`,
		"Most often the network is the reason: check that PyPI can be reached, and run the same command again.",
	);
}
