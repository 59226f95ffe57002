/** JupyterLab as a process: started here, or already running on the same workbook. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { VENV_PYTHON } from "../setup/places";
import { ensurePrivateRuntime } from "../setup/private";

/** What a server notes about itself in its runtime folder. */
interface Note {
	port: number;
	token: string;
	pid: number;
}

/** A server that answers. */
export interface Server {
	address: string;
	port: number;
	/** Opens a page of this machine that sends the browser on to the server: no address, and no token, among a program's arguments. */
	openBrowser(): void;
}

/** Which JupyterLab, on what. */
export interface Lab {
	readonly python: string;
	/** The folder that is shown. */
	readonly folder: string;
	/** What the browser opens first. */
	readonly page: string;
	readonly environment: NodeJS.ProcessEnv;
}

export const FIRST_LESSON = "/lab/tree/00-start-here.ipynb";
const FIRST_PORT = 8888;
const PORTS = 100;

/** Starts a server. It chooses its port itself: between a look at one and its use another program could take it. */
export function spawnServer(lab: Lab, port: number | undefined, browser: boolean): ChildProcess {
	return spawn(
		lab.python,
		[
			"-m",
			"jupyterlab",
			...(browser ? [] : ["--no-browser"]),
			"--ServerApp.ip=127.0.0.1",
			`--ServerApp.port=${port ?? FIRST_PORT}`,
			`--ServerApp.port_retries=${port === undefined ? PORTS - 1 : 0}`,
			`--ServerApp.root_dir=${lab.folder}`,
			"--ServerApp.log_level=WARN",
			"--MultiKernelManager.default_kernel_name=gradlab",
			// JupyterLab brings a Python kernel along, which no lesson uses.
			"--KernelSpecManager.ensure_native_kernel=False",
			"--KernelSpecManager.allowed_kernelspecs=gradlab",
			// The list of extensions comes from PyPI: a lesson does without, and without asking another machine.
			"--LabApp.extension_manager=readonly",
			`--LabApp.default_url=${lab.page}`,
			// Only root of a container would need this, and there it is what one wants.
			...(process.getuid?.() === 0 ? ["--allow-root"] : []),
			...(process.env.GRADLAB_LAB_FLAGS ?? "").split(" ").filter(Boolean),
		],
		{
			stdio: ["ignore", "inherit", "inherit"],
			// The token goes by the environment, which nobody else may read; the list of processes is open to all.
			env: { ...lab.environment, JUPYTER_TOKEN: randomBytes(24).toString("hex") },
		},
	);
}

/** Waits until the server of a process answers; null when the process ends before. */
export async function answering(folder: string, child: ChildProcess, page = FIRST_LESSON): Promise<Server | null> {
	const note = path.join(ensurePrivateRuntime(folder), `jpserver-${child.pid}.json`);
	while (child.exitCode === null && child.signalCode === null) {
		const server = await serverIn(note, page);
		if (server !== null) return server;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return null;
}

/** A server of this workbook that still answers. */
export async function runningServer(workbook: string): Promise<Server | null> {
	const runtime = ensurePrivateRuntime(workbook);
	for (const file of readdirSync(runtime).filter((name) => /^jpserver-\d+\.json$/.test(name))) {
		const server = await serverIn(path.join(runtime, file));
		if (server !== null) return server;
	}
	return null;
}

async function serverIn(file: string, page = FIRST_LESSON): Promise<Server | null> {
	try {
		const { pid, port, token } = JSON.parse(readFileSync(file, "utf8")) as Note;
		process.kill(pid, 0);
		const headers = { Authorization: `token ${token}` };
		const signal = AbortSignal.timeout(2000);
		const { ok } = await fetch(`http://127.0.0.1:${port}/api/status`, { headers, signal });
		const opener = file.replace(/\.json$/, "-open.html");
		const address = `http://127.0.0.1:${port}${page}?token=${token}`;
		return ok ? { address, port, openBrowser: () => open(opener) } : null;
	} catch {
		return null; // not there yet, or its process has gone, or was killed while it wrote its note
	}
}

function open(page: string): void {
	if (!existsSync(page)) return;
	// Where there is no browser to open, the printed address is enough.
	spawn(VENV_PYTHON, ["-m", "webbrowser", pathToFileURL(page).href], { stdio: "ignore", detached: true })
		.on("error", () => undefined)
		.unref();
}
