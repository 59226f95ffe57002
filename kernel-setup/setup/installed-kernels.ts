/** Kernels that are installed apart from any clone, each a folder of its own among Jupyter's kernels. */
import { spawnSync } from "node:child_process";
import {
	accessSync,
	constants,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { LOGOS } from "../kernel/node/places";
import { copyKernel, openToAll, VERSION } from "./kernel-copy";
import { kernelJson } from "./kernelspec";
import { Problem } from "./owners.mjs";
import { VENV } from "./places";

export interface InstalledKernel {
	name: string;
	folder: string;
	version: string;
	display: string;
	/** The program that runs it. */
	node: string;
}

/** Where Jupyter looks for kernels below one of its folders of data. */
const kernelsIn = (data: string) => path.join(data, "kernels");
export const kernelsUnder = (prefix: string) => kernelsIn(path.join(path.resolve(prefix), "share/jupyter"));

/** The user's own, as jupyter_core has it. */
export function userKernels(): string {
	const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA, JUPYTER_PLATFORM_DIRS = "" } = process.env;
	if (JUPYTER_DATA_DIR) return kernelsIn(JUPYTER_DATA_DIR);
	const home = homedir();
	if (process.platform === "darwin") {
		const isPlatforms = !["", "0", "no", "n", "false"].includes(JUPYTER_PLATFORM_DIRS.toLowerCase());
		return kernelsIn(path.join(home, "Library", isPlatforms ? "Application Support/Jupyter" : "Jupyter"));
	}
	if (process.platform === "win32")
		return kernelsIn(path.join(APPDATA ?? path.join(home, "AppData/Roaming"), "jupyter"));
	return kernelsIn(path.join(XDG_DATA_HOME || path.join(home, ".local/share"), "jupyter"));
}

/** Those of the Python that is active: an activated environment's, or the system's. Null where there is none. */
export function pythonsKernels(): string | null {
	for (const python of [process.env.PYTHON ?? "python3", "python"]) {
		const { status, stdout } = spawnSync(python, ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" });
		if (status === 0) return kernelsUnder(stdout.trim());
	}
	return null;
}

/** Everywhere that kernels may be installed, in Jupyter's order. */
function everywhere(): string[] {
	const named = (process.env.JUPYTER_PATH ?? "").split(path.delimiter).filter(Boolean).map(kernelsIn);
	const systems = process.platform === "win32" ? [] : ["/usr/local", "/usr"].map(kernelsUnder);
	return [...new Set([...named, userKernels(), pythonsKernels(), kernelsUnder(VENV), ...systems])].filter(
		(folder) => folder !== null,
	);
}

const NAME = /^[a-z0-9._-]+$/i;

/** What is installed under a name; null where nothing is. @throws Problem where it is somebody else's kernel */
export function installedKernel(kernels: string, name: string): InstalledKernel | null {
	const folder = path.join(kernels, name);
	if (!existsSync(folder)) return null;
	const kernel = read(folder);
	if (kernel !== null) return kernel;
	throw new Problem(
		`${folder} is there, and not one of the copies that gradlab installs.`,
		"It stays as it is. Choose another name: --name my-gradlab",
	);
}

function read(folder: string): InstalledKernel | null {
	try {
		const { argv, display_name, metadata } = JSON.parse(readFileSync(path.join(folder, "kernel.json"), "utf8")) as {
			argv: string[];
			display_name: string;
			metadata: { gradlab: string };
		};
		const version = metadata.gradlab;
		if (typeof version !== "string") return null;
		return { name: path.basename(folder), folder, version, display: display_name, node: argv[0] };
	} catch {
		return null;
	}
}

/** All copies that are found, wherever Jupyter looks, and in further folders. */
export function installedKernels(further: string[] = []): InstalledKernel[] {
	return [...new Set([...further, ...everywhere()])].flatMap((kernels) => {
		const names = existsSync(kernels) ? readdirSync(kernels).sort() : [];
		return names.map((name) => read(path.join(kernels, name))).filter((kernel) => kernel !== null);
	});
}

/** Puts a copy of this kernel there; returns what was there under the same name, which it replaces. */
export function installKernel(kernels: string, name: string, display: string): InstalledKernel | null {
	if (!NAME.test(name))
		throw new Problem(
			`“${name}” cannot be the name of a kernel.`,
			"Letters, digits, dots, dashes and underlines can: --name gradlab-2",
		);
	const before = installedKernel(kernels, name);
	const folder = path.join(kernels, name);
	const [made, old] = [path.join(kernels, `.${name}.new`), path.join(kernels, `.${name}.old`)];
	const clear = () => [made, old].forEach((each) => rmSync(each, { recursive: true, force: true }));
	try {
		mkdirSync(kernels, { recursive: true });
		clear();
		mkdirSync(made);
		copyKernel(made);
		cpSync(LOGOS, made, { recursive: true });
		writeFileSync(path.join(made, "kernel.json"), kernelJson(folder, display, { gradlab: VERSION }));
		openToAll(made);
		// The old one is there until the new one is whole.
		if (before !== null) renameSync(folder, old);
		renameSync(made, folder);
		clear();
	} catch (error) {
		throw cannotWrite(kernels, error);
	}
	return before;
}

export function uninstallKernel(kernels: string, name: string): InstalledKernel {
	const kernel = installedKernel(kernels, name);
	if (kernel === null)
		throw new Problem(
			`There is no kernel ${name} in ${kernels}.`,
			"npx gradlab kernel list shows what is installed, and where.",
		);
	try {
		rmSync(kernel.folder, { recursive: true });
	} catch (error) {
		throw cannotWrite(kernels, error);
	}
	return kernel;
}

function cannotWrite(kernels: string, error: unknown): unknown {
	const { code, message } = error as NodeJS.ErrnoException;
	if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS") return error;
	return new Problem(
		`${kernels} is not yours to change (${message}).`,
		"Use --user for a kernel of your own, or run this as who owns that folder (sudo, for the system's).",
	);
}

/** The folder on the way to a file that others may not enter, or the file that they may not read; null where they may. */
export function closedToOthers(file: string): string | null {
	if (process.platform === "win32") return null;
	for (let at = path.resolve(file); ; at = path.dirname(at)) {
		const { mode } = statSync(at);
		if ((mode & 0o001) === 0) return at;
		if (at === path.dirname(at)) return null;
	}
}

/** Whether a kernel's Node can still be run. */
export function isRunnable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
