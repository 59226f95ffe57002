/** Folders that tests need for a while: they are gone when the tests of their file are over. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

/** A new folder among the system's temporary ones. @param name what it is for; it becomes part of the path */
export function temporaryFolder(name: string): string {
	const folder = mkdtempSync(path.join(tmpdir(), `gradlab-${name}-`));
	made.push(folder);
	return folder;
}

// A hook that comes first is called last: whatever a file starts in such a folder has ended by then.
afterAll(() => {
	for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});
