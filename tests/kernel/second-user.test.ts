/** A clone that several users share: what one of them owns, no other one's set-up removes or rewrites. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closedToOthers } from "../../kernel-setup/setup/installed-kernels";
import type { PythonPlaces } from "../../kernel-setup/setup/places";
import { ensurePython, fingerprint, isPythonReady, stampOf } from "../../kernel-setup/setup/python";
import { ROOT, VENV_PYTHON } from "../places";
import { temporaryFolder } from "../temporary";

const NOBODY = 65534;
const folder = temporaryFolder("second");
const isRoot = process.getuid?.() === 0;

describe("an environment of Python", () => {
	function environment(name: string): PythonPlaces {
		const venv = path.join(folder, name);
		const programs = path.join(venv, "bin");
		const python = path.join(programs, "python");
		mkdirSync(programs, { recursive: true });
		symlinkSync("/nowhere/python3", python);
		writeFileSync(path.join(venv, "precious"), "");
		writeFileSync(path.join(folder, "lock"), "numpy==1.0");
		return { what: "JupyterLab", oldest: [3, 10], venv, programs, python, lock: path.join(folder, "lock") };
	}
	const kept = ({ venv }: PythonPlaces) => existsSync(path.join(venv, "precious"));

	it("whose Python cannot be reached from here is not deleted, for others may reach it", async () => {
		const places = environment("unreachable");
		writeFileSync(stampOf(places), fingerprint(places));
		expect(isPythonReady(places)).toBe(false);
		await expect(ensurePython(places)).rejects.toThrow(/unreachable is complete, but the Python .* cannot be reached/);
		expect(kept(places)).toBe(true);
	});

	it("of another user is not deleted, though it is of another version", async ({ skip }) => {
		if (!isRoot) skip("only root can give a folder to another user");
		const places = environment("anothers");
		writeFileSync(stampOf(places), "of another version");
		chownSync(places.venv, NOBODY, NOBODY);
		await expect(ensurePython(places)).rejects.toThrow(/anothers belongs to another user, and .* It stays as it is/);
		expect(kept(places)).toBe(true);
	});
});

/** Why a second user cannot be tried here; null where one can. */
function lacking(): string | null {
	if (!isRoot) return "only root can act as a second user";
	for (const file of [
		ROOT,
		process.execPath,
		path.join(execFileSync("realpath", [VENV_PYTHON], { encoding: "utf8" }).trim()),
	]) {
		const closed = closedToOthers(file);
		if (closed !== null) return `a second user cannot enter ${closed}, which is on the way to ${file}`;
	}
	try {
		execFileSync("setpriv", ["--version"]);
		return null;
	} catch {
		return "there is no setpriv (apt install util-linux)";
	}
}

const why = lacking();
describe.skipIf(why !== null)(
	"a second user of a clone that is not theirs to write to",
	{ meta: why === null ? {} : { lacking: why } },
	() => {
		const home = path.join(folder, "home");
		/** Another Node than the one that set the clone up: another file, at least. */
		const node = path.join(folder, "node");
		let server: ChildProcess;
		let output = "";
		const started = () => {
			const flags = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", node];
			const args = [...flags, path.join(ROOT, "kernel-setup/bootstrap.mjs"), "start", "--no-browser"];
			const env = { PATH: process.env.PATH, HOME: home, LANG: "C.UTF-8" };
			const child = spawn("setpriv", args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
			for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
			return child;
		};
		const address = () => /http:\/\/127\.0\.0\.1:\S+\?token=\w+/.exec(output)?.[0];

		beforeAll(async () => {
			chmodSync(folder, 0o755);
			mkdirSync(home, { mode: 0o700 });
			chownSync(home, NOBODY, NOBODY);
			cpSync(process.execPath, node);
			server = started();
			await new Promise<void>((resolve) => {
				server.on("exit", resolve);
				server.stdout?.on("data", () => address() !== undefined && resolve());
			});
		});
		afterAll(async () => {
			const ended = new Promise((resolve) => server.on("exit", resolve));
			server.kill("SIGTERM");
			if (server.exitCode === null && server.signalCode === null) await ended;
		});

		it("gets JupyterLab on copies of the lessons in their home, and is told where", async () => {
			const workbook = path.join(home, "gradlab-workbook");
			expect(output).toContain(`This clone is not yours to write to: your copies of the lessons are in ${workbook}.`);
			expect(output).toContain(`Your work is in ${workbook}.`);
			expect(readdirSync(workbook)).toContain("00-start-here.ipynb");
			expect(statSync(workbook).uid).toBe(NOBODY);
			expect((await fetch(address() as string)).ok).toBe(true);
		});

		it("gets a kernel that their own Node runs, and the owner's stays", async () => {
			const url = (address() as string).replace(/lab\/tree.*\?/, "api/kernels?");
			expect((await fetch(url, { method: "POST", body: '{ "name": "gradlab" }' })).status).toBe(201);
			const kernels = () =>
				execFileSync("ps", ["-eo", "uid=,args="], { encoding: "utf8", maxBuffer: 2 ** 26 })
					.split("\n")
					.filter((line) => new RegExp(`^\\s*${NOBODY} ${node} .*kernel/node/(main|engine-main)\\.js`).test(line));
			await expect.poll(() => kernels().length, { timeout: 60_000 }).toBe(2);
			const owners = path.join(ROOT, ".venv/share/jupyter/kernels/gradlab/kernel.json");
			expect(readFileSync(owners, "utf8")).not.toContain(node);
		});

		it("writes nothing into the clone", () => {
			const theirs = execFileSync("find", [ROOT, "-uid", String(NOBODY), "-not", "-path", "*/test-results/*"], {
				encoding: "utf8",
			});
			expect(theirs).toBe("");
		});

		it("who names another user's folder as a workbook is told, and nothing is written there", async () => {
			const owned = path.join(folder, "owned");
			mkdirSync(owned);
			const args = [path.join(ROOT, "kernel-setup/bootstrap.mjs"), "start", "--no-browser", "--workbook", owned];
			chownSync(owned, NOBODY, NOBODY);
			let said = "";
			const child = spawn(process.execPath, args, { cwd: ROOT });
			for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
			expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(1);
			expect(said).toContain(`${owned} belongs to another user, whose work is in it.\nName a folder of your own`);
			expect(readdirSync(owned)).toEqual([]);
		});
	},
);
