/** Other versions of Node than the one that runs the tests; npm has their binaries. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../places";

/** The oldest one that runs gradlab, and the last of each line that has long-term support. */
export const VERSIONS = ["20.19.0", "22.23.3", "24.21.0"];

export interface Node {
	version: string;
	program: string;
	/** Why it is not there, and how it comes; null where it is. */
	lacking: string | null;
}

/** Finds a version, in CI brings it. */
export async function node(version: string): Promise<Node> {
	const name = `node-${process.platform}-${process.arch}`;
	const folder = path.join(ROOT, "test-results/nodes", version);
	const program = path.join(folder, "node_modules", name, "bin/node");
	const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `${name}@${version}`];
	let why = "";
	if (!existsSync(program) && process.env.CI)
		await promisify(execFile)("npm", args).catch((error: Error) => {
			why = `: ${error.message}`;
		});
	const lacking = existsSync(program)
		? null
		: `Node ${version} is not there${why}. To test on it: npm ${args.map((arg) => arg.replace(`${ROOT}/`, "")).join(" ")}`;
	return { version, program, lacking };
}
