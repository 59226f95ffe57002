/**
 * tslab's converter, served by the project's own TypeScript.
 *
 * tslab 1.0.22 was written against a fork of TypeScript 5.0. The converter asks the fork for six functions that the
 * real package does not export; with these added, the same converter runs on TypeScript 6, which starts three times
 * faster and is the version that the rest of the project is checked with. The module must be in `require.cache` before
 * tslab's converter loads, which is why nothing else here may import tslab first.
 */
import path from "node:path";
import ts from "typescript";
import { NODE_TYPINGS } from "../node/places";
import { emitCellOnly, transpileModule } from "./cell-emit";
import { CELL_OPTIONS, getPreEmitDiagnosticsOfFiles } from "./cell-options";
import { getQuickInfoAtPosition, internals } from "./quick-info";
import { watchedFiles } from "./watched-files";

type WatchHost = ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>;

function createWatchCompilerHost(files: string[], options: ts.CompilerOptions, ...rest: unknown[]): WatchHost {
	const create = ts.createWatchCompilerHost as unknown as (...args: unknown[]) => WatchHost;
	const host = create(files, { ...options, ...CELL_OPTIONS }, ...rest);
	ignoreTimerOfFailedLookups(host);
	let taken: WatchHost["afterProgramCreate"];
	Object.defineProperty(host, "afterProgramCreate", {
		get: () => taken,
		set: (take: (builder: ts.BuilderProgram) => void) => {
			taken = (builder) => {
				emitCellOnly(builder);
				take(builder);
			};
		},
	});
	return host;
}

/**
 * The compiler sets a timer before it looks again for modules that it did not find, and tslab knows of one timer only,
 * the one that rebuilds. It looks again at the next rebuild anyway, which is at the next cell.
 */
function ignoreTimerOfFailedLookups(host: WatchHost): void {
	const { setTimeout, clearTimeout } = host;
	const ignored = {};
	host.setTimeout = (callback, delay, ...args) =>
		args[0] === "timerToInvalidateFailedLookupResolutions" ? ignored : setTimeout?.(callback, delay, ...args);
	host.clearTimeout = (timer) => {
		if (timer !== ignored) clearTimeout?.(timer);
	};
}

const forTslab = {
	...ts,
	sys: { ...ts.sys, watchFile: watchedFiles.watchFile, watchDirectory: watchedFiles.watchDirectory },
	createWatchCompilerHost,
	transpileModule,
	getDefaultTypeRoots: () => [NODE_TYPINGS],
	getPreEmitDiagnosticsOfFiles,
	getNullTransformationContext: () => internals.nullTransformationContext,
	getQuickInfoAtPosition,
	Completions: {
		...internals.Completions,
		getCompletionsAtPositionForTslab: (...args: unknown[]) =>
			internals.Completions.getCompletionsAtPosition(...args, undefined),
	},
};

const forkPath = require.resolve("@tslab/typescript-for-tslab", {
	paths: [path.dirname(require.resolve("tslab/package.json"))],
});
const standIn = { id: forkPath, filename: forkPath, loaded: true, exports: forTslab, children: [], paths: [] };
require.cache[forkPath] = standIn as unknown as NodeJS.Module;
