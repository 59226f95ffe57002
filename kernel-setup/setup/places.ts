/** Where things lie, seen from the compiled dist/kernel-setup/setup. Nothing is installed outside the clone. */
import path from "node:path";

export const ROOT = path.join(__dirname, "../../..");
export const VENV = path.join(ROOT, ".venv");
export const VENV_PYTHON = path.join(VENV, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
export const LOCK = path.join(ROOT, "kernel-setup/python/requirements.lock");
export const KERNELSPEC = path.join(VENV, "share/jupyter/kernels/gradlab");
export const KERNEL_HOST = path.join(ROOT, "dist/kernel-setup/host/main.js");
export const LABEXTENSION = path.join(VENV, "share/jupyter/labextensions/gradlab-renderer");
export const RENDERER_SOURCE = path.join(ROOT, "kernel-setup/renderer/index.ts");
export const NOTEBOOKS = path.join(ROOT, "notebooks");
export const WORKBOOK = path.join(ROOT, "workbook");
export const JUPYTER = path.join(ROOT, ".jupyter");

/** Jupyter's own folders, inside the clone: its settings are the project's, not those of another Jupyter on this machine. */
export const JUPYTER_ENVIRONMENT: NodeJS.ProcessEnv = {
	...process.env,
	JUPYTER_CONFIG_DIR: path.join(JUPYTER, "config"),
	JUPYTER_DATA_DIR: path.join(JUPYTER, "data"),
	JUPYTER_RUNTIME_DIR: path.join(JUPYTER, "runtime"),
	IPYTHONDIR: path.join(JUPYTER, "ipython"),
	JUPYTER_PREFER_ENV_PATH: "1",
	JUPYTER_PLATFORM_DIRS: "1",
	PYTHONNOUSERSITE: "1",
};
