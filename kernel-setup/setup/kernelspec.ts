/** Tells Jupyter about a kernel: what its folder holds. The paths are absolute, so it is written anew whenever something moved. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hostIn, LOGOS } from "../kernel/node/places";
import { isAnothers, mayWriteIn } from "./owners.mjs";
import { jupyterEnvironment, KERNELSPEC, ROOT, STAFF_PYTHON, VENV } from "./places";
import { isStamped } from "./stamp";

/** The text of kernel.json. @param home the clone or the copy in which the kernel lies */
export function kernelJson(home: string, display = "TypeScript (gradlab)", metadata: object = {}): string {
	const spec = {
		argv: [process.execPath, hostIn(home), "{connection_file}"],
		display_name: display,
		language: "typescript",
		interrupt_mode: "message",
		// JupyterLab asks here whether its debugger is of use.
		metadata: { debugger: true, ...metadata },
	};
	return `${JSON.stringify(spec, null, 2)}\n`;
}

const FILE = path.join(KERNELSPEC, "kernel.json");

/** Whether .venv has the kernel as this Node would run it. */
export function isKernelspecReady(): boolean {
	return isStamped(FILE, kernelJson(ROOT));
}

/** The kernel, for programs of .venv. In another user's clone it stays as it is. */
export function ensureKernelspec(): void {
	if (!isKernelspecReady() && !isOfOthers()) write(KERNELSPEC);
}

/** The kernel, for programs of .venv-staff: nbgrader, papermill and the others find it without being told. */
export function ensureStaffKernelspec(): void {
	const folder = path.join(STAFF_PYTHON.venv, "share/jupyter/kernels/gradlab");
	if (!isStamped(path.join(folder, "kernel.json"), kernelJson(ROOT)) && mayWriteIn(STAFF_PYTHON.venv)) write(folder);
}

const isOfOthers = () => isAnothers(VENV) || !mayWriteIn(path.dirname(VENV));

function write(folder: string): void {
	mkdirSync(folder, { recursive: true });
	cpSync(LOGOS, folder, { recursive: true });
	writeFileSync(path.join(folder, "kernel.json"), kernelJson(ROOT));
}

/** Jupyter on a workbook, with the kernel. Where .venv has it for another user's Node, the workbook gets one for this Node. */
export function kernelEnvironment(workbook?: string): NodeJS.ProcessEnv {
	const environment = jupyterEnvironment(workbook);
	if (isKernelspecReady() || !isOfOthers()) return environment;
	const data = environment.JUPYTER_DATA_DIR as string;
	write(path.join(data, "kernels/gradlab"));
	return { ...environment, JUPYTER_PATH: data }; // is looked at before .venv
}
