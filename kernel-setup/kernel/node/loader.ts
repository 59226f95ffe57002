/**
 * Modules for cells: the library from any folder, the learner's own TypeScript beside the notebook, and the packages
 * of that folder. A module that was edited, or that imports one that was, is loaded afresh at its next import.
 */
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type ts from "typescript";
import { type CompiledModule, compileModule } from "../engine/compile/modules";
import type { CellModules, Modules, Source } from "../engine/ports";
import { namespaceOf } from "../engine/run/namespaces";
import { files } from "./files";
import { resolveImport } from "./import-resolve.mjs";
import { locate, locateGiven, locateLocal, usePaths } from "./locate";
import { ModuleGraph } from "./module-graph";
import { COMPILED, NOTEBOOK_FOLDER, notebookFile } from "./places";

type Resolve = (request: string, parent: NodeJS.Module | undefined, ...rest: unknown[]) => string;
type Loading = NodeJS.Module & { _compile(code: string, file: string): void; gradlab?: object };
type Load = (module: Loading, file: string) => void;
const loader = Module as unknown as { _resolveFilename: Resolve; _extensions: Record<string, Load> };

const COMPILED_LIBRARY = path.join(COMPILED, "src") + path.sep;

/** Modules that may change while the kernel runs: file → its version when it was loaded. */
const loadedAt = new Map<string, string | undefined>();
/** Any of them was edited. */
let edits = false;
const sources = new Map<string, Source>();
const units = new Map<string, { version: string | undefined; unit: CompiledModule | undefined }>();
const graph = new ModuleGraph(compiled);
let options: ts.CompilerOptions = {};

const TYPESCRIPT = /\.(?:[cm]?ts|tsx)$/;
const isOfPackage = (file: string) => file.includes(`${path.sep}node_modules${path.sep}`);

function isLearners(file: string): boolean {
	return path.isAbsolute(file) && !isOfPackage(file) && !file.startsWith(COMPILED + path.sep);
}

function resolveWithTypeScript(resolve: Resolve): Resolve {
	return (request, parent, ...rest) => {
		const from = parent?.filename;
		const isOurs = from !== undefined && from !== null && (isLearners(from) || TYPESCRIPT.test(from));
		const local = isOurs ? locateLocal(request, from) : locateGiven(request);
		return local ?? resolve(request, parent, ...rest);
	};
}

/** A file that the kernel compiles: TypeScript anywhere, and a learner's own ES modules and JSX. */
function compiled(file: string): CompiledModule | undefined {
	if (!TYPESCRIPT.test(file) && !(isLearners(file) && /\.(?:m?js|jsx)$/.test(file))) return undefined;
	const version = files.version(file);
	const known = units.get(file);
	if (known?.version === version && known !== undefined) return known.unit;
	const text = fs.readFileSync(file, "utf8");
	const unit = compileModule(file, text, path.relative(NOTEBOOK_FOLDER, file), options);
	// CommonJS in JavaScript is Node's own.
	const kept = file.endsWith(".js") && !unit.isEsModule ? undefined : unit;
	units.set(file, { version, unit: kept });
	return kept;
}

const loadCompiled =
	(otherwise: Load): Load =>
	(module, file) => {
		const unit = compiled(file);
		if (unit === undefined) return otherwise(module, file);
		if (unit.waits && !graph.isAwaited(file))
			throw new Error(`${unit.source.label} awaits at its top level, and require cannot wait: import it`);
		sources.set(file, unit.source);
		module.gradlab = { ...importsFrom(file, module), meta: metaOf(file) };
		module._compile(unit.code, file);
	};

/** Drops every loaded module that changed on disk, and every one that imports it, however indirectly. */
function forgetEdited(): void {
	const pending = [...loadedAt].filter(([file, version]) => files.version(file) !== version).map(([file]) => file);
	for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
		if (!loadedAt.delete(file)) continue;
		edits = true;
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

/** Takes what a tsconfig says of modules: their JSX, their decorators, where `paths` lead. */
function configure(given: ts.CompilerOptions): void {
	options = given;
	usePaths(given);
	units.clear();
	for (const file of loadedAt.keys()) loadedAt.set(file, undefined); // all are compiled anew
}

/** Teaches Node's loader TypeScript. Call once. */
export function installLoader(): Modules {
	loader._resolveFilename = resolveWithTypeScript(loader._resolveFilename.bind(loader));
	const { ".js": script, ".json": json } = loader._extensions;
	const compiledOnes = [".ts", ".tsx", ".mts", ".cts", ".jsx", ".mjs"].map((extension) => [
		extension,
		loadCompiled(script), // where it is a package's own, Node knows what to do with it
	]);
	const all = { ...Object.fromEntries(compiledOnes), ".js": loadCompiled(script), ".json": json } as Record<
		string,
		Load
	>;
	for (const [extension, load] of Object.entries(all)) {
		loader._extensions[extension] = (module, file) => {
			if (isLearners(file)) loadedAt.set(file, files.version(file));
			load(module, file);
		};
	}
	return { forCell, forgetEdited, abandon: () => graph.abandon(), sourceOf, configure };
}

/** `import` as a file does it: what a TypeScript module finds in place of `require`, and `import()`. */
function importsFrom(file: string, parent: NodeJS.Module): { require: unknown; import: unknown } {
	const load = (specifier: string) =>
		forCommonJs(graph.load(specifier, file, parent.require.bind(parent) as NodeJS.Require));
	return {
		require: load,
		import: async (specifier: string) => {
			await graph.prepare(`${specifier}`, file);
			return namespaceOf(load(`${specifier}`));
		},
	};
}

const wrapped = new WeakMap<object, object>();

/** TypeScript's CommonJS asks a module whether it is an ES module, and one that Node loaded does not say. */
function forCommonJs(module: unknown): unknown {
	if (Object.prototype.toString.call(module) !== "[object Module]") return module;
	const namespace = module as Record<string, unknown>;
	let wrapper = wrapped.get(namespace);
	if (wrapper === undefined) {
		wrapper = Object.defineProperty({}, "__esModule", { value: true });
		for (const key of Object.keys(namespace))
			Object.defineProperty(wrapper, key, { enumerable: true, get: () => namespace[key] });
		wrapped.set(namespace, wrapper);
	}
	return wrapper;
}

function metaOf(file: string): object {
	const url = pathToFileURL(file).href;
	const isPath = (specifier: string) => /^(\.{0,2}\/|[a-z]+:)/i.test(specifier);
	return {
		url,
		filename: file,
		dirname: path.dirname(file),
		resolve: (specifier: string) => {
			if (isPath(specifier)) return new URL(specifier, url).href;
			const located = locate(specifier, file);
			if (located === undefined) return resolveImport(specifier, url);
			return "url" in located ? located.url : pathToFileURL(located.file).href;
		},
	};
}

/** Modules as a file in the notebook's folder would see them. */
export function forCell(): CellModules {
	const file = notebookFile();
	const require = createRequire(file);
	return {
		require,
		prepare: (specifier) => graph.prepare(specifier, file),
		module: (specifier) => graph.load(specifier, file, require),
		isCurrent(specifier, module) {
			const located = edits ? locate(specifier, file) : undefined;
			if (located === undefined || "url" in located || !isLearners(located.file)) return true;
			return require.cache[located.file]?.exports === module;
		},
		folder: NOTEBOOK_FOLDER,
		file,
		meta: metaOf(file),
	};
}
