#!/usr/bin/env node
// @ts-check
/** `npx gradlab …`: the command line, once the project is set up. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");
const cli = path.join(ROOT, "dist/kernel-setup/commands/cli.js");
const args = process.argv.slice(2);
/** Of `lessons run`, 1 says that a lesson failed. */
const NOT_RUN = args[0] === "lessons" ? 2 : 1;
const USAGE = `Usage: npx gradlab [command]

gradlab is not set up yet, or its set-up was interrupted. Until then there are:
  npm run setup                 set up what is missing
  npm start                     that, and open JupyterLab on the lessons
  npx gradlab kernel install    the TypeScript kernel alone, for any Jupyter on this machine
Then npx gradlab --help shows every command.
`;

/** @param {string[]} command */
function run(command) {
	process.exit(spawnSync(process.execPath, command, { stdio: "inherit" }).status ?? 1);
}

if (!existsSync(path.join(ROOT, "dist/.gradlab-stamp"))) {
	// Who wants the kernel alone needs no JupyterLab of ours: npm's packages, and the project compiled.
	if (args[0] === "kernel") run([path.join(import.meta.dirname, "bootstrap.mjs"), ...args]);
	if (args.length === 0 || args[0] === "help" || args.includes("--help") || args.includes("-h")) {
		process.stdout.write(USAGE);
		process.exit(0);
	}
	process.stderr.write("gradlab is not set up yet, or its set-up was interrupted.\nRun: npm run setup\n");
	process.exit(NOT_RUN);
}
// The doctor, too, loads what may be missing. Not imported above: a packed library has this file without those beside it.
const { missingPackages, someOf } = await import("./setup/packages.mjs");
const missing = missingPackages(ROOT, false);
if (missing.length > 0) {
	process.stderr.write(`node_modules/ lacks ${someOf(missing)}.\nRun: npm run setup\n`);
	process.exit(NOT_RUN);
}
run([cli, ...args]);
