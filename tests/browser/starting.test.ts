/** `npm start`, as people and machines start and end it; the browser here only notes what it is asked to open. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";

const folder = temporaryFolder("starting");
const workbook = path.join(folder, "workbook");
const runtime = path.join(workbook, ".jupyter/runtime");
const opened = path.join(folder, "opened");
const browser = path.join(folder, "browser");

interface Started {
	child: ChildProcess;
	/** What it printed until it gave an address, or until it ended. */
	said: Promise<string>;
	ended: Promise<unknown>;
}

function start(...flags: string[]): Started {
	const args = ["kernel-setup/bootstrap.mjs", "start", "--workbook", workbook, ...flags];
	const env = { ...process.env, BROWSER: `${browser} %s` };
	const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
	let output = "";
	const said = new Promise<string>((resolve) => {
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (chunk) => {
				output += chunk;
				if (addressIn(output) !== undefined) resolve(output);
			});
		child.on("close", () => resolve(output));
	});
	return { child, said, ended: new Promise((resolve) => child.on("exit", resolve)) };
}

const addressIn = (text: string) => /http:\/\/127\.0\.0\.1:\S+\?token=\w+/.exec(text)?.[0];
const tokenIn = (text: string) => /token=(\w+)/.exec(text)?.[1] as string;
const answers = (url: string) =>
	fetch(url, { signal: AbortSignal.timeout(40_000) }).then(
		({ ok }) => ok,
		() => false,
	);
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
const notes = () => (existsSync(opened) ? readFileSync(opened, "utf8").trim().split("\n") : []);

describe("starting", () => {
	let first: Started;
	let address: string;
	beforeAll(async () => {
		writeFileSync(browser, `#!/bin/sh\necho "$@" >> ${opened}\n`, { mode: 0o755 });
		first = start();
		const said = await first.said;
		address = addressIn(said) as string;
		expect(address, said).toBeDefined();
	});
	afterAll(async () => {
		first.child.kill("SIGTERM");
		await first.ended;
	});

	it("the server answers at the address that is printed, which opens lesson 00", async () => {
		expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/lab\/tree\/00-start-here\.ipynb\?token=\w{48}$/);
		expect(await answers(address)).toBe(true);
	});

	it("the token stands in no list of arguments", () => {
		const processes = execFileSync("ps", ["-eo", "args="], { encoding: "utf8", maxBuffer: 2 ** 26 });
		expect(processes).toContain("jupyterlab");
		expect(processes).not.toContain(tokenIn(address));
	});

	it("nobody else may look where Jupyter notes tokens and keys", async () => {
		const url = address.replace(/lab\/tree.*\?/, "api/kernels?");
		const { status } = await fetch(url, { method: "POST", body: '{ "name": "gradlab" }' });
		expect(status).toBe(201);
		await expect.poll(() => readdirSync(runtime).join(" "), { timeout: 40_000 }).toMatch(/kernel-\S+\.json/);
		for (const secret of [path.dirname(runtime), runtime]) expect(modeOf(secret)).toBe("700");
		for (const file of readdirSync(runtime).filter((name) => name.endsWith(".json")))
			expect([file, modeOf(path.join(runtime, file))]).toEqual([file, "600"]);
	});

	it("the browser is sent there by a page that only the learner can read", async () => {
		await expect.poll(() => notes().length, { timeout: 40_000 }).toBe(1);
		const page = fileURLToPath(notes()[0]);
		expect(path.dirname(page)).toBe(runtime);
		expect(readFileSync(page, "utf8")).toContain(address);
	});

	it("a second start prints the address of the running server, and opens it", async () => {
		const begin = performance.now();
		const second = start();
		expect(addressIn(await second.said)).toBe(address);
		// Five seconds is what a person is promised; the limit here allows for a machine that does other things, too.
		expect((performance.now() - begin) / 1000).toBeLessThan(40);
		await second.ended;
		await expect.poll(notes, { timeout: 40_000 }).toEqual([notes()[0], notes()[0]]);
	});

	it("a port that another program has is told, where one was asked for", async () => {
		const other = createServer().listen(0, "127.0.0.1");
		await new Promise((resolve) => other.once("listening", resolve));
		const { port } = other.address() as { port: number };
		const said = await start("--no-browser", "--port", String(port)).said;
		other.close();
		expect(said).toContain(`Port ${port} is in use by another program.\nChoose another`);
	});

	it("who ends `npm start` ends the server with it, and no note of it is left", async () => {
		first.child.kill("SIGTERM");
		await first.ended;
		expect(await answers(address)).toBe(false);
		expect(readdirSync(runtime).filter((name) => name.startsWith("jpserver-"))).toEqual([]);
	});
});
