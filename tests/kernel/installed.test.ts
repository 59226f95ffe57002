/** `gradlab kernel install`: a copy that goes on working when what it was made from is gone. */
import { execFileSync, spawnSync } from "node:child_process";
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jupyterEnvironment, ROOT, VENV_PYTHON } from "../places";
import { temporaryFolder } from "../temporary";
import { plain, TestKernel } from "./client";

const folder = temporaryFolder("installed");
const source = path.join(folder, "source");
const prefix = path.join(folder, "prefix");
const copy = path.join(prefix, "share/jupyter/kernels/of-test");
const project = path.join(folder, "project");

/** What `npx gradlab` does, from a place of one's own. */
function gradlab(from: string, ...args: string[]): { status: number | null; said: string } {
	const cli = path.join(from, "dist/kernel-setup/commands/cli.js");
	const env = { ...process.env, JUPYTER_DATA_DIR: path.join(folder, "user") };
	const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "kernel", ...args], {
		cwd: folder,
		env,
		encoding: "utf8",
	});
	return { status, said: stdout + stderr };
}
const here = ["--prefix", prefix, "--name", "of-test"];

const contents = (of: string) =>
	readdirSync(of, { recursive: true, encoding: "utf8" })
		.sort()
		.map((name) => ({ name, stats: statSync(path.join(of, name)) }));

let installed: ReturnType<typeof gradlab>;
beforeAll(() => {
	mkdirSync(source);
	for (const part of ["package.json", "LICENSE", "dist/kernel-setup", "dist/src", "kernel-setup/kernel"])
		cpSync(path.join(ROOT, part), path.join(source, part), { recursive: true });
	symlinkSync(path.join(ROOT, "node_modules"), path.join(source, "node_modules"), "junction");
	installed = gradlab(source, "install", ...here);
	rmSync(source, { recursive: true });

	const owned = path.join(project, "node_modules/owned");
	mkdirSync(owned, { recursive: true });
	writeFileSync(path.join(owned, "package.json"), '{ "name": "owned", "main": "index.js", "types": "index.d.ts" }');
	writeFileSync(path.join(owned, "index.js"), "exports.twice = (n) => 2 * n;\n");
	writeFileSync(path.join(owned, "index.d.ts"), "export declare function twice(n: number): number;\n");
	writeFileSync(path.join(project, "mine.ts"), "export const three: number = 3;\n");
});

const kernelJson = () =>
	JSON.parse(readFileSync(path.join(copy, "kernel.json"), "utf8")) as { argv: string[]; display_name: string };

describe("an installed copy of the kernel", () => {
	let kernel: TestKernel;
	let before: ReturnType<typeof contents>;
	beforeAll(async () => {
		expect(installed.status, installed.said).toBe(0);
		before = contents(copy);
		kernel = await TestKernel.start({ cwd: project, argv: kernelJson().argv });
	});
	afterAll(() => kernel?.stop());

	it("lies where Jupyter looks, with absolute paths, its icons and its name", () => {
		const { argv, display_name } = kernelJson();
		expect(argv).toEqual([
			process.execPath,
			path.join(copy, "dist/kernel-setup/kernel/node/main.js"),
			"{connection_file}",
		]);
		expect(display_name).toBe("TypeScript (of-test)");
		for (const logo of ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"])
			expect(existsSync(path.join(copy, logo))).toBe(true);
	});

	it("holds the kernel, four packages and what they bring, and no path of what it was made from", () => {
		const packages = readdirSync(path.join(copy, "node_modules")).sort();
		expect(packages).toEqual([
			"@tslab",
			"@types",
			"cmake-ts",
			"semver",
			"tslab",
			"typescript",
			"undici-types",
			"zeromq",
		]);
		const texts = before.filter(({ name }) => /\.(js|json)$/.test(name)).map(({ name }) => path.join(copy, name));
		const telling = texts.filter((file) => [source, ROOT].some((place) => readFileSync(file, "utf8").includes(place)));
		expect(telling).toEqual([]);
	});

	it("Jupyter runs it by its name", () => {
		const ask = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="of-test", startup_timeout=60, cwd=${JSON.stringify(project)})
try:
    client.execute_interactive("const n: number = 6 * 7; n", timeout=60, output_hook=lambda m: m["msg_type"] == "execute_result" and print(m["content"]["data"]["text/plain"]))
finally:
    client.stop_channels(); manager.shutdown_kernel(now=False)`;
		const env = { ...jupyterEnvironment(), JUPYTER_PATH: path.join(prefix, "share/jupyter") };
		expect(execFileSync(VENV_PYTHON, ["-c", ask], { env, encoding: "utf8" })).toBe("42\n");
	});

	it("checks types, keeps variables, and says its version", async () => {
		const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
		expect((await kernel.request("kernel_info_request", {})).implementation_version).toBe(version);
		await kernel.run("let n = 1;");
		expect((await kernel.run("n += 1; [n].toSorted()")).text).toBe("[ 2 ]");
		expect((await kernel.run('n = "two"')).error?.evalue).toContain("not assignable to type 'number'");
		expect((await kernel.run('import { readFileSync } from "node:fs"; typeof readFileSync')).text).toBe("'function'");
	});

	it("imports the packages and the files of the project that the notebook lies in", async () => {
		const { text } = await kernel.run('import { twice } from "owned";\nimport { three } from "./mine";\ntwice(three)');
		expect(text).toBe("6");
		expect((await kernel.run('twice("3")')).error?.evalue).toContain("not assignable to parameter of type 'number'");
		expect((await kernel.run('import { newDisplay } from "tslab"; typeof newDisplay')).text).toBe("'function'");
	});

	it("gradlab's library is a package like others: not there until it is installed", async () => {
		const { error } = await kernel.run('import { matrix } from "gradlab";');
		expect(plain(error?.traceback ?? [])).toContain("Cannot find module 'gradlab'");
	});

	it("an interrupt keeps the state, an exit costs it and is told", async () => {
		await kernel.run("let kept = 7;");
		const id = kernel.sendCell('console.log("begun"); while (true) {}');
		await kernel.until(() => kernel.publishedFor(id).some(({ content }) => content.text === "begun\n"), "the cell");
		await kernel.request("interrupt_request", {}, "control");
		expect((await kernel.outcome(id)).reply.ename).toBe("KeyboardInterrupt");
		expect((await kernel.run("kept")).text).toBe("7");
		expect((await kernel.run("process.exit(3)")).error?.ename).toBe("EngineExit");
		expect((await kernel.run("1 + 1")).text).toBe("2");
	});

	it("what docs/kernel.md says of gradlab beside other kernels is so", async () => {
		const yes = (isSo: boolean) => (isSo ? "yes" : "no");
		const checks: Record<string, () => Promise<string>> = {
			"types are checked before a cell runs": async () => {
				const { stdout, error } = await kernel.run('console.log("ran"); const n: number = "one";');
				return yes(stdout === "" && error?.ename === "TypeCheckError");
			},
			"a cell that throws is an error for nbmake, nbval and graders": async () => {
				const { reply, error } = await kernel.run('throw new RangeError("no")');
				return yes(reply.status === "error" && reply.ename === "RangeError" && error?.evalue === "no");
			},
			"an endless loop is interrupted, and variables stay": async () => {
				await kernel.run("let stays = 1;");
				const id = kernel.sendCell('console.log("begun"); for (;;) {}');
				await kernel.until(() => kernel.publishedFor(id).some(({ content }) => content.text === "begun\n"), "the cell");
				await kernel.request("interrupt_request", {}, "control");
				const { reply } = await kernel.outcome(id);
				return yes(reply.ename === "KeyboardInterrupt" && (await kernel.run("stays")).text === "1");
			},
			"heartbeat and control answer while a cell loops": async () => {
				const id = kernel.sendCell('console.log("begun"); for (;;) {}');
				await kernel.until(() => kernel.publishedFor(id).some(({ content }) => content.text === "begun\n"), "the cell");
				await kernel.heartbeat.send("beat");
				const [echo] = await kernel.heartbeat.receive();
				const { status } = await kernel.request("kernel_info_request", {}, "control");
				await kernel.request("interrupt_request", {}, "control");
				await kernel.outcome(id);
				return yes(String(echo) === "beat" && status === "ok");
			},
			"of 20,000 lines printed in one loop arrive": async () => {
				const { stdout } = await kernel.run("for (let k = 0; k < 20_000; k++) console.log(k);");
				return (stdout.split("\n").length - 1).toLocaleString("en");
			},
		};
		const row = (file: string, title: string) => {
			const line = readFileSync(path.join(ROOT, file), "utf8")
				.split("\n")
				.find((text) => text.startsWith(`| ${title} |`));
			return line
				?.split("|")
				.slice(2, -1)
				.map((cell) => cell.trim());
		};
		for (const [title, check] of Object.entries(checks))
			expect([title, row("docs/kernel.md", title)?.[0]]).toEqual([title, await check()]);
		const title = "official conformance suite, of 11 tests that apply";
		expect(row("docs/kernel.md", title)).toEqual(row("README.md", title));
		const measured = path.join(ROOT, "test-results/bench-conformance.json");
		if (!existsSync(measured)) return;
		const { table } = JSON.parse(readFileSync(measured, "utf8")) as { table: Record<string, { passed: string }> };
		for (const [k, name] of ["gradlab", "tslab", "deno", "ipykernel"].entries())
			if (table[name] !== undefined)
				expect([name, table[name].passed.split(" ")[0]]).toEqual([name, row("docs/kernel.md", title)?.[k]]);
	});

	it("is readable by all, and nothing is written into it while it runs", () => {
		const after = contents(copy);
		expect(after.map(({ name, stats }) => [name, stats.mtimeMs])).toEqual(
			before.map(({ name, stats }) => [name, stats.mtimeMs]),
		);
		const closed = after.filter(({ stats }) => (stats.mode & 0o777) !== (stats.isDirectory() ? 0o755 : 0o644));
		expect(closed.map(({ name }) => name)).toEqual([]);
	});
});

describe("gradlab kernel", () => {
	it("lists what is installed, with its version", () => {
		const { said } = gradlab(ROOT, "list", "--prefix", prefix);
		expect(said).toMatch(new RegExp(`^of-test {2}\\d+\\.\\d+\\.\\d+ {2}“TypeScript \\(of-test\\)” {2}${copy}$`, "m"));
	});

	it("versions live side by side under names of their own, and the same name is replaced", () => {
		const other = ["--prefix", prefix, "--name", "of-test-2", "--display-name", "Two"];
		expect(gradlab(ROOT, "install", ...other)).toMatchObject({ status: 0 });
		const manifest = path.join(prefix, "share/jupyter/kernels/of-test-2/kernel.json");
		writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/"gradlab": ".*"/, '"gradlab": "0.0.9"'));
		expect(gradlab(ROOT, "list", "--prefix", prefix).said).toMatch(/^of-test-2 {2}0\.0\.9 {2}“Two”/m);
		expect(gradlab(ROOT, "install", ...other).said).toContain("Version 0.0.9 was there, and is replaced.");
		expect(readdirSync(path.join(prefix, "share/jupyter/kernels")).sort()).toEqual(["of-test", "of-test-2"]);
		expect(gradlab(ROOT, "uninstall", ...other.slice(0, 4))).toMatchObject({ status: 0 });
		expect(readdirSync(path.join(prefix, "share/jupyter/kernels"))).toEqual(["of-test"]);
	});

	it("without a place it is the user's own", () => {
		expect(gradlab(ROOT, "install").said).toContain(path.join(folder, "user/kernels"));
		expect(gradlab(ROOT, "list").said).toMatch(/^gradlab {2}/m);
		expect(gradlab(ROOT, "uninstall", "--user").status).toBe(0);
	});

	it("somebody else's kernel is neither replaced nor removed", () => {
		const theirs = path.join(prefix, "share/jupyter/kernels/theirs");
		mkdirSync(theirs);
		writeFileSync(path.join(theirs, "kernel.json"), '{ "argv": ["x"], "display_name": "Theirs", "language": "x" }');
		for (const verb of ["install", "uninstall"]) {
			const { status, said } = gradlab(ROOT, verb, "--prefix", prefix, "--name", "theirs");
			expect(status).toBe(1);
			expect(said).toContain("not one of the copies that gradlab installs.\nIt stays as it is.");
		}
		expect(readFileSync(path.join(theirs, "kernel.json"), "utf8")).toContain("Theirs");
	});

	it.each([
		["There is no kernel nowhere in", 1, ["uninstall", "--prefix", prefix, "--name", "nowhere"]],
		["cannot be the name of a kernel", 1, ["install", "--prefix", prefix, "--name", "a/b"]],
		["cannot be used with option", 2, ["install", "--user", "--prefix", prefix]],
	])("what cannot be done is told: “%s”", (words, code, args) => {
		const { status, said } = gradlab(ROOT, ...args);
		expect(said).toContain(words);
		expect(status).toBe(code);
	});
});
