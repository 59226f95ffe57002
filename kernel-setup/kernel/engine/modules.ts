/**
 * `require` for cells: the library from any folder, the learner's own TypeScript beside the notebook, and the packages
 * of that folder. A module that was edited, or that imports one that was, is loaded afresh at its next import.
 */
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import ts from "typescript";
import { LIBRARY, ROOT } from "../node/places";
import { insertCheckpoints } from "./checkpoints";
import { registerSource } from "./source-maps";

type Resolve = (request: string, parent: NodeJS.Module | undefined, ...rest: unknown[]) => string;
const loader = Module as unknown as {
	_resolveFilename: Resolve;
	_extensions: Record<
		string,
		(module: NodeJS.Module & { _compile(code: string, file: string): void }, file: string) => void
	>;
};

/** Modules that may change while the kernel runs: file → its modification time when it was loaded. */
const loadedAt = new Map<string, number>();

const TSLAB = require.resolve("tslab", { paths: [ROOT] });

function isLearners(file: string): boolean {
	return (
		path.isAbsolute(file) &&
		!file.includes(`${path.sep}node_modules${path.sep}`) &&
		!file.startsWith(path.join(ROOT, "dist"))
	);
}

function resolveWithTypeScript(resolve: Resolve): Resolve {
	return (request, parent, ...rest) => {
		if (request === "gradlab") return LIBRARY;
		if (request === "tslab") return TSLAB;
		try {
			return resolve(request, parent, ...rest);
		} catch (error) {
			// TypeScript's convention: `./gate.js` may stand for gate.ts.
			if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
			return resolve(request.replace(/\.js$/, ".ts"), parent, ...rest);
		}
	};
}

function compileTypeScript(module: NodeJS.Module & { _compile(code: string, file: string): void }, file: string): void {
	const text = fs.readFileSync(file, "utf8");
	const { outputText, sourceMapText } = ts.transpileModule(text, {
		fileName: file,
		compilerOptions: {
			module: ts.ModuleKind.CommonJS,
			target: ts.ScriptTarget.ES2022,
			esModuleInterop: true,
			experimentalDecorators: true,
			sourceMap: true,
		},
		transformers: { before: [insertCheckpoints] },
	});
	const label = path.relative(process.cwd(), file);
	registerSource(file, { label, maps: [sourceMapText ?? "{}"], lineOffset: 0, text });
	module._compile(outputText, file);
}

/** Teaches Node's loader TypeScript. Call once. */
export function installLoader(): void {
	loader._resolveFilename = resolveWithTypeScript(loader._resolveFilename.bind(loader));
	for (const [extension, compile] of [
		[".ts", compileTypeScript],
		[".js", loader._extensions[".js"]],
	] as const) {
		loader._extensions[extension] = (module, file) => {
			if (isLearners(file)) loadedAt.set(file, fs.statSync(file).mtimeMs);
			compile(module, file);
		};
	}
}

/** Drops every loaded module that changed on disk, and every one that imports it, however indirectly. */
export function forgetEditedModules(): void {
	const stale = [...loadedAt].filter(([file, time]) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs !== time);
	const pending = stale.map(([file]) => file);
	for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
		if (!loadedAt.delete(file)) continue;
		const edited = require.cache[file];
		delete require.cache[file];
		for (const other of loadedAt.keys()) {
			if (edited !== undefined && require.cache[other]?.children.includes(edited)) pending.push(other);
		}
	}
}

/** A cell's `require`, which looks from the folder of the notebook. */
export function cellRequire(): NodeJS.Require {
	return createRequire(path.join(process.cwd(), "cell.ts"));
}
