/** Other libraries as contenders: each a process of its own that does a round when it is told to. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "../src/node/places";
import type { Contender, Round } from "./measure";

const FOLDER = path.join(ROOT, "bench/peers");
export const PEER_PYTHON = path.join(FOLDER, ".venv/bin/python");

export function peerFile(name: string): string {
	return path.join(FOLDER, name);
}

interface Peer {
	readonly name: string;
	readonly file: string;
	readonly precisions: readonly string[];
}

export const PEERS: readonly Peer[] = [
	{ name: "PyTorch, one thread", file: "torch_step.py", precisions: ["f32", "f64"] },
	{ name: "JAX jit, one thread", file: "jax_step.py", precisions: ["f32", "f64"] },
	{ name: "TensorFlow.js wasm", file: "tfjs.cjs", precisions: ["f32"] },
	{ name: "ConvNetJS", file: "convnetjs.cjs", precisions: ["f64"] },
];

/** Installs what a folder's package.json and requirements.txt name, there and nowhere else. */
export function installIn(folder: string): void {
	const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, stdio: "inherit" });
	if (!existsSync(path.join(folder, "node_modules")))
		run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
	const done = path.join(folder, ".venv/ready");
	if (existsSync(done)) return;
	run("python3", "-m", "venv", ".venv");
	run(path.join(folder, ".venv/bin/python"), "-m", "pip", "install", "--quiet", "-r", "requirements.txt");
	writeFileSync(done, "");
}

export function installPeers(): void {
	installIn(FOLDER);
}

/** Starts a peer; null where it does not run here. */
export async function startPeer(
	{ name, file }: Peer,
	batch: number,
	precision: string,
	hidden = 100,
): Promise<(Contender & { stop(): void }) | null> {
	const command = file.endsWith(".py") ? PEER_PYTHON : process.execPath;
	const args = [peerFile(file), String(batch), precision, String(hidden)];
	const child = spawn(command, args, { cwd: FOLDER, stdio: ["pipe", "pipe", "ignore"] });
	const answers = createInterface({ input: child.stdout as NonNullable<ChildProcess["stdout"]> });
	const isReady = await Promise.race([
		once(answers, "line").then(([line]) => line === "ready"),
		once(child, "exit").then(() => false),
	]);
	if (!isReady) return null;
	return {
		name: `${name}, ${precision}, B = ${batch}`,
		unit: "tokens",
		async round(seconds) {
			child.stdin?.write(`${seconds}\n`);
			const [line] = (await once(answers, "line")) as [string];
			return JSON.parse(line) as Round;
		},
		stop: () => child.stdin?.end(),
	};
}
