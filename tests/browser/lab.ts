/** A real JupyterLab, started as a learner starts it, and a real Chromium on it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { ROOT } from "../places";
import { freePorts } from "../ports";
import { temporaryFolder } from "../temporary";

export const SCREENSHOTS = path.join(ROOT, "test-results/screenshots");

export const FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** The system's Chromium or Chrome, or null. $CHROMIUM names another. */
export function findChromium(): string | null {
	if (process.env.CHROMIUM) return process.env.CHROMIUM;
	for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
		try {
			return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
		} catch {
			// Not this one.
		}
	}
	const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
	return existsSync(mac) ? mac : null;
}

export const HOW_TO_GET_CHROMIUM =
	"no Chromium was found. On Debian or Ubuntu: sudo apt install chromium. Elsewhere install Chrome, or name a Chromium: CHROMIUM=/path/to/it npm test";

export interface Lab {
	url: string;
	page: Page;
	/** Addresses outside this machine that the page asked for. */
	strangers: string[];
	/** Errors on the browser's console. */
	complaints: string[];
	workbook: string;
	output(): string;
	close(): Promise<void>;
}

/** What starts JupyterLab, but for `--no-browser` and the port. */
type Starting = readonly [program: string, ...args: string[]];

/** Starts JupyterLab without a browser, as learners do (`npm start`) or by another command, and opens a browser for it. */
export async function openLab(
	executablePath: string,
	workbook = temporaryFolder("workbook"),
	[program, ...args]: Starting = ["npm", "start", "--", "--workbook", workbook],
): Promise<Lab> {
	const [port] = await freePorts(1);
	const server = spawn(program, [...args, "--no-browser", "--port", String(port)], {
		cwd: ROOT,
		env: { ...process.env, GRADLAB_LAB_FLAGS: "--LabApp.expose_app_in_browser=True" },
		stdio: ["ignore", "pipe", "pipe"],
		detached: true, // a group of its own, so that npm and its children can be ended together
	});
	let output = "";
	for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (output += chunk));
	const url = await printedAddress(server, () => output);

	const browser: Browser = await chromium.launch({ executablePath, args: FLAGS, headless: true });
	const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
	const page = await context.newPage();
	const [strangers, complaints]: [string[], string[]] = [[], []];
	page.on("request", (request) => {
		const { protocol, hostname } = new URL(request.url());
		if (/^(https?|wss?):$/.test(protocol) && hostname !== "127.0.0.1") strangers.push(request.url());
	});
	page.on("console", (message) => {
		if (message.type() === "error") complaints.push(message.text());
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
	const close = async () => {
		await browser.close();
		const exited = new Promise((resolve) => server.on("exit", resolve));
		process.kill(-(server.pid as number), "SIGTERM");
		await exited;
	};
	return { url, page, strangers, complaints, workbook, output: () => output, close };
}

async function printedAddress(server: ChildProcess, output: () => string): Promise<string> {
	const deadline = Date.now() + 120_000;
	for (;;) {
		const url = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output())?.[0];
		if (url !== undefined) return url;
		if (server.exitCode !== null || Date.now() > deadline) throw new Error(`JupyterLab did not start:\n${output()}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/** Opens a lesson in the running lab and waits until its kernel is idle. */
export async function openLesson(lab: Lab, name: string): Promise<void> {
	// `reset`: a workspace of its own, without the notebooks that were open before.
	await lab.page.goto(`${lab.url.replace(/lab\/tree\/[^?]*/, `lab/tree/${name}`)}&reset`);
	await lab.page.waitForFunction(
		(file) => {
			const { shell } = (window as unknown as LabWindow).jupyterapp;
			const { context } = shell.currentWidget ?? {};
			return context?.path === file && context.sessionContext.session?.kernel?.status === "idle";
		},
		name,
		{ timeout: 60_000 },
	);
}

/** The parts of JupyterLab's application that the tests look at (LabApp.expose_app_in_browser). */
interface LabWindow {
	jupyterapp: {
		commands: { execute(id: string): Promise<unknown> };
		shell: {
			currentWidget: {
				context: { path: string; sessionContext: { session?: { kernel?: { status: string } } } };
				content: { model: { toJSON(): { cells: Record<string, unknown>[] } } };
			} | null;
		};
	};
}

/** What JupyterLab holds of the open notebook. */
export interface NotebookState {
	cells: {
		type: string;
		executionCount: number | null;
		outputs: { output_type: string; name?: string; data?: Record<string, unknown> }[];
	}[];
}

export function notebookState(page: Page): Promise<NotebookState> {
	return page.evaluate(() => {
		const { shell } = (window as unknown as LabWindow).jupyterapp;
		const cells = shell.currentWidget?.content.model.toJSON().cells ?? [];
		return {
			cells: cells.map((cell) => ({
				type: cell.cell_type,
				executionCount: cell.execution_count ?? null,
				outputs: cell.outputs ?? [],
			})),
		} as never;
	});
}

/** Runs all cells, as from the menu. */
export async function runAll(page: Page): Promise<void> {
	await page.evaluate(() => {
		void (window as unknown as LabWindow).jupyterapp.commands.execute("notebook:run-all-cells");
	});
}
