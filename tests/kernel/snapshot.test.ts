/** Engines that start from a snapshot, and what becomes of one that is of no use. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KERNEL_HOST, ROOT } from "../places";
import { TestKernel } from "./client";

const SNAPSHOT = path.join(ROOT, "dist/kernel-setup/kernel/node/engine-snapshot.js");
/** Flags of its own, and so a snapshot of its own; nobody makes one for these but this test. */
const env = { GRADLAB_HEAP_MB: "1999", NODE_OPTIONS: "", NODE_V8_COVERAGE: "" };
const ask = (code: string): string =>
	execFileSync(process.execPath, ["-e", `const s = require(${JSON.stringify(SNAPSHOT)}); ${code}`], {
		encoding: "utf8",
		env: { ...process.env, ...env },
	}).trim();

let file = "";
const kernels: TestKernel[] = [];
const start = async () => {
	const kernel = await TestKernel.start({ env, argv: [process.execPath, KERNEL_HOST, "{connection_file}"] });
	kernels.push(kernel);
	return kernel;
};
/** With which flags the engine of a kernel runs. */
const flagsOf = async (kernel: TestKernel) => (await kernel.run("process.execArgv.join(' ')")).text ?? "";

/** engine-snapshot.ts says why. */
const isNode20 = process.versions.node.startsWith("20.");

if (!isNode20)
	it(`Node ${process.version} starts its engines without one`, () => {
		expect(ask("console.log(s.snapshotFile())")).toBe("undefined");
	});

beforeAll(() => {
	if (!isNode20) return;
	file = ask("console.log(s.snapshotFile())");
	// Two at once: one makes it, the other leaves it to that one.
	ask(
		"const file = s.snapshotFile(); Promise.all([s.makeSnapshot(file, console.error), s.makeSnapshot(file, console.error)].map(({ done }) => done))",
	);
});
afterAll(async () => {
	for (const kernel of kernels) await kernel.stop();
	if (file !== "") rmSync(file, { force: true });
});

describe.runIf(isNode20)("a snapshot of the engine (of Node 20; others have none)", () => {
	it("appears whole, and nothing is left beside it", () => {
		expect(existsSync(file)).toBe(true);
		const beside = readdirSync(path.dirname(file)).filter((name) => name.startsWith(path.basename(file)));
		expect(beside).toEqual([path.basename(file)]);
	});

	it("an engine starts from it, and is an engine as any other", async () => {
		const kernel = await start();
		expect(await flagsOf(kernel)).toContain(file);
		expect((await kernel.run('import { matrix } from "gradlab";\nmatrix([[1, 2]]).cols')).text).toBe("2");
		expect((await kernel.run('(await import("node:fs")).existsSync("/")')).text).toBe("true");
		expect((await kernel.run("const wrong: number = '1';")).error?.evalue).toMatch(/not assignable/);
		expect(
			(await kernel.run("function fail() { throw new Error('here'); }\nfail();")).error?.traceback.join("\n"),
		).toMatch(/fail/);
		expect(
			(await kernel.run("await new Promise((resolve) => setTimeout(resolve, 1)); process.cwd() === __dirname")).text,
		).toBe("true");
	});

	it("one of other files than those that are there is not used", () => {
		const changed = ask(
			`const fs = require("node:fs"); const { statSync } = fs; fs.statSync = (file, ...rest) => { const stats = statSync(file, ...rest); if (/compiler\\.js$/.test(file)) stats.mtimeMs += 1; return stats; }; console.log(s.snapshotFile());`,
		);
		expect(path.dirname(changed)).toBe(path.dirname(file));
		expect(changed).not.toBe(file);
	});

	it("it stays when somebody ends an engine that is about to start", {
		skip: process.platform !== "linux",
	}, async () => {
		const kernel = await start();
		const host = kernel.process.pid;
		const children = () => readFileSync(`/proc/${host}/task/${host}/children`, "utf8").trim().split(" ");
		await kernel.until(() => children()[0] !== "", "an engine");
		const [engine] = children();
		process.kill(Number(engine), "SIGKILL");
		expect(await flagsOf(kernel)).toContain(file);
		expect((await kernel.run("process.pid")).text).not.toBe(engine);
		expect(existsSync(file)).toBe(true);
	});

	it("one that is broken is thrown away, with a word in the log, and the engine starts", async () => {
		writeFileSync(file, readFileSync(file).subarray(0, 1000));
		const kernel = await start();
		expect(await flagsOf(kernel)).not.toContain("snapshot");
		expect(existsSync(file)).toBe(false);
		expect(kernel.log).toContain("does not start from its snapshot");
		expect((await kernel.run("1 + 1")).text).toBe("2");
	});

	it("none is used where a debugger or a hook wants to see the engine start from its files", () => {
		for (const name of ["GRADLAB_INSPECT", "NODE_V8_COVERAGE"])
			expect(ask(`process.env.${name} = "1"; console.log(s.snapshotFile())`)).toBe("undefined");
	});
});
