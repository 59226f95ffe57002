/** Runs jupyter_kernel_test, the official suite, and reports each of its tests as one of ours. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { jupyterEnvironment, VENV_PYTHON } from "../places";

const NAMES = [
	"kernel_info",
	"execute_stdout",
	"execute_stderr",
	"completion",
	"is_complete",
	"pager",
	"error",
	"execute_result",
	"display_data",
	"history",
	"inspect",
	"clear_output",
];
/** A pager is a thing of IPython's `?`; the suite skips its test for a kernel that has none. */
const WITHOUT = "pager";

describe("the official conformance suite, a fresh kernel per test", () => {
	let report = "";

	beforeAll(async () => {
		const suite = path.join(import.meta.dirname, "official_suite.py");
		report = await promisify(execFile)(VENV_PYTHON, [suite], { env: jupyterEnvironment() }).then(
			({ stderr }) => stderr,
			(error: { stderr: string }) => error.stderr,
		);
	});

	it("has just these tests", () => {
		expect([...report.matchAll(/^test_(\w+) /gm)].map((match) => match[1]).sort()).toEqual([...NAMES].sort());
	});

	it.each(NAMES.filter((name) => name !== WITHOUT))("test_%s passes", (name) => {
		expect(report).toMatch(new RegExp(`^test_${name} .*\\.\\.\\. ok$`, "m"));
	});
});
