/** Where things lie, for tests. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { jupyterEnvironment as environmentOf, ROOT, runtimeOf } from "../kernel-setup/setup/places";

export { KERNEL_HOST, NOTEBOOKS, ROOT, VENV_PYTHON } from "../kernel-setup/setup/places";

/** Jupyter with the kernels of .venv, apart from whatever else this machine has. */
export function jupyterEnvironment(): NodeJS.ProcessEnv {
	const results = path.join(ROOT, "test-results");
	mkdirSync(runtimeOf(results), { recursive: true }); // Jupyter warns of folders that are not there
	return environmentOf(results);
}
