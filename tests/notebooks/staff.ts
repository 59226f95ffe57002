/** The environment of course staff, as tests need it. */
import { spawnSync } from "node:child_process";
import { STAFF_PYTHON } from "../../kernel-setup/setup/places";
import { findPython } from "../../kernel-setup/setup/python";

/** Why nothing can be marked here, or null. */
export function sandboxObstacle(): string | null {
	const { error } = spawnSync("bwrap", ["--version"]);
	return error === undefined ? null : "bubblewrap is not installed (apt install bubblewrap)";
}

/** Why it cannot be had here, or null. */
export function staffObstacle(): string | null {
	try {
		findPython(STAFF_PYTHON);
		return null;
	} catch (error) {
		return (error as Error).message;
	}
}
