/**
 * Tells the compiler which files changed, when a cell is about to run.
 *
 * A file-system watcher reports some time after the edit; a learner who saves `my-gates.ts` and runs the next cell
 * must get the new text. So nothing is watched: the few files that can change are looked at before each cell.
 */
import ts from "typescript";
import type { Files } from "../ports";

interface WatchedFile {
	file: string;
	version: string | undefined;
	changed(kind: ts.FileWatcherEventKind): void;
}

interface WatchedFolder {
	folder: string;
	entries: Set<string>;
	changed(entry: string): void;
}

/** Installed packages do not change under a running kernel. */
const isStable = (file: string) => /[/\\]node_modules[/\\]/.test(file);

const NO_WATCHER: ts.FileWatcher = { close: () => undefined };

/** Takes the place of the watchers of a `ts.System`. */
export class WatchedFiles {
	private readonly files = new Set<WatchedFile>();
	private readonly folders = new Set<WatchedFolder>();

	constructor(private readonly disk: Files) {}

	readonly watchFile = (file: string, callback: ts.FileWatcherCallback): ts.FileWatcher => {
		if (isStable(file)) return NO_WATCHER;
		const changed = (kind: ts.FileWatcherEventKind) => callback(file, kind);
		return watch(this.files, { file, version: this.disk.version(file), changed });
	};

	readonly watchDirectory = (folder: string, callback: ts.DirectoryWatcherCallback): ts.FileWatcher => {
		if (isStable(`${folder}/`)) return NO_WATCHER;
		const changed = (entry: string) => callback(`${folder.replace(/\/$/, "")}/${entry}`);
		return watch(this.folders, { folder, entries: new Set(this.disk.entries(folder)), changed });
	};

	/** Watches nothing any more. */
	clear(): void {
		this.files.clear();
		this.folders.clear();
	}

	/** Reports everything that changed since the last call. */
	poll(): void {
		for (const watched of [...this.files]) {
			const now = this.disk.version(watched.file);
			if (now === watched.version) continue;
			const { Created, Changed, Deleted } = ts.FileWatcherEventKind;
			const kind = now === undefined ? Deleted : watched.version === undefined ? Created : Changed;
			watched.version = now;
			watched.changed(kind);
		}
		for (const watched of [...this.folders]) {
			const now = new Set(this.disk.entries(watched.folder));
			const news = [...now].filter((entry) => !watched.entries.has(entry));
			watched.entries = now;
			for (const entry of news) watched.changed(entry);
		}
	}
}

function watch<T>(all: Set<T>, watched: T): ts.FileWatcher {
	all.add(watched);
	return { close: () => void all.delete(watched) };
}
