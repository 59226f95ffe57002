/** Where things lie, for tests. */
import path from "node:path";

export const ROOT = path.join(import.meta.dirname, "..");
export const VENV_PYTHON = path.join(ROOT, ".venv/bin/python");
export const NOTEBOOKS = path.join(ROOT, "notebooks");

/** Jupyter with the kernels of .venv, apart from whatever else this machine has. */
export function jupyterEnvironment(): NodeJS.ProcessEnv {
	const folder = path.join(ROOT, "test-results/jupyter");
	return {
		...process.env,
		JUPYTER_CONFIG_DIR: folder,
		JUPYTER_DATA_DIR: folder,
		JUPYTER_RUNTIME_DIR: path.join(folder, "runtime"),
		JUPYTER_PREFER_ENV_PATH: "1",
	};
}
