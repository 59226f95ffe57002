/** Scripts, and how one is ended from outside: a number in shared memory, and a signal. */
import path from "node:path";
import vm from "node:vm";
import { Worker } from "node:worker_threads";
import { Interrupted, type Interrupts } from "../engine/ports";
import { END, Flag } from "./interrupt-flags";
import { endPresentCode, keepImmediatesWhole } from "./termination";

const flags = new Int32Array(new SharedArrayBuffer(12));

export const interrupts: Interrupts = {
	flags,
	listen(take, mayEnd) {
		// Only cell scripts end at a signal. One that comes from elsewhere (Ctrl+C in a terminal) is the host's business.
		process.on("SIGINT", () => undefined);
		// At this one Node would open a debugger on a port.
		process.on("SIGUSR1", () => undefined);
		const end = (cell: number) => {
			if (flags[Flag.interrupt] === cell && mayEnd()) endPresentCode();
		};
		Object.defineProperty(globalThis, END, { value: end });
		keepImmediatesWhole();
		const helper = new Worker(path.join(__dirname, "interrupt-thread.js"), { workerData: flags });
		helper.on("message", take);
		helper.unref();
	},
};

const raise = (value: 0 | 1) => {
	flags[Flag.inScript] = value;
};
Object.defineProperty(globalThis, "__gradlab_in_script", { value: raise });

// Taken before any cell runs: a cell may replace them.
const { Script } = vm;
const { apply } = Reflect;
const { runInThisContext } = Script.prototype;
const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;

export function runScript(code: string, name: string): unknown {
	// The flag is up only where a signal would end this script and nothing else. A termination skips `finally`.
	const marked = `(() => { __gradlab_in_script(1); try { return ${code}; } finally { __gradlab_in_script(0); } })()`;
	const script = new Script(marked, { filename: name, importModuleDynamically });
	try {
		return apply(runInThisContext, script, [{ breakOnSigint: true }]);
	} catch (error) {
		raise(0);
		if (!wasInterrupted(error)) throw error;
		throw new Interrupted();
	}
}

/** What a cell threw may throw itself when it is asked. */
function wasInterrupted(error: unknown): boolean {
	try {
		return (error as NodeJS.ErrnoException | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
	} catch {
		return false;
	}
}
