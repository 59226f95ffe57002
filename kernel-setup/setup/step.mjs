// @ts-check
/**
 * How the set-up shows what it does, and runs other programs. In JavaScript, since its first steps come before the
 * project is compiled.
 */
import { spawn } from "node:child_process";

/** How often a line comes where it cannot be rewritten: in a log, in a pipe. */
const LINE_EVERY = 10_000;
const EXIT_OF = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const SIGNALS = /** @type {(keyof typeof EXIT_OF)[]} */ (Object.keys(EXIT_OF));

/**
 * Does what takes a while, and says meanwhile what it is, how far it has come, and for how many seconds.
 * @template T
 * @param {string} title
 * @param {(show: (state: string) => void) => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
	const begin = performance.now();
	const { isTTY, columns = 80 } = process.stdout;
	let state = "";
	const tell = (/** @type {string} */ word) => {
		const seconds = Math.round((performance.now() - begin) / 1000);
		const line = `${title} … ${word}${word && seconds > 0 ? ", " : ""}${seconds > 0 ? `${seconds} s` : ""}`.trimEnd();
		process.stdout.write(isTTY ? `\r\u001b[K${line.slice(0, columns - 1)}` : `${line}\n`);
	};
	tell(state);
	const clock = setInterval(() => tell(state), isTTY ? 1000 : LINE_EVERY);
	try {
		const result = await work((now) => {
			state = now;
			if (isTTY) tell(state);
		});
		tell("done");
		return result;
	} finally {
		clearInterval(clock);
		if (isTTY) process.stdout.write("\n");
	}
}

/**
 * Runs a program to its end. Whoever ends this process ends the program with it: nothing goes on unseen and half done.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & { onLine?: (line: string) => void, onStart?: (pid: number) => void }} [options]
 * @returns {Promise<{ ok: boolean, output: string, errors: string }>} what it wrote, and whether it ended well
 */
export function run(command, args, { onLine, onStart, ...options } = {}) {
	const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
	if (child.pid !== undefined) onStart?.(child.pid);
	/** @type {keyof typeof EXIT_OF | null} */
	let interrupted = null;
	const pass = (/** @type {keyof typeof EXIT_OF} */ signal) => {
		interrupted = signal;
		child.kill(signal);
	};
	for (const signal of SIGNALS) process.on(signal, pass);
	let [output, errors, rest] = ["", "", ""];
	child.stdout.setEncoding("utf8").on("data", (text) => {
		output += text;
		const lines = (rest + text).split("\n");
		rest = lines.pop() ?? "";
		if (onLine) lines.forEach(onLine);
	});
	child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
	return new Promise((resolve) => {
		child.on("error", (error) => (errors += `${error.message}\n`));
		child.on("close", (status) => {
			for (const signal of SIGNALS) process.off(signal, pass);
			if (interrupted !== null) {
				process.stderr.write("\nInterrupted. The same command, run again, mends what is half done.\n");
				process.exit(EXIT_OF[interrupted]);
			}
			resolve({ ok: status === 0, output, errors });
		});
	});
}

/**
 * What is to be done about a failure, by what the program said of it.
 * @param {string} words
 * @param {string} otherwise
 */
export function remedy(words, otherwise) {
	if (/ENOSPC|No space left/i.test(words))
		return "The disk is full: make room (about 1 GB is needed), and run the same command again.";
	if (/EACCES|EPERM|EROFS|Permission denied|Read-only/i.test(words))
		return "Something may not be written there: the folder of this clone and your cache folders must be yours. Then run the same command again.";
	if (/EINTEGRITY|DO NOT MATCH THE HASHES/.test(words))
		return "What was downloaded is not what the lock file names: a damaged cache, or something between here and the registry. Clear the cache (npm cache clean --force, python3 -m pip cache purge) and run the same command again.";
	return otherwise;
}
