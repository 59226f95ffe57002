/** The process that a Jupyter front end starts: `node dist/kernel-setup/kernel/host/main.js CONNECTION_FILE`. */
import { MessageCodec } from "../wire/message";
import { Kernel } from "./kernel";
import { readConnection, Sockets } from "./sockets";

async function main(): Promise<void> {
	const file = process.argv[2];
	if (file === undefined) {
		process.stderr.write("gradlab kernel: name the connection file; JupyterLab does it by itself (npm start)\n");
		process.exit(2);
	}
	const connection = readConnection(file);
	const sockets = new Sockets();
	await sockets.bind(connection);
	const log = (line: string) => process.stderr.write(`[gradlab kernel] ${line}\n`);
	const kernel = new Kernel(connection, sockets, new MessageCodec(connection.key), log, () => process.exit(0));
	process.on("SIGINT", () => kernel.interrupt());
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

void main();
