/** Where things lie, for tests. */
import path from "node:path";
import { jupyterEnvironment as environmentOf, ROOT } from "../kernel-setup/setup/places";
import { ensurePrivateRuntime } from "../kernel-setup/setup/private";

export { KERNEL_HOST, NOTEBOOKS, ROOT, VENV_PYTHON } from "../kernel-setup/setup/places";

/** Lessons that were executed in this run of the tests. */
export const EXECUTED = path.join(ROOT, "test-results/executed");

/** Jupyter with the kernels of .venv, apart from whatever else this machine has. */
export function jupyterEnvironment(): NodeJS.ProcessEnv {
	const results = path.join(ROOT, "test-results");
	ensurePrivateRuntime(results); // Jupyter warns of folders that are not there
	return environmentOf(results);
}
