/** Starts JupyterLab on the learner's workbook, or finds the one that is running. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { refreshWorkbook } from "../lessons/workbook";
import { jupyterEnvironment, NOTEBOOKS, runtimeOf, VENV_PYTHON } from "../setup/places";
import { Problem } from "../setup/problem";
import { step } from "../setup/step.mjs";

export interface StartOptions {
	browser: boolean;
	port?: number;
	workbook: string;
}

const FIRST_LESSON = "lab/tree/00-start-here.ipynb";
const DEFAULT_PORT = 8888;

interface Server {
	port: number;
	token: string;
	pid: number;
}

const addressOf = ({ port, token }: Pick<Server, "port" | "token">) =>
	`http://127.0.0.1:${port}/${FIRST_LESSON}?token=${token}`;

export async function start({ browser, port, workbook }: StartOptions): Promise<number> {
	const { kept } = refreshWorkbook(NOTEBOOKS, workbook);
	for (const name of kept) {
		console.log(
			`${name}: there is a newer one, and your copy has your work in it, so it stays. Rename it to get the new one.`,
		);
	}
	const running = await runningServer(runtimeOf(workbook));
	if (running !== null && (port === undefined || port === running.port)) {
		console.log(`\nJupyterLab is already running:\n\n    ${addressOf(running)}\n`);
		if (browser) openBrowser(addressOf(running));
		return 0;
	}
	return serve(workbook, await freePort(port), browser);
}

async function serve(workbook: string, port: number, browser: boolean): Promise<number> {
	mkdirSync(runtimeOf(workbook), { recursive: true });
	const token = randomBytes(24).toString("hex");
	const server = spawn(
		VENV_PYTHON,
		[
			"-m",
			"jupyterlab",
			"--no-browser",
			"--ServerApp.ip=127.0.0.1",
			`--ServerApp.port=${port}`,
			"--ServerApp.port_retries=0",
			`--ServerApp.root_dir=${workbook}`,
			"--ServerApp.log_level=WARN",
			"--MultiKernelManager.default_kernel_name=gradlab",
			// JupyterLab brings a Python kernel along, which no lesson uses.
			"--KernelSpecManager.ensure_native_kernel=False",
			"--KernelSpecManager.allowed_kernelspecs=gradlab",
			// The list of extensions comes from PyPI: a lesson does without, and without asking another machine.
			"--LabApp.extension_manager=readonly",
			// Only root of a container would need this, and there it is what one wants.
			...(process.getuid?.() === 0 ? ["--allow-root"] : []),
			...(process.env.GRADLAB_LAB_FLAGS ?? "").split(" ").filter(Boolean),
		],
		// The token goes by the environment: in the list of processes it would stand as long as the server runs.
		{ stdio: ["ignore", "inherit", "inherit"], env: { ...jupyterEnvironment(workbook), JUPYTER_TOKEN: token } },
	);
	const exited = new Promise<number>((resolve) => server.on("exit", (code) => resolve(code ?? 0)));
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => server.kill("SIGTERM"));

	await step("Starting JupyterLab", async () => {
		if (await answers({ port, token }, exited)) return;
		throw new Problem(
			"JupyterLab did not start; its messages are above.",
			"npx gradlab doctor checks every part and says what to do.",
		);
	});
	console.log(
		`\nJupyterLab is ready:\n\n    ${addressOf({ port, token })}\n\nStop it with Ctrl+C. Your work is in ${workbook}.\n`,
	);
	if (browser) openBrowser(addressOf({ port, token }));
	return exited;
}

async function isAlive({ port, token }: Pick<Server, "port" | "token">): Promise<boolean> {
	try {
		const response = await fetch(`http://127.0.0.1:${port}/api/status`, {
			headers: { Authorization: `token ${token}` },
			signal: AbortSignal.timeout(2000),
		});
		return response.ok;
	} catch {
		return false;
	}
}

/** Waits until the server answers; false when it ends before. */
async function answers(server: Pick<Server, "port" | "token">, exited: Promise<unknown>): Promise<boolean> {
	let over = false;
	void exited.then(() => {
		over = true;
	});
	while (!over) {
		if (await isAlive(server)) return true;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return false;
}

/** A server of this clone that still answers; Jupyter notes each one in its runtime folder. */
async function runningServer(runtime: string): Promise<Server | null> {
	if (!existsSync(runtime)) return null;
	for (const file of readdirSync(runtime).filter((name) => /^jpserver-\d+\.json$/.test(name))) {
		try {
			const server = JSON.parse(readFileSync(path.join(runtime, file), "utf8")) as Server;
			process.kill(server.pid, 0);
			if (await isAlive(server)) return server;
		} catch {
			// The process has gone, or was killed while it wrote its note.
		}
	}
	return null;
}

function isFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer()
			.once("error", () => resolve(false))
			.once("listening", () => probe.close(() => resolve(true)))
			.listen(port, "127.0.0.1");
	});
}

async function freePort(wanted: number | undefined): Promise<number> {
	if (wanted !== undefined) {
		if (await isFree(wanted)) return wanted;
		throw new Problem(`Port ${wanted} is in use by another program.`, "Choose another: npm start -- --port 8899");
	}
	for (let port = DEFAULT_PORT; port < DEFAULT_PORT + 100; port++) if (await isFree(port)) return port;
	throw new Problem(
		`No port from ${DEFAULT_PORT} to ${DEFAULT_PORT + 99} is free.`,
		"Choose one: npm start -- --port 9999",
	);
}

function openBrowser(url: string): void {
	const [command, args] = (
		{ darwin: ["open", [url]], win32: ["cmd", ["/c", "start", "", url.replaceAll("&", "^&")]] } as Record<
			string,
			[string, string[]]
		>
	)[process.platform] ?? ["xdg-open", [url]];
	// Where there is no browser to open, the printed address is enough.
	spawn(command, args, { stdio: "ignore", detached: true })
		.on("error", () => undefined)
		.unref();
}
