// @ts-check
/**
 * For `npm run coverage`, in every Node process that tests start: the host ends its engine by SIGKILL, which leaves the
 * engine no time to write what was covered. So it is told before, by a signal that nobody uses.
 */
const { ChildProcess } = require("node:child_process");
const { takeCoverage } = require("node:v8");
const { isMainThread } = require("node:worker_threads");

const SIGNAL = "SIGUSR2";
/** An engine that is busy does not hear the signal. */
const PATIENCE_MS = 3000;

if (isMainThread) {
	const { kill } = ChildProcess.prototype;
	/** @this {import("node:child_process").ChildProcess} @param {NodeJS.Signals | number | undefined} signal */
	ChildProcess.prototype.kill = function (signal) {
		if (signal !== "SIGKILL") return kill.call(this, signal);
		setTimeout(() => kill.call(this, signal), PATIENCE_MS).unref();
		return kill.call(this, SIGNAL);
	};
	process.on(SIGNAL, () => {
		takeCoverage();
		process.kill(process.pid, "SIGKILL");
	});
}
