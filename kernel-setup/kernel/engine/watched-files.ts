/**
 * Tells the compiler which files changed, when a cell is about to run.
 *
 * A file-system watcher reports some time after the edit; a learner who saves `my-gates.ts` and runs the next cell
 * must get the new text. So nothing is watched: the few files that can change are looked at before each cell.
 */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

interface Watched {
	stamp: string;
	changed(kind: ts.FileWatcherEventKind): void;
}

function stampOf(file: string): string {
	const stats = fs.statSync(file, { throwIfNoEntry: false });
	return stats === undefined ? "absent" : `${stats.mtimeMs}:${stats.size}`;
}

const files = new Set<Watched & { file: string }>();
const directories = new Map<{ changed(entry: string): void }, { directory: string; entries: Set<string> }>();

/** Installed packages do not change under a running kernel. */
const isStable = (file: string) => file.includes("/node_modules/");

function entriesOf(directory: string): Set<string> {
	try {
		return new Set(fs.readdirSync(directory));
	} catch {
		return new Set();
	}
}

const NO_WATCHER: ts.FileWatcher = { close: () => undefined };

export const watchedFiles = {
	watchFile(file: string, callback: ts.FileWatcherCallback): ts.FileWatcher {
		if (isStable(file)) return NO_WATCHER;
		const watched = { file, stamp: stampOf(file), changed: (kind: ts.FileWatcherEventKind) => callback(file, kind) };
		files.add(watched);
		return { close: () => void files.delete(watched) };
	},

	watchDirectory(directory: string, callback: ts.DirectoryWatcherCallback): ts.FileWatcher {
		if (isStable(`${directory}/`)) return NO_WATCHER;
		const key = { changed: (entry: string) => callback(path.join(directory, entry)) };
		directories.set(key, { directory, entries: entriesOf(directory) });
		return { close: () => void directories.delete(key) };
	},

	/** Reports everything that changed since the last call. */
	poll(): void {
		for (const watched of [...files]) {
			const now = stampOf(watched.file);
			if (now === watched.stamp) continue;
			const { Created, Changed, Deleted } = ts.FileWatcherEventKind;
			const kind = now === "absent" ? Deleted : watched.stamp === "absent" ? Created : Changed;
			watched.stamp = now;
			watched.changed(kind);
		}
		for (const [watched, seen] of [...directories]) {
			const now = entriesOf(seen.directory);
			const news = [...now].filter((entry) => !seen.entries.has(entry));
			seen.entries = now;
			for (const entry of news) watched.changed(entry);
		}
	},
};
