/**
 * The tsconfig.json that speaks for the notebooks of a folder: the one in it; or the nearest one above that would take a
 * TypeScript file of that folder in, by its `include`, `exclude` and `files`. It says how the cells are checked and what
 * their JSX and decorators become. How modules are found, and what the code is compiled for, the kernel knows best.
 */
import ts from "typescript";
import type { Files } from "../ports";
import { internals } from "./internals";

export interface Tsconfig {
	options: ts.CompilerOptions;
	/** What is wrong with it, with its file and line. */
	complaints: string[];
	/** Every file that was looked for, with its version. */
	versions: Map<string, string | undefined>;
}

export function readTsconfig(folder: string, { system, version }: Files): Tsconfig {
	const versions = new Map<string, string | undefined>();
	const seen = (file: string) => void versions.set(file, version(file));
	for (let at = folder; ; at = parentOf(at)) {
		const file = `${at === "/" ? "" : at}/tsconfig.json`;
		seen(file);
		if (versions.get(file) !== undefined) {
			const { parsed, source } = parse(file, at, folder, system);
			for (const extended of source.extendedSourceFiles ?? []) seen(extended);
			const isFor = at === folder || parsed.fileNames.includes(cellIn(folder));
			if (isFor) {
				const found = [...source.parseDiagnostics, ...parsed.errors].filter(({ code }) => !ABOUT_INPUTS.has(code));
				const complaints = found.map((each) => told(each, file, folder));
				return { options: parsed.options, complaints: [...new Set(complaints)], versions };
			}
		}
		if (parentOf(at) === at) return { options: {}, complaints: [], versions };
	}
}

/** Whether it is another one by now. */
export function hasChanged({ versions }: Tsconfig, { version }: Files): boolean {
	return [...versions].some(([file, before]) => version(file) !== before);
}

/** It names no file that is there: cells are no files. */
const ABOUT_INPUTS = new Set([18002, 18003]);

const parentOf = (folder: string) => folder.replace(/\/[^/]*$/, "") || "/";
const cellIn = (folder: string) => `${folder}/cell.ts`;

type Source = ts.TsConfigSourceFile & { parseDiagnostics: ts.Diagnostic[] };

/** Reads it as if the folder of the notebook, with one file, were all that there is. */
function parse(file: string, at: string, folder: string, system: ts.System) {
	const source = ts.readJsonConfigFile(file, (name) => system.readFile(name)) as Source;
	const entries = (path: string) => {
		if (path === folder) return { files: ["cell.ts"], directories: [] };
		const inside = path === "/" ? "/" : `${path}/`;
		return { files: [], directories: folder.startsWith(inside) ? [folder.slice(inside.length).split("/")[0]] : [] };
	};
	const host: ts.ParseConfigHost = {
		useCaseSensitiveFileNames: true,
		fileExists: (name) => system.fileExists(name),
		readFile: (name) => system.readFile(name),
		readDirectory: (root, extensions, excludes, includes, depth) =>
			internals.matchFiles(root, extensions, excludes, includes, true, folder, depth, entries, (path) => path),
	};
	return { parsed: ts.parseJsonSourceFileConfigFileContent(source, host, at, undefined, file), source };
}

function told({ file, start = 0, messageText, code }: ts.Diagnostic, config: string, folder: string): string {
	const name = internals.getRelativePathFromDirectory(folder, file?.fileName ?? config, false);
	const place = file === undefined ? undefined : file.getLineAndCharacterOfPosition(start);
	const where = place === undefined ? name : `${name}, line ${place.line + 1}, column ${place.character + 1}`;
	return `${where}: ${ts.flattenDiagnosticMessageText(messageText, " ")} (TS${code})`;
}
