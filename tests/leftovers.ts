/**
 * A run of the tests begins with nothing of an earlier one and leaves nothing: what was executed then says nothing about
 * the project as it stands, and no temporary folder may be left at the end.
 */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { EXECUTED } from "./places";

export default function setup(): () => void {
	rmSync(EXECUTED, { recursive: true, force: true });
	// A folder of its own for temporary ones: what is found there at the end was made by this run.
	const folder = mkdtempSync(path.join(tmpdir(), "gradlab-"));
	chmodSync(folder, 0o711); // another user may pass, as through the system's own
	for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = folder;
	return () => {
		const left = readdirSync(folder).filter((name) => name.startsWith("gradlab-"));
		rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		if (left.length === 0) return;
		process.exitCode = 1;
		throw new Error(`the tests left folders behind: ${left.join(", ")}. temporaryFolder(name) makes one that goes.`);
	};
}
