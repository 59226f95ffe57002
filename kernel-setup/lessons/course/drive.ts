/** Calls the part of the course's tools that stands beside nbgrader, in Python. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { ensureStaffKernelspec } from "../../setup/kernelspec";
import { Problem } from "../../setup/owners.mjs";
import { jupyterEnvironment, STAFF_PYTHON } from "../../setup/places";
import { ensurePrivateRuntime } from "../../setup/private";
import { ensurePython } from "../../setup/python";
import { setUp } from "../../setup/setup";
import { CONFIGURATION, COURSE_TOOLS } from "./layout";

/** What a course needs beside what learners need. */
export async function setUpForStaff(): Promise<void> {
	await setUp();
	await ensurePython(STAFF_PYTHON);
	ensureStaffKernelspec();
}

/** @throws Problem where there is no course: nothing is to be made there by mistake */
export function requireCourse(folder: string): string {
	if (existsSync(path.join(folder, CONFIGURATION))) return folder;
	throw new Problem(`${folder} is no course.`, `Lay one out there: npx gradlab course init ${folder}`);
}

/** Jupyter in a course: its settings are the course's, not those of another Jupyter on this machine. */
export function courseEnvironment(folder: string): NodeJS.ProcessEnv {
	ensurePrivateRuntime(folder);
	const { JUPYTER_PREFER_ENV_PATH: _, ...env } = jupyterEnvironment(folder);
	// Jupyter warns of folders that are not there.
	mkdirSync(env.JUPYTER_DATA_DIR as string, { recursive: true });
	// Whatever is started, and wherever: nbgrader finds the course by it.
	return { ...env, JUPYTER_CONFIG_PATH: folder, PYTHONPATH: COURSE_TOOLS };
}

/** @returns the exit code: 1 where something is left for staff to do */
export async function drive(folder: string, ...args: string[]): Promise<number> {
	const child = spawn(STAFF_PYTHON.python, ["-m", "gradlab_course", folder, ...args], {
		stdio: "inherit",
		env: courseEnvironment(folder),
	});
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("exit", (code) => resolve(code ?? 1));
	});
}
