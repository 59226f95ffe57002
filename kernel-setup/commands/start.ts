/** `npm start`: makes the learner's copies of the lessons and opens JupyterLab on them. */
import { createServer } from "node:net";
import { refreshWorkbook } from "../lessons/workbook";
import { kernelEnvironment } from "../setup/kernelspec";
import { isAnothers, Problem } from "../setup/owners.mjs";
import { HOME_WORKBOOK, NOTEBOOKS, VENV_PYTHON, workbookOf } from "../setup/places";
import { step } from "../setup/step.mjs";
import { answering, FIRST_LESSON, type Lab, runningServer, spawnServer } from "./server";

export interface StartOptions {
	browser: boolean;
	port?: number;
	workbook?: string;
}

export async function start({ browser, port, workbook = workbookOf() }: StartOptions): Promise<number> {
	if (workbook === HOME_WORKBOOK)
		console.log(
			`This clone is not yours to write to: your copies of the lessons are in ${workbook}. --workbook names another folder.`,
		);
	if (isAnothers(workbook))
		throw new Problem(
			`${workbook} belongs to another user, whose work is in it.`,
			"Name a folder of your own: npm start -- --workbook ~/my-workbook",
		);
	const { kept } = refreshWorkbook(NOTEBOOKS, workbook);
	for (const name of kept) {
		console.log(
			`${name}: there is a newer one, and your copy has your work in it, so it stays. Rename it to get the new one.`,
		);
	}
	const running = await runningServer(workbook);
	if (running !== null && (port === undefined || port === running.port)) {
		console.log(`\nJupyterLab is already running:\n\n    ${running.address}\n`);
		if (browser) running.openBrowser();
		return 0;
	}
	return serve(workbook, port, browser);
}

function serve(workbook: string, port: number | undefined, browser: boolean): Promise<number> {
	const environment = kernelEnvironment(workbook);
	return serveLab(
		{ python: VENV_PYTHON, folder: workbook, page: FIRST_LESSON, environment },
		{ port, browser, hint: `Your work is in ${workbook}.` },
	);
}

/** Runs a JupyterLab until it is ended; returns its exit code. */
export async function serveLab(
	lab: Lab,
	{ port, browser, hint }: { port?: number; browser: boolean; hint: string },
): Promise<number> {
	const child = spawnServer(lab, port, browser);
	const exited = new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? 0)));
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill("SIGTERM"));

	const { address } = await step("Starting JupyterLab", async () => {
		const server = await answering(lab.folder, child, lab.page);
		if (server !== null) return server;
		if (port !== undefined && !(await isFree(port)))
			throw new Problem(`Port ${port} is in use by another program.`, "Choose another, as in --port 8899.");
		throw new Problem(
			"JupyterLab did not start; its messages are above.",
			"npx gradlab doctor checks every part and says what to do.",
		);
	});
	console.log(`\nJupyterLab is ready:\n\n    ${address}\n\nStop it with Ctrl+C. ${hint}\n`);
	return exited;
}

function isFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer()
			.once("error", () => resolve(false))
			.once("listening", () => probe.close(() => resolve(true)))
			.listen(port, "127.0.0.1");
	});
}
