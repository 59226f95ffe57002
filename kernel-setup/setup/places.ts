/** Where things lie. Nothing is installed outside the clone. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { HOME, hostIn } from "../kernel/node/places";
import { isAnothers, mayWriteIn } from "./owners.mjs";

/** The project: a clone of it. */
export const ROOT = HOME;
export const KERNEL_HOST = hostIn(ROOT);

/** A virtual environment: where it lies, what is in it, and its lock file. */
export interface PythonPlaces {
	readonly what: string;
	/** The oldest Python that will do: major and minor. */
	readonly oldest: readonly [number, number];
	readonly venv: string;
	/** The folder of its programs. */
	readonly programs: string;
	readonly python: string;
	readonly lock: string;
	/** A package of our own that goes in as well: its folder. */
	readonly own?: string;
}

function pythonIn(folder: string, what: string, oldest: readonly [number, number], lock: string): PythonPlaces {
	const venv = path.join(ROOT, folder);
	const programs = path.join(venv, process.platform === "win32" ? "Scripts" : "bin");
	const python = path.join(programs, process.platform === "win32" ? "python.exe" : "python");
	return { what, oldest, venv, programs, python, lock: path.join(ROOT, "kernel-setup/setup/python", lock) };
}

export const LEARNERS_PYTHON = pythonIn(".venv", "JupyterLab", [3, 10], "requirements.lock");
/** Marking is no learner's business, nor are the tools that run notebooks unattended: these have an environment of its own, made when somebody asks for it. */
export const STAFF_PYTHON: PythonPlaces = {
	...pythonIn(".venv-staff", "nbgrader", [3, 11], "requirements-staff.lock"),
	own: path.join(ROOT, "kernel-setup/papermill"),
};
export const VENV = LEARNERS_PYTHON.venv;
export const VENV_PYTHON = LEARNERS_PYTHON.python;
export const KERNELSPEC = path.join(VENV, "share/jupyter/kernels/gradlab");
export const LABEXTENSION = path.join(VENV, "share/jupyter/labextensions/gradlab-renderer");
export const RENDERER = path.join(ROOT, "kernel-setup/renderer");
export const NOTEBOOKS = path.join(ROOT, "notebooks");
const WORKBOOK = path.join(ROOT, "workbook");
export const HOME_WORKBOOK = path.join(homedir(), "gradlab-workbook");
/** Where learners' copies lie, unless they say otherwise: in the clone, or at home where the clone is not theirs to write to. */
export function workbookOf(): string {
	const isMine = existsSync(WORKBOOK) ? !isAnothers(WORKBOOK) && mayWriteIn(WORKBOOK) : mayWriteIn(ROOT);
	return isMine ? WORKBOOK : HOME_WORKBOOK;
}

/** Where Jupyter notes the servers and kernels that run on a workbook. */
export const runtimeOf = (workbook: string) => path.join(workbook, ".jupyter/runtime");

/** Jupyter's own folders, inside the workbook: its settings are the learner's, not those of another Jupyter on this machine. */
export function jupyterEnvironment(workbook = workbookOf()): NodeJS.ProcessEnv {
	const folder = path.join(workbook, ".jupyter");
	return {
		...process.env,
		JUPYTER_CONFIG_DIR: path.join(folder, "config"),
		JUPYTER_DATA_DIR: path.join(folder, "data"),
		JUPYTER_RUNTIME_DIR: runtimeOf(workbook),
		IPYTHONDIR: path.join(folder, "ipython"),
		JUPYTER_PREFER_ENV_PATH: "1",
		JUPYTER_PLATFORM_DIRS: "1",
		PYTHONNOUSERSITE: "1",
	};
}
