/** The process that a Jupyter front end starts: `node dist/kernel-setup/kernel/node/main.js CONNECTION_FILE`. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { Kernel } from "../host/kernel";
import type { About, Judge, StartEngine } from "../host/ports";
import { traced } from "../host/trace";
import { startChild } from "./child-engine";
import { judgeHere } from "./grading";
import { HOME } from "./places";
import { readConnection, Sockets } from "./sockets";

function about(): About {
	const { version, dependencies } = JSON.parse(readFileSync(path.join(HOME, "package.json"), "utf8")) as {
		version: string;
		dependencies: Record<string, string>;
	};
	const { typescript, tslab } = dependencies;
	return { version, typescript, runtime: `Node ${process.versions.node}`, engine: `tslab ${tslab}`, debugger: true };
}

/** GRADLAB_OUTPUT_MB: how much a cell may print. */
function atMostPrinted(): number | undefined {
	const megabytes = Number(process.env.GRADLAB_OUTPUT_MB ?? "");
	return megabytes > 0 ? megabytes * 1024 * 1024 : undefined;
}

async function main(): Promise<void> {
	const file = process.argv[2];
	if (file === undefined) {
		process.stderr.write("gradlab kernel: name the connection file; JupyterLab does it by itself (npm start)\n");
		process.exit(2);
	}
	const log = (line: string) => process.stderr.write(`[gradlab kernel] ${line}\n`);
	let judge: Judge | undefined;
	try {
		judge = judgeHere(log);
	} catch (error) {
		log((error as Error).message);
		process.exit(2);
	}
	const front = new Sockets(readConnection(file), log);
	await front.bind();
	const startEngine: StartEngine = (events) => startChild(events, log);
	const ports = {
		front,
		startEngine,
		judge,
		about: about(),
		log,
		atMostPrinted: atMostPrinted(),
		exit: () => process.exit(0),
	};
	const kernel = new Kernel(process.env.GRADLAB_TRACE ? traced(ports) : ports);
	process.on("SIGINT", () => kernel.interrupt());
	// Without a listener of its own, Node opens a debugger on a port at this signal.
	process.on("SIGUSR1", () => undefined);
	for (const signal of ["SIGTERM", "SIGHUP"] as const) {
		process.on(signal, async () => {
			await kernel.close();
			process.exit(0);
		});
	}
	process.on("exit", () => void kernel.close());
	kernel.serve();
	leaveWithParent();
}

/** A server that was killed cannot shut its kernels down: a kernel whose parent has gone ends itself. */
function leaveWithParent(): void {
	const parent = process.ppid;
	if (process.env.JPY_PARENT_PID === undefined) return; // started by hand, perhaps to outlive its shell
	setInterval(() => {
		if (process.ppid !== parent) process.exit(0);
	}, 1000).unref();
}

// It passes messages on: a heap that is small and stays so.
setFlagsFromString("--semi-space-growth-factor=1");
setFlagsFromString("--heap-growing-percent=30");
void main();
