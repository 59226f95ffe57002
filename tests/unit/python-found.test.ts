/** The Python that the set-up builds with, and the commands that look at what they are given before they begin. */
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { findPython, requireVenv } from "../../kernel-setup/setup/python";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";

afterEach(() => vi.unstubAllEnvs());

function program(text: string): string {
	const file = path.join(temporaryFolder("python"), "python");
	writeFileSync(file, `#!/bin/sh\n${text}\n`);
	chmodSync(file, 0o755);
	return file;
}

describe.skipIf(process.platform === "win32")("a Python that PYTHON names", () => {
	it.each([
		["is not there", () => "/nonsense"],
		["is a folder", () => "/tmp", /cannot be run/],
		["says nothing", () => "/bin/true", /is no Python 3/],
		["fails", () => "/bin/false", /is no Python 3/],
		["is another program", () => process.execPath, /is no Python 3/],
		["says something else", () => program("echo hello"), /is no Python 3/],
		["is too old", () => program("echo 3.1.0 True"), /is 3\.1\.0/],
	] as [string, () => string, RegExp?][])("and that %s is named, with what to do", (_, name, why = /is not there/) => {
		const python = name();
		vi.stubEnv("PYTHON", python);
		let told = { message: "", todo: "" };
		try {
			findPython();
		} catch (error) {
			told = error as typeof told;
		}
		expect(told.message).toContain(`The variable PYTHON names what cannot be used: ${python} `);
		expect(told.message).toMatch(why);
		expect(told.todo).toContain("unset PYTHON");
	});

	it("and that can be used is taken; one whose venv module fails is told apart from a full disk", () => {
		const broken = program(
			'[ "$1" = -c ] && echo 3.12.1 True && exit 0\necho "No module named ensurepip._bundled" >&2; exit 1',
		);
		vi.stubEnv("PYTHON", broken);
		const found = findPython();
		expect(found).toEqual({ command: broken, version: "3.12.1", hasVenv: true });
		expect(() => requireVenv(found)).toThrow(/cannot make virtual environments: No module named ensurepip/);
		const full = program('[ "$1" = -c ] && echo 3.12.1 True && exit 0\necho "No space left on device" >&2; exit 1');
		expect(() => requireVenv({ ...found, command: full })).toThrow(
			expect.objectContaining({ todo: expect.stringContaining("The disk is full") }),
		);
	});
});

describe("the command line", () => {
	const gradlab = (...args: string[]) =>
		spawnSync(process.execPath, [path.join(ROOT, "kernel-setup/gradlab.mjs"), ...args], { encoding: "utf8" });

	it.each([[["help", "nonsense"]], [["kernel", "help", "nonsense"]]])("refuses %s, and says what there is", (args) => {
		const { status, stderr } = gradlab(...args);
		expect([status, stderr]).toEqual([2, expect.stringContaining("unknown command 'nonsense'. There are: ")]);
	});

	it("explains a command that there is", () => {
		expect(gradlab("help", "doctor").stdout).toContain("Usage: gradlab doctor");
	});

	it("refuses options that no test knows before it sets anything up", () => {
		const { status, stdout, stderr } = gradlab("test", "--nonsense");
		expect([status, stdout]).toEqual([1, ""]);
		expect(stderr).toContain("Unknown option `--nonsense`.\nOptions are vitest's");
	});
});

describe("execute.py", () => {
	it.each([
		["nothing", [], "Usage: execute.py NOTEBOOK OUTPUT"],
		["a notebook that is not there", ["/nonsense.ipynb", "/tmp/out.ipynb"], "/nonsense.ipynb is not there"],
		["what is no notebook", [path.join(ROOT, "README.md"), "/tmp/out.ipynb"], "README.md is no notebook"],
		[
			"an output in no folder",
			[path.join(ROOT, "notebooks/00-start-here.ipynb"), "/nonsense/out.ipynb"],
			"its folder is not there",
		],
	])("given %s says so in one line", (_, args, words) => {
		const script = path.join(ROOT, "kernel-setup/lessons/execute.py");
		const { status, stderr } = spawnSync(path.join(ROOT, ".venv/bin/python"), [script, ...args], { encoding: "utf8" });
		expect(status).toBe(1);
		expect(stderr).toContain(words);
		expect(stderr).not.toContain("Traceback");
	});
});
