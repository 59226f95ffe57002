// @ts-check
/**
 * What `npm start`, `npm test` and `npm run setup` run. It needs nothing but Node: it installs the npm packages and
 * compiles the project where that is missing or out of date, and hands over to dist/kernel-setup/commands/cli.js.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");
const OLDEST_NODE = [20, 19];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
	stop(
		`gradlab needs Node ${OLDEST_NODE.join(".")} or newer, and this is Node ${process.versions.node}.`,
		"Install a current Node (https://nodejs.org) and run the same command again.",
	);
}

step(
	"node_modules/.gradlab-stamp",
	hashOf(["package-lock.json"]),
	"Installing the npm packages (once, about half a minute)",
	() => {
		// npm tells scripts how it was called; those settings are not for this call.
		const env = Object.fromEntries(
			Object.entries(process.env).filter(([name]) => !/^npm_(config|package|lifecycle)/i.test(name)),
		);
		const npm = process.env.npm_execpath;
		const flags = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
		const result = npm?.endsWith(".js")
			? spawnSync(process.execPath, [npm, ...flags], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"], env })
			: spawnSync("npm", flags, {
					cwd: ROOT,
					stdio: ["ignore", "ignore", "inherit"],
					env,
					shell: process.platform === "win32",
				});
		if (result.status !== 0) {
			stop(
				"The npm packages could not be installed; npm says why, above.",
				"Most often the network is the reason: check that the npm registry can be reached, and run the same command again.",
			);
		}
	},
);

step(
	"dist/.gradlab-stamp",
	hashOf([
		"tsconfig.json",
		"package-lock.json",
		...typescriptIn("src"),
		...typescriptIn("kernel-setup"),
		...typescriptIn("bench"),
	]),
	"Compiling",
	() => {
		const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
		const result = spawnSync(process.execPath, [tsc, "-p", ROOT, "--pretty"], { stdio: "inherit" });
		if (result.status !== 0) {
			stop(
				"The project does not compile; the compiler says where, above.",
				"If you changed a file under src/, mend it there; `git status` shows what you changed.",
			);
		}
	},
);

const command = spawn(
	process.execPath,
	[path.join(ROOT, "dist/kernel-setup/commands/cli.js"), ...process.argv.slice(2)],
	{
		stdio: "inherit",
		cwd: ROOT,
	},
);
// Who ends this process means the command: a server must not live on unseen. Ctrl+C reaches both by itself.
for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => command.kill(signal));
process.on("SIGINT", () => undefined);
command.on("exit", (status, signal) => process.exit(status ?? (signal === "SIGINT" ? 130 : 1)));

/**
 * Does a step unless its stamp says that it was done for the same input. The stamp is written last, so that a step that
 * was interrupted is done again.
 * @param {string} stamp @param {string} input @param {string} what @param {() => void} work
 */
function step(stamp, input, what, work) {
	const file = path.join(ROOT, stamp);
	if (existsSync(file) && readFileSync(file, "utf8") === input) return;
	process.stdout.write(`${what} …\n`);
	rmSync(path.dirname(file), { recursive: true, force: true });
	work();
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, input);
}

/** @param {string[]} files relative to the root */
function hashOf(files) {
	const hash = createHash("sha256").update(process.versions.modules);
	for (const file of files)
		hash
			.update(file)
			.update("\0")
			.update(readFileSync(path.join(ROOT, file)))
			.update("\0");
	return hash.digest("hex");
}

/** @param {string} folder @returns {string[]} */
function typescriptIn(folder) {
	return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.map((name) => path.join(folder, name))
		.sort();
}

/** @param {string} what @param {string} todo @returns {never} */
function stop(what, todo) {
	process.stderr.write(`\n${what}\n${todo}\n`);
	process.exit(1);
}
