/** A Python that has everything imported and executes notebooks when it is asked to, each in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import { jupyterEnvironment, ROOT, VENV_PYTHON } from "../places";

let python: ChildProcess | undefined;
const waiting = new Map<number, (code: number) => void>();
let asked = 0;

function start(): ChildProcess {
	const args = [path.join(import.meta.dirname, "executor.py"), path.join(ROOT, "kernel-setup/lessons")];
	const process = spawn(VENV_PYTHON, args, { env: jupyterEnvironment(), stdio: ["pipe", "pipe", "inherit"] });
	createInterface({ input: process.stdout }).on("line", (line) => {
		const [id, code] = JSON.parse(line) as [number, number];
		waiting.get(id)?.(code);
		waiting.delete(id);
	});
	process.on("exit", (code) => {
		for (const tell of waiting.values()) tell(code ?? -1);
		waiting.clear();
		python = undefined;
	});
	return process;
}

/** What `execute.py SOURCE TARGET PARAMETERS` does, without the second that its imports take. */
export async function executeWarm(source: string, target: string, parameters: string): Promise<void> {
	python ??= start();
	const id = ++asked;
	const code = await new Promise<number>((resolve) => {
		waiting.set(id, resolve);
		python?.stdin?.write(`${JSON.stringify([id, [source, target, parameters]])}\n`);
	});
	if (code !== 0) throw new Error(`execute.py ends with ${code}: ${readFileSync(`${target}.log`, "utf8")}`);
}

afterAll(() => python?.stdin?.end());
