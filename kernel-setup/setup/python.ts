/** The Python side: a virtual environment in the clone with exactly the packages of a lock file. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { alone } from "./alone.mjs";
import { mayMake, Problem } from "./owners.mjs";
import { LEARNERS_PYTHON, type PythonPlaces, ROOT } from "./places";
import { isStamped } from "./stamp";
import { remedy, run, step } from "./step.mjs";

export interface Python {
	command: string;
	version: string;
	hasVenv: boolean;
}

const CANDIDATES = process.platform === "win32" ? ["py", "python"] : ["python3", "python"];
const PROBE = `
import sys, importlib.util as u
print(".".join(map(str, sys.version_info[:3])), all(u.find_spec(m) for m in ("venv", "ensurepip")))`;

/** A Python that says nothing for so long will never. */
const PATIENCE = 20_000;

/** What a program says of itself when it is asked as a Python, or why it is none that can be used. */
function asked(command: string): { version: string; hasVenv: boolean } | { isNone: string } {
	const { error, status, stdout } = spawnSync(command, ["-c", PROBE], {
		encoding: "utf8",
		stdio: ["ignore", "pipe", "ignore"],
		timeout: PATIENCE,
		killSignal: "SIGKILL",
	});
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	if (code === "ETIMEDOUT") return { isNone: `does not answer within ${PATIENCE / 1000} s` };
	if (code === "ENOENT") return { isNone: "is not there" };
	if (code !== undefined) return { isNone: `cannot be run (${code})` };
	const [, version, hasVenv] = /^(\d+\.\d+\.\d+) (True|False)\s*$/.exec(stdout) ?? [];
	if (status !== 0 || version === undefined) return { isNone: "is no Python 3" };
	return { version, hasVenv: hasVenv === "True" };
}

/** The Python to build with: $PYTHON, or the first on the PATH that is new enough. */
export function findPython({ what, oldest } = LEARNERS_PYTHON): Python {
	const { PYTHON } = process.env;
	const seen: string[] = [];
	for (const command of PYTHON ? [PYTHON] : CANDIDATES) {
		const answer = asked(command);
		if ("isNone" in answer) {
			if (PYTHON || answer.isNone !== "is not there") seen.push(`${command} ${answer.isNone}`);
			continue;
		}
		const [major, minor] = answer.version.split(".").map(Number);
		if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return { command, ...answer };
		seen.push(`${command} is ${answer.version}`);
	}
	const wanted = `a Python ${oldest.join(".")} or newer`;
	if (PYTHON)
		throw new Problem(
			`The variable PYTHON names what cannot be used: ${seen[0]}. gradlab needs ${wanted} for ${what}.`,
			`Name ${wanted} there, as in PYTHON=/path/to/python3, or unset PYTHON: then the one on the PATH is taken. Then run the same command again.`,
		);
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

/** Makes a small environment and removes it: a module may be there and fail all the same. @throws Problem when it does */
export function requireVenv(python: Python): void {
	requireVenvModule(python);
	const folder = mkdtempSync(path.join(tmpdir(), "gradlab-venv-"));
	try {
		for (const args of [
			["-m", "venv", "--without-pip", folder],
			["-m", "ensurepip", "--version"],
		]) {
			const { status, stdout, stderr, error } = spawnSync(python.command, args, {
				encoding: "utf8",
				timeout: 3 * PATIENCE,
				killSignal: "SIGKILL",
			});
			if (status !== 0) throw venvFails(python, error?.message || stderr || stdout);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function venvFails({ command, version }: Python, words: string): Problem {
	const reason = words.trim().split("\n").at(-1) || "it says nothing";
	return new Problem(
		`Python ${version} (${command}) cannot make virtual environments: ${reason}`,
		remedy(
			words,
			"On Debian or Ubuntu: sudo apt install python3-venv. Elsewhere: install Python anew (https://www.python.org), or name another one in the variable PYTHON. Then run the same command again.",
		),
	);
}

export const stampOf = ({ venv }: PythonPlaces) => path.join(venv, ".gradlab-stamp");

/** What the environment is made of: another lock file, another place or another Python mean another environment. */
export function fingerprint({ lock, venv, own }: PythonPlaces): string {
	const hash = createHash("sha256").update(readFileSync(lock)).update(venv);
	for (const name of own === undefined ? [] : readdirSync(own).filter((file) => /\.(py|toml)$/.test(file)))
		hash.update(readFileSync(path.join(own as string, name)));
	return hash.digest("hex");
}

export function isPythonReady(places = LEARNERS_PYTHON): boolean {
	return isComplete(places) && existsSync(places.python);
}

const isComplete = (places: PythonPlaces) => isStamped(stampOf(places), fingerprint(places));

/**
 * An environment is a link to the Python that made it. Where that cannot be reached, it may be there for others all the
 * same: for who owns the clone, on the host of a container. So this is no reason to make the environment anew.
 */
function requireReachable({ venv, python }: PythonPlaces): void {
	if (existsSync(python)) return;
	const name = path.basename(venv);
	throw new Problem(
		`${name} is complete, but the Python that it was made with cannot be reached: ${python} leads nowhere from here.`,
		`If nobody else uses this clone, and that Python was removed or upgraded: delete ${name}/ and run the same command again. If the clone is shared, leave ${name}/ to the others, and make a clone of your own.`,
	);
}

/** Builds an environment unless it is complete; what an interrupted run left is removed first. */
export async function ensurePython(places = LEARNERS_PYTHON): Promise<void> {
	if (isPythonReady(places)) return;
	if (isComplete(places)) requireReachable(places);
	mayMake(places.venv, existsSync(places.venv) ? "is of another version, or incomplete" : "is missing");
	const python = await step("Looking for Python", () => findPython(places));
	requireVenvModule(python);
	const name = path.basename(places.venv);
	await alone(ROOT, async () => {
		if (!isPythonReady(places))
			await step(`Installing ${places.what} into ${name}`, (show) => build(places, python, show));
	});
}

async function build(places: PythonPlaces, python: Python, show: (state: string) => void): Promise<void> {
	show("once, about a minute");
	rmSync(places.venv, { recursive: true, force: true });
	const made = await run(python.command, ["-m", "venv", places.venv]);
	if (!made.ok) {
		rmSync(places.venv, { recursive: true, force: true });
		throw venvFails(python, made.errors || made.output);
	}
	await install(places, show);
	writeFileSync(stampOf(places), fingerprint(places));
}

async function install({ python, lock, own }: PythonPlaces, show: (state: string) => void): Promise<void> {
	const packages = readFileSync(lock, "utf8").match(/^\S+==/gm)?.length ?? 0;
	let collected = 0;
	const onLine = (line: string) => {
		if (line.startsWith("Collecting ")) show(`package ${++collected} of at most ${packages}`);
		else if (line.startsWith("Installing collected")) show("unpacking");
	};
	const pip = ["-m", "pip", "install", "--disable-pip-version-check"];
	let { ok, errors } = await run(python, [...pip, "--require-hashes", "-r", lock], { onLine });
	if (ok && own !== undefined)
		({ ok, errors } = await run(python, [...pip, "--no-deps", "--no-build-isolation", own], { onLine }));
	if (ok) return;
	const lines = errors.trim().split("\n");
	const reason = lines.filter((line) => line.startsWith("ERROR")).join("\n") || lines.slice(-5).join("\n");
	throw new Problem(
		`The Python packages could not be installed:\n${reason}`,
		remedy(
			errors,
			"Most often the network is the reason: check that PyPI can be reached, and run the same command again.",
		),
	);
}
