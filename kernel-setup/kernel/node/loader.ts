/**
 * `require` for cells: the library from any folder, the learner's own TypeScript beside the notebook, and the packages
 * of that folder. A module that was edited, or that imports one that was, is loaded afresh at its next import.
 */
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { compileModule } from "../engine/compile/modules";
import type { CellModules, Modules, Source } from "../engine/ports";
import { files } from "./files";
import { COMPILED, LIBRARIES } from "./places";

type Resolve = (request: string, parent: NodeJS.Module | undefined, ...rest: unknown[]) => string;
type Load = (module: NodeJS.Module & { _compile(code: string, file: string): void }, file: string) => void;
const loader = Module as unknown as { _resolveFilename: Resolve; _extensions: Record<string, Load> };

const COMPILED_LIBRARY = path.join(COMPILED, "src") + path.sep;

/** Modules that may change while the kernel runs: file → its version when it was loaded. */
const loadedAt = new Map<string, string | undefined>();
const sources = new Map<string, Source>();

function isLearners(file: string): boolean {
	return (
		path.isAbsolute(file) &&
		!file.includes(`${path.sep}node_modules${path.sep}`) &&
		!file.startsWith(COMPILED + path.sep)
	);
}

function resolveWithTypeScript(resolve: Resolve): Resolve {
	return (request, parent, ...rest) => {
		if (Object.hasOwn(LIBRARIES, request)) return LIBRARIES[request].code;
		try {
			return resolve(request, parent, ...rest);
		} catch (error) {
			// TypeScript's convention: `./gate.js` may stand for gate.ts.
			if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
			return resolve(request.replace(/\.js$/, ".ts"), parent, ...rest);
		}
	};
}

const loadTypeScript: Load = (module, file) => {
	const label = path.relative(process.cwd(), file);
	const { code, source } = compileModule(file, fs.readFileSync(file, "utf8"), label);
	sources.set(file, source);
	module._compile(code, file);
};

/** Drops every loaded module that changed on disk, and every one that imports it, however indirectly. */
function forgetEdited(): void {
	const pending = [...loadedAt].filter(([file, version]) => files.version(file) !== version).map(([file]) => file);
	for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
		if (!loadedAt.delete(file)) continue;
		const edited = require.cache[file];
		delete require.cache[file];
		for (const other of loadedAt.keys()) {
			if (edited !== undefined && require.cache[other]?.children.includes(edited)) pending.push(other);
		}
	}
}

/** A learner's module, or a compiled file of the library. */
function sourceOf(file: string): Source | undefined {
	if (!sources.has(file) && file.startsWith(COMPILED_LIBRARY) && fs.existsSync(`${file}.map`)) {
		const label = `gradlab/src/${file.slice(COMPILED_LIBRARY.length).replace(/\.js$/, ".ts")}`;
		sources.set(file, { label, maps: [fs.readFileSync(`${file}.map`, "utf8")], lineOffset: 0 });
	}
	return sources.get(file);
}

/** Teaches Node's loader TypeScript. Call once. */
export function installLoader(): Modules {
	loader._resolveFilename = resolveWithTypeScript(loader._resolveFilename.bind(loader));
	for (const [extension, load] of Object.entries({ ".ts": loadTypeScript, ".js": loader._extensions[".js"] })) {
		loader._extensions[extension] = (module, file) => {
			if (isLearners(file)) loadedAt.set(file, files.version(file));
			load(module, file);
		};
	}
	return { forCell, forgetEdited, sourceOf };
}

/** Modules as a file in the notebook's folder would see them. */
export function forCell(): CellModules {
	const folder = process.cwd();
	const file = path.join(folder, "cell.ts");
	const require = createRequire(file);
	const resolve = (specifier: string) => pathToFileURL(require.resolve(specifier)).href;
	const meta = { url: pathToFileURL(file).href, filename: file, dirname: folder, resolve };
	return { require, import: async (specifier) => require(specifier) as unknown, folder, file, meta };
}
