/** The workers of `gradlab lessons run`, for the notebooks of one test file: as many as are wanted at a time. */
import { existsSync } from "node:fs";
import { afterAll } from "vitest";
import { Worker } from "../../kernel-setup/lessons/run/worker";
import { jupyterEnvironment } from "../places";

const all: Worker[] = [];
const free: Worker[] = [];

function another(): Worker {
	const worker = new Worker(jupyterEnvironment());
	all.push(worker);
	return worker;
}

/** What `execute.py SOURCE TARGET PARAMETERS` does, without the second that its imports take. */
export async function executeWarm(source: string, target: string, parameters: string): Promise<void> {
	const worker = free.pop() ?? another();
	const { failure } = await worker.execute({ source, target, parameters, timeout: 300 });
	free.push(worker);
	// An error of a cell stays in the notebook: whoever reads it judges it.
	if (!existsSync(target)) throw new Error(`${source} was not executed: ${failure?.message}\n${failure?.text}`);
}

afterAll(() => {
	for (const worker of all) worker.end();
});
