/**
 * Which kernel the tests talk to: this project's, or the one that Jupyter knows by the name in GRADLAB_KERNELSPEC, an
 * installed copy for instance.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { KERNEL_HOST, ROOT, VENV_PYTHON } from "../places";
import { temporaryFolder } from "../temporary";

const { GRADLAB_KERNELSPEC: name } = process.env;

/** The command line of its kernel.json. */
export const KERNEL_UNDER_TEST: readonly string[] =
	name === undefined ? [process.execPath, KERNEL_HOST, "{connection_file}"] : commandOf(name);

function commandOf(kernelspec: string): string[] {
	const args = ["-m", "jupyter", "kernelspec", "list", "--json"];
	const { kernelspecs } = JSON.parse(execFileSync(VENV_PYTHON, args, { encoding: "utf8" })) as {
		kernelspecs: Record<string, { spec: { argv: string[] } } | undefined>;
	};
	const found = kernelspecs[kernelspec];
	if (found !== undefined) return found.spec.argv;
	const names = Object.keys(kernelspecs).join(", ");
	throw new Error(`GRADLAB_KERNELSPEC=${kernelspec}: Jupyter knows no such kernel; it knows ${names}`);
}

// A copy of the kernel alone has no library. Notebooks of the tests lie in temporary folders: there it is a package.
if (name !== undefined) {
	const folder = temporaryFolder("by-name");
	mkdirSync(path.join(folder, "node_modules"));
	symlinkSync(ROOT, path.join(folder, "node_modules/gradlab"), "junction");
	process.env.TMPDIR = folder;
}
