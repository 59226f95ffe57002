/** The environment of course staff, as tests need it. */
import { STAFF_PYTHON } from "../../kernel-setup/setup/places";
import { findPython } from "../../kernel-setup/setup/python";

/** Why it cannot be had here, or null. */
export function staffObstacle(): string | null {
	try {
		findPython(STAFF_PYTHON);
		return null;
	} catch (error) {
		return (error as Error).message;
	}
}
