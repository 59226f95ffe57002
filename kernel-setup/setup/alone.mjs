// @ts-check
/** One set-up of a clone at a time: a second one waits, and so does one whose predecessor was killed and left npm at work. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ASK_THE_OWNER, isAnothers, Problem } from "./owners.mjs";
import { step } from "./step.mjs";

const LOOK_EVERY = 200;
/** So young a lock may have no number in it yet. */
const JUST_MADE = 500;
/** No step takes so long: a lock that is older was left by a process whose number another one has by now. */
const LONGEST = 20 * 60_000;

/**
 * Does a piece of the set-up while nobody else does one in this clone.
 * @template T
 * @param {string} root
 * @param {(alsoWaitFor: (pid: number) => void) => Promise<T>} work may name a process that others are to wait for, too
 * @returns {Promise<T>}
 */
export async function alone(root, work) {
	const file = path.join(root, ".setup-lock");
	if (!takeOrClear(file))
		await step("Waiting for another set-up of this clone", async (show) => {
			while (!takeOrClear(file)) {
				show(`process ${holders(file).filter(isAlive).join(", ")}; if that is none, delete .setup-lock`);
				await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
			}
		});
	const give = () => rmSync(file, { force: true });
	process.once("exit", give);
	try {
		return await work((pid) => writeFileSync(file, `${process.pid} ${pid}`));
	} finally {
		process.off("exit", give);
		give();
	}
}

/** Takes the lock, also one that a process left which is no more. @param {string} file */
function takeOrClear(file) {
	if (take(file)) return true;
	if (ageOf(file) < JUST_MADE || holders(file).some(isAlive) || isAnothers(file)) return false;
	rmSync(file, { force: true });
	return take(file);
}

/** @param {string} file */
function take(file) {
	try {
		writeFileSync(file, String(process.pid), { flag: "wx" });
		return true;
	} catch (error) {
		const { code = "" } = /** @type {NodeJS.ErrnoException} */ (error);
		if (code === "EEXIST") return false;
		if (!["EACCES", "EPERM", "EROFS"].includes(code)) throw error;
		throw new Problem(
			`Something is missing or out of date in this clone, and you may not write to ${path.dirname(file)}.`,
			ASK_THE_OWNER,
		);
	}
}

/** @param {string} file */
function ageOf(file) {
	return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}

/** Processes that work behind the lock: who took it, and a program that it started. @param {string} file */
function holders(file) {
	try {
		return ageOf(file) > LONGEST ? [] : readFileSync(file, "utf8").split(" ").map(Number);
	} catch {
		return []; // it was given back just now
	}
}

/** @param {number} pid */
function isAlive(pid) {
	// After a restart, in a container say, a number that a lock names may be one's own.
	if (!(pid > 0) || pid === process.pid) return false;
	try {
		process.kill(pid, 0);
		return !isZombie(pid);
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
	}
}

/** A process that has ended, and that nobody asked how. @param {number} pid */
function isZombie(pid) {
	const file = `/proc/${pid}/stat`;
	return existsSync(file) && /\) Z /.test(readFileSync(file, "utf8"));
}
