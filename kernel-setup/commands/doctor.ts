/** `npx gradlab doctor`: looks at every part, and says for each problem what to do. */
import { spawnSync } from "node:child_process";
import { isKernelspecReady, kernelEnvironment } from "../setup/kernelspec";
import { Problem } from "../setup/owners.mjs";
import { missingPackages, packagesHeld, someOf } from "../setup/packages.mjs";
import { ROOT, VENV_PYTHON } from "../setup/places";
import { findPython, isPythonReady, requireVenv } from "../setup/python";
import { isRendererReady } from "../setup/renderer";

interface Check {
	name: string;
	/** Checks that come before: where one of them has a problem, this one has the same, and is not looked at. */
	needs?: string[];
	/** What is there, or a Problem thrown. */
	look(): string | Promise<string>;
}

const SET_UP = "Run: npm run setup";

const CHECKS: Check[] = [
	{ name: "Node", look: () => process.versions.node },
	{
		name: "npm packages",
		look: () => {
			const missing = missingPackages(ROOT, packagesHeld(ROOT).held === "development");
			if (missing.length > 0) throw new Problem(`node_modules/ lacks ${someOf(missing)}`, SET_UP);
			return "all there";
		},
	},
	{
		name: "the library",
		needs: ["npm packages"],
		look: async () => {
			try {
				const { constant, evaluate, matmul, scalar } = await import("../../src/node/index.js");
				return `computes: 6 · 7 is ${evaluate(matmul(constant(scalar(6)), constant(scalar(7)))).at(0, 0)}`;
			} catch (error) {
				const name = process.env.GRADLAB_KERNELS;
				throw new Problem(
					`does not compute: ${(error as Error).message}`,
					name ? "Unset GRADLAB_KERNELS, or name kernels that are there." : SET_UP,
				);
			}
		},
	},
	{ name: "Python", look: () => findPython().version },
	{
		name: "Python's venv module",
		needs: ["Python"],
		look: () => {
			requireVenv(findPython());
			return "makes environments";
		},
	},
	{
		name: "zeromq",
		needs: ["npm packages"],
		look: async () => {
			try {
				const { version } = await import("zeromq");
				return `libzmq ${version}`;
			} catch (error) {
				throw new Problem(
					`its binary does not load: ${(error as Error).message.split("\n")[0]}`,
					"Delete node_modules/ and run npm run setup. If it stays so, your system is one that zeromq ships no binary for.",
				);
			}
		},
	},
	{
		name: "JupyterLab in .venv",
		look: () => {
			if (!isPythonReady()) throw new Problem("missing, or its installation was interrupted", SET_UP);
			const { status, stdout, stderr } = spawnSync(
				VENV_PYTHON,
				["-c", "import jupyterlab; print(jupyterlab.__version__)"],
				{ encoding: "utf8" },
			);
			if (status !== 0)
				throw new Problem(`does not load: ${stderr.trim().split("\n").at(-1)}`, `Delete .venv/. ${SET_UP}`);
			return stdout.trim();
		},
	},
	{
		name: "kernelspec",
		look: () => {
			if (!isKernelspecReady()) throw new Problem("missing, or written for another place or another Node", SET_UP);
			return "TypeScript (gradlab)";
		},
	},
	{
		name: "renderer",
		look: () => {
			if (!isRendererReady()) throw new Problem("missing or out of date", SET_UP);
			return "built";
		},
	},
	{
		name: "kernel",
		needs: ["npm packages", "the library", "zeromq", "JupyterLab in .venv", "kernelspec"],
		look: askKernel,
	},
];

const QUESTION = `
import sys, time
from jupyter_client.manager import start_new_kernel
begin = time.time()
manager, client = start_new_kernel(kernel_name="gradlab", startup_timeout=60)
try:
    reply = client.execute_interactive("1 + 1", timeout=60, output_hook=lambda m: m["msg_type"] == "execute_result" and print(m["content"]["data"]["text/plain"], end=" "))
    print("%.1f" % (time.time() - begin))
finally:
    client.stop_channels(); manager.shutdown_kernel(now=False)
`;

function askKernel(): string {
	const { status, stdout, stderr } = spawnSync(VENV_PYTHON, ["-c", QUESTION], {
		encoding: "utf8",
		env: kernelEnvironment(),
		timeout: 150_000,
	});
	const [answer, seconds] = stdout.trim().split(" ");
	if (status === 0 && answer === "2") return `answers: 1 + 1 is 2, after ${seconds} s`;
	throw new Problem(
		`does not answer: ${stderr.trim().split("\n").at(-1) || "no word from it"}`,
		"Delete dist/, node_modules/ and .venv/, then run npm run setup. If it stays so, please report it with the line above.",
	);
}

/** Prints a line per part; returns the exit code: 0 when all is well. */
export async function runDoctor(): Promise<number> {
	const failed: string[] = [];
	for (const { name, needs = [], look } of CHECKS) {
		const cause = needs.find((need) => failed.includes(need));
		if (cause !== undefined) {
			console.log(`skipped  ${name}: not looked at before ${cause} is in order`);
			continue;
		}
		try {
			console.log(`ok       ${name}: ${await look()}`);
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			failed.push(name);
			console.log(`PROBLEM  ${name}: ${error.message}\n         ${error.todo}`);
		}
	}
	const problems = failed.length;
	console.log(
		problems === 0 ? "\nEverything is in order." : `\n${problems} problem${problems === 1 ? "" : "s"} found.`,
	);
	return problems === 0 ? 0 : 1;
}
