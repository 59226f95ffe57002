#!/usr/bin/env node
// @ts-check
/** `npx gradlab …`: the command line, once the project is set up. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const cli = path.join(import.meta.dirname, "../dist/kernel-setup/commands/cli.js");
const compiled = path.join(import.meta.dirname, "../dist/.gradlab-stamp");
const args = process.argv.slice(2);
if (!existsSync(compiled) && args[0] === "kernel") {
	// Who wants the kernel alone needs no JupyterLab of ours: npm's packages, and the project compiled.
	const bootstrap = path.join(import.meta.dirname, "bootstrap.mjs");
	process.exit(spawnSync(process.execPath, [bootstrap, ...args], { stdio: "inherit" }).status ?? 1);
}
if (!existsSync(compiled)) {
	process.stderr.write("gradlab is not set up yet, or its set-up was interrupted.\nRun: npm run setup\n");
	process.exit(1);
}
const { status } = spawnSync(process.execPath, [cli, ...args], { stdio: "inherit" });
process.exit(status ?? 1);
