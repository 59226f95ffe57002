/** The first steps of the set-up, in a copy of them with an npm that only notes how it was called. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";

import {
	chmodSync,
	chownSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";

import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";

/** Does as npm ci and npm install do: the one begins anew, the other adds. A file named “mood” makes it fail or hang. */
const NPM = `
const fs = require("node:fs");
const mood = fs.existsSync("mood") ? fs.readFileSync("mood", "utf8") : "";
const [verb] = process.argv.slice(2);
fs.appendFileSync("calls", process.argv.slice(2).filter((arg) => /^(ci|install|--no-save|--(include|omit)=dev)$/.test(arg)).join(" ") + "\\n");
if (verb === "ci") fs.rmSync("node_modules", { recursive: true, force: true });
fs.mkdirSync("node_modules/typescript/bin", { recursive: true });
fs.copyFileSync("tsc.js", "node_modules/typescript/bin/tsc");
const { packages = {} } = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
for (const [place, { version }] of Object.entries(packages)) {
	if (mood === "forgets" || place === "") continue;
	fs.mkdirSync(place, { recursive: true });
	fs.writeFileSync(place + "/package.json", JSON.stringify({ version, main: "main" }));
	fs.writeFileSync(place + "/main.js", "");
}
if (mood === "hang") { fs.writeFileSync("hanging", String(process.pid)); setInterval(() => {}, 1000); }
else if (mood !== "" && mood !== "forgets") { console.error(mood); process.exit(1); }
`;

/** Does as a compiler does: writes the command line, which here says its arguments; or fails. */
const TSC = `
const fs = require("node:fs");
if (fs.existsSync("wrong")) { console.log("src/a.ts(1,1): error TS1"); process.exit(2); }
const folder = process.argv[process.argv.indexOf("--outDir") + 1] + "/kernel-setup/commands";
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(folder + "/cli.js", "console.log('handed over: ' + process.argv.slice(2).join(' '))");
`;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const exitOf = (child: ChildProcess) => new Promise((resolve) => child.on("exit", resolve));

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		const stat = `/proc/${pid}/stat`;
		return !(existsSync(stat) && /\) Z /.test(readFileSync(stat, "utf8")));
	} catch {
		return false;
	}
}

function clone() {
	const root = temporaryFolder("bootstrap");
	const file = (name: string) => path.join(root, name);
	for (const folder of ["src", "bench", "kernel-setup/setup"]) mkdirSync(file(folder), { recursive: true });
	for (const name of [
		"bootstrap.mjs",
		"setup/alone.mjs",
		"setup/npm.mjs",
		"setup/owners.mjs",
		"setup/packages.mjs",
		"setup/step.mjs",
	])
		copyFileSync(path.join(ROOT, "kernel-setup", name), file(`kernel-setup/${name}`));
	const write = (name: string, text: string) => writeFileSync(file(name), text);
	const files = { "package-lock.json": "{}", "tsconfig.json": "{}", "src/a.ts": "1", "npm.js": NPM, "tsc.js": TSC };
	for (const [name, text] of Object.entries(files)) write(name, text);
	copyFileSync(path.join(ROOT, "kernel-setup/gradlab.mjs"), file("kernel-setup/gradlab.mjs"));
	const env = { ...process.env, npm_execpath: file("npm.js") };
	const command = (args: string[]) => [file("kernel-setup/bootstrap.mjs"), ...args];
	return {
		file,
		write,
		/** What was said, and how npm was called. */
		run(...args: string[]) {
			rmSync(file("calls"), { force: true });
			const { status, stdout, stderr } = spawnSync(process.execPath, command(args), {
				cwd: root,
				env,
				encoding: "utf8",
			});
			const calls = existsSync(file("calls")) ? readFileSync(file("calls"), "utf8").trim() : "";
			return { status, said: stdout + stderr, calls };
		},
		/** `npx gradlab`. */
		gradlab(...args: string[]) {
			const { status, stdout, stderr } = spawnSync(process.execPath, [file("kernel-setup/gradlab.mjs"), ...args], {
				encoding: "utf8",
			});
			return { status, said: stdout + stderr };
		},
		begin: (...args: string[]) => spawn(process.execPath, command(args), { cwd: root, env, stdio: "ignore" }),
		/** As npm does: by a shell. */
		beginByShell: (...args: string[]) =>
			spawn("sh", ["-c", `"${process.execPath}" ${command(args).join(" ")}; true`], {
				cwd: root,
				env: { ...env, npm_lifecycle_event: "start" },
				stdio: "ignore",
			}),
		/** The number of the npm that hangs, once it does. */
		async hanging(): Promise<number> {
			while (!existsSync(file("hanging")) || readFileSync(file("hanging"), "utf8") === "") await pause(20);
			return Number(readFileSync(file("hanging"), "utf8"));
		},
	};
}

describe("the first steps of the set-up", () => {
	it("who only starts gets no package for development, and the second start installs nothing", () => {
		const { run } = clone();
		expect(run("start", "--port", "1")).toMatchObject({ status: 0, calls: "ci --omit=dev" });
		const again = run("start", "--port", "1");
		expect(again).toMatchObject({ calls: "", said: "handed over: start --port 1\n" });
	});

	it("who tests gets the rest added, and what was there stays", () => {
		const { run, file } = clone();
		run("start");
		writeFileSync(file("node_modules/in-use"), "");
		expect(run("test").calls).toBe("install --no-save --include=dev");
		expect(existsSync(file("node_modules/in-use"))).toBe(true);
		for (const args of [["start"], ["test"], ["setup", "--development"], ["packages"]])
			expect(run(...args).calls).toBe("");
	});

	it("with another lock file a clone gets anew what it had: its packages for development, too", () => {
		const { run, write } = clone();
		run("start");
		write("package-lock.json", "{ }");
		expect(run("start").calls).toBe("ci --omit=dev");
		run("packages");
		write("package-lock.json", "{  }");
		expect(run("start").calls).toBe("ci --include=dev");
	});

	const LOCK = JSON.stringify({
		packages: {
			"": { version: "1.0.0" },
			"node_modules/commander": { version: "1.0.0" },
			"node_modules/a": { version: "2.0.0" },
			"node_modules/c": { version: "3.0.0" },
			"node_modules/a/node_modules/@b/b": { version: "1.0.0" },
			"node_modules/only-elsewhere": { version: "1.0.0", optional: true },
			"node_modules/for-tests": { version: "1.0.0", dev: true },
		},
	});

	it.each([
		["a folder that is gone, with one within it", "a", (at: string) => rmSync(at, { recursive: true })],
		["a package within one that is gone", "a/node_modules/@b/b", (at: string) => rmSync(at, { recursive: true })],
		["another version", "a", (at: string) => writeFileSync(`${at}/package.json`, '{"version":"1.9.9"}')],
		["half a package.json", "a", (at: string) => writeFileSync(`${at}/package.json`, '{"vers')],
		["the file that is loaded first", "a", (at: string) => rmSync(`${at}/main.js`)],
	])("%s is noticed and named by every command, and mended by the next start", (_, name, remove) => {
		const { run, write, file, gradlab } = clone();
		write("package-lock.json", LOCK);
		run("start");
		rmSync(file("node_modules/only-elsewhere"), { recursive: true });
		rmSync(file("node_modules/for-tests"), { recursive: true });
		expect(run("start")).toMatchObject({ status: 0, calls: "" });
		remove(file(`node_modules/${name}`));
		const short = name.replace(/.*node_modules\//, "");
		for (const command of ["ner", "doctor"])
			expect(gradlab(command)).toEqual({ status: 1, said: `node_modules/ lacks ${short}.\nRun: npm run setup\n` });
		const { status, said, calls } = run("start");
		expect({ status, calls }).toEqual({ status: 0, calls: "ci --omit=dev" });
		expect(said).toContain(`node_modules/ lacks ${short}: it is made anew.`);
		expect(run("start").calls).toBe("");
	});

	it("an npm that says all is well and forgets something is not believed", () => {
		const { run, write } = clone();
		write("package-lock.json", LOCK);
		write("mood", "forgets");
		const { status, said } = run("start");
		expect(status).toBe(1);
		expect(said).toContain("npm ended as if all were well, and node_modules/ lacks commander, a, c");
	});

	it("before the set-up, help says what there is, and another command what to do", () => {
		const { gradlab } = clone();
		for (const args of [[], ["help"], ["--help"], ["-h"]]) {
			const { status, said } = gradlab(...args);
			expect(status).toBe(0);
			expect(said).toMatch(/not set up yet[\s\S]*npm run setup[\s\S]*npx gradlab kernel install/);
		}
		expect(gradlab("doctor")).toMatchObject({ status: 1, said: expect.stringContaining("Run: npm run setup") });
	});

	it.each([
		["an installation", "ci --omit=dev", () => undefined],
		["an addition", "ci --include=dev", (run: (...args: string[]) => unknown) => run("start")],
	])("%s that was interrupted leaves nothing running, and is made anew", async (what, calls, before) => {
		const { run, write, file, begin, hanging } = clone();
		before(run);
		write("mood", "hang");
		const command = what === "an addition" ? "test" : "start";
		const child = begin(command);
		const ended = exitOf(child);
		const npm = await hanging();
		child.kill("SIGTERM");
		expect(await ended).toBe(143);
		expect(isAlive(npm)).toBe(false);
		rmSync(file("mood"));
		if (what === "an addition") expect(run("start").calls).toBe("");
		expect(run(command)).toMatchObject({ status: 0, calls });
	});

	it("one set-up at a time: a second one waits, also for an npm whose set-up was killed", async () => {
		const { write, file, begin, hanging } = clone();
		write("mood", "hang");
		const killed = begin("start");
		const npm = await hanging();
		const ended = exitOf(killed);
		killed.kill("SIGKILL");
		await ended;
		rmSync(file("mood"));
		const second = begin("start");
		await pause(1000);
		expect(second.exitCode).toBe(null);
		expect(readFileSync(file("calls"), "utf8")).toBe("ci --omit=dev\n");
		const status = exitOf(second);
		process.kill(npm, "SIGKILL");
		expect(await status).toBe(0);
		expect(readFileSync(file("calls"), "utf8")).toBe("ci --omit=dev\nci --omit=dev\n");
		expect(existsSync(file(".setup-lock"))).toBe(false);
	});

	it("who ends npm, which tells only the shell between, ends the set-up with it", async () => {
		const { write, beginByShell, hanging } = clone();
		write("mood", "hang");
		const shell = beginByShell("start");
		const npm = await hanging();
		shell.kill("SIGTERM");
		await expect.poll(() => isAlive(npm), { timeout: 20_000 }).toBe(false);
	});

	it.each([
		["npm error code ENOTFOUND", "check that the npm registry can be reached"],
		["npm error code ENOSPC", "The disk is full: make room"],
		["npm error code EACCES", "must be yours"],
		["npm error code EINTEGRITY", "npm cache clean"],
		["npm error code EUSAGE", "git checkout package.json package-lock.json"],
	])("%s is told, with what to do about it", (error, todo) => {
		const { run, write } = clone();
		write("mood", error);
		const { status, said } = run("start");
		expect(status).toBe(1);
		expect(said).toContain(error);
		expect(said).toContain(todo);
		expect(said).not.toContain("handed over");
	});

	it("what no longer compiles is told, and what was compiled before stays", () => {
		const { run, write, file } = clone();
		run("start");
		write("src/a.ts", "2");
		write("wrong", "");
		const { status, said } = run("start");
		expect(status).toBe(1);
		expect(said).toContain("src/a.ts(1,1): error TS1");
		expect(said).toContain("mend it there");
		expect(existsSync(file("dist/kernel-setup/commands/cli.js"))).toBe(true);
		rmSync(file("wrong"));
		expect(run("start").said).toMatch(/Compiling … done/);
	});
});

const isRoot = process.getuid?.() === 0;
describe.skipIf(!isRoot)(
	"in a clone that is shared",
	{ meta: isRoot ? {} : { lacking: "only root can give a folder to another user" } },
	() => {
		it.each([
			["node_modules", "package-lock.json", "{ }"],
			["dist", "src/a.ts", "2"],
		])("%s of another user is neither removed nor made anew, and that is told", (part, changed, text) => {
			const { run, write, file } = clone();
			run("start");
			write(`${part}/in-use`, "");
			chownSync(file(part), 65534, 65534);
			expect(run("start")).toMatchObject({ status: 0, calls: "" });
			write(changed, text);
			const { status, said, calls } = run("start");
			expect([status, calls]).toEqual([1, ""]);
			expect(said).toMatch(
				new RegExp(`${part} belongs to another user, and .*\\. It stays as it is\\.\nAsk who owns the clone`),
			);
			expect(existsSync(file(`${part}/in-use`))).toBe(true);
		});

		it("who may not write in it is told so by the first step that would, without a stack trace", () => {
			const { run, write, file } = clone();
			run("start");
			const nobody = (command: string[]) =>
				spawnSync(process.execPath, command, { uid: 65534, gid: 65534, cwd: "/", encoding: "utf8" });
			const folder = path.dirname(file("package-lock.json"));
			for (const way of [folder, path.dirname(folder)]) chmodSync(way, 0o755);
			write("src/a.ts", "2");
			for (const command of [
				[file("kernel-setup/bootstrap.mjs"), "start"],
				[
					"--input-type=module",
					"-e",
					`import { alone } from ${JSON.stringify(file("kernel-setup/setup/alone.mjs"))}; alone(${JSON.stringify(folder)}, async () => {}).catch((error) => { console.error(error.name, error.message, error.todo); process.exit(1); })`,
				],
			]) {
				const { status, stderr } = nobody(command);
				expect(status).toBe(1);
				expect(stderr).toContain("Ask who owns the clone");
				expect(stderr).not.toMatch(/^\s+at /m);
			}
		});
	},
);
