/** After all tests: no kernel of this project that the tests started may be left running. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { ROOT } from "./places";

const KERNEL = path.join(ROOT, "dist/kernel-setup");

/** Processes of this clone's kernel, by id. */
function kernels(): Map<string, string> {
	if (process.platform === "win32") return new Map();
	const lines = execFileSync("ps", ["-eo", "pid=,stat=,args="], { encoding: "utf8" }).split("\n");
	const running = lines.filter((line) => line.includes(KERNEL) && !/^\s*\d+ Z/.test(line) && /node/.test(line));
	return new Map(running.map((line) => [line.trim().split(/\s+/)[0], line.trim()]));
}

export default function setup(): () => Promise<void> {
	const before = kernels();
	return async () => {
		// A kernel that was just asked to end may need a moment.
		for (let attempt = 0; attempt < 50; attempt++) {
			const orphans = [...kernels()].filter(([pid]) => !before.has(pid));
			if (orphans.length === 0) return;
			await new Promise((resolve) => setTimeout(resolve, 200));
			if (attempt === 49) {
				process.exitCode = 1;
				throw new Error(`the tests left kernels behind:\n${orphans.map(([, line]) => line).join("\n")}`);
			}
		}
	};
}
