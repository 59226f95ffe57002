/** Starts and ends the server, as people and machines do. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "../places";

function start(workbook: string): { child: ChildProcess; address: Promise<string> } {
	const flags = ["kernel-setup/bootstrap.mjs", "start", "--no-browser", "--workbook", workbook];
	const child = spawn(process.execPath, flags, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"], detached: true });
	const address = new Promise<string>((resolve, reject) => {
		let output = "";
		child.stdout?.on("data", (chunk) => {
			output += chunk;
			const url = /http:\/\/127\.0\.0\.1:\S+/.exec(output)?.[0];
			if (url !== undefined) resolve(url);
		});
		child.on("exit", () => reject(new Error(`no address came:\n${output}`)));
	});
	return { child, address };
}

/** Twice on one workbook, as somebody does who lost the first terminal. */
export async function secondStart(): Promise<{ first: string; second: string; seconds: number }> {
	const workbook = mkdtempSync(path.join(tmpdir(), "gradlab-workbook-"));
	const one = start(workbook);
	try {
		const first = await one.address;
		const begin = performance.now();
		const second = await start(workbook).address;
		return { first, second, seconds: (performance.now() - begin) / 1000 };
	} finally {
		const exited = new Promise((resolve) => one.child.on("exit", resolve));
		process.kill(-(one.child.pid as number), "SIGTERM");
		await exited;
		rmSync(workbook, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}

/** Ends the one process that was started, and no other, as a service manager does. Returns whether the server still answers. */
export async function endedByItsParent(): Promise<{ before: boolean; after: boolean }> {
	const workbook = mkdtempSync(path.join(tmpdir(), "gradlab-workbook-"));
	const { child, address } = start(workbook);
	const answers = async (url: string) => {
		try {
			return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
		} catch {
			return false;
		}
	};
	try {
		const url = await address;
		const before = await answers(url);
		const exited = new Promise((resolve) => child.on("exit", resolve));
		child.kill("SIGTERM");
		await exited;
		return { before, after: await answers(url) };
	} finally {
		rmSync(workbook, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}
