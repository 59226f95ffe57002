/** Input, as a cell asks for it. */
import { cutText } from "../errors/cut";
import { type EnginePorts, Flag } from "../ports";
import { KeyboardInterrupt } from "../run/interrupts";
import type { Runs } from "../run/runs";

// Taken before any cell runs: a cell may replace it.
const { load } = Atomics;

export class StdinNotImplementedError extends Error {
	override name = "StdinNotImplementedError";
}

/** The `prompt` of cells. */
export function promptFor({ say, waitForInput, interrupts }: EnginePorts, runs: Runs) {
	/**
	 * Asks the person at the front end for a line and waits for it.
	 * @throws StdinNotImplementedError where nobody can answer (a headless run, a grader).
	 */
	return function prompt(question = "", options: { password?: boolean } = {}): string {
		say({ type: "input", cell: runs.owner(), prompt: cutText(String(question)), password: options.password === true });
		const answer = waitForInput(() => {
			if (load(interrupts.flags, Flag.interrupt) !== 0) throw new KeyboardInterrupt();
		});
		if (answer !== null) return answer;
		throw new StdinNotImplementedError(
			`prompt(${JSON.stringify(question)}): nobody can answer here, this front end takes no input. Put the value into the cell instead.`,
		);
	};
}
