// @ts-check
/**
 * What a snapshot of the engine is made of: `node --snapshot-blob FILE --build-snapshot snapshot.cjs`. TypeScript is loaded,
 * the declarations of the language and of Node are parsed and bound, and a few cells were compiled. An engine that starts
 * from the snapshot has all of that in its memory, and loads the rest as every process does.
 *
 * While a snapshot is made there is no `require` but for Node's own modules: `load` stands in for it.
 */
const { readFileSync } = require("node:fs");
const { createRequire, isBuiltin } = require("node:module");
const path = require("node:path");
const { startupSnapshot } = require("node:v8");
const { compileFunction } = require("node:vm");

/** @type {Record<string, { id: string, filename: string, loaded: boolean, exports: unknown, children: [], paths: [] }>} */
const loaded = Object.create(null);

/** Whether the snapshot is made already. */
let isRunning = false;

/** @param {string} file @returns {any} */
function load(file) {
	if (loaded[file] !== undefined) return loaded[file].exports;
	const made = {
		id: file,
		filename: file,
		loaded: true,
		exports: {},
		children: /** @type {[]} */ ([]),
		paths: /** @type {[]} */ ([]),
	};
	loaded[file] = made;
	const text = readFileSync(file, "utf8");
	if (file.endsWith(".json")) {
		made.exports = JSON.parse(text);
		return made.exports;
	}
	const { resolve } = createRequire(file);
	/** @param {string} name */
	const request = (name) => {
		if (isBuiltin(name)) return require(name);
		return isRunning ? createRequire(file)(name) : load(resolve(name));
	};
	const inside = Object.assign(request, { resolve, cache: loaded });
	const parameters = ["exports", "require", "module", "__filename", "__dirname"];
	const body = compileFunction(text, parameters, { filename: file });
	body(made.exports, inside, made, file, path.dirname(file));
	return made.exports;
}

const engine = path.join(__dirname, "../engine");
load(path.join(engine, "serve.js"));
const { Tslab } = load(path.join(engine, "compile/tslab.js"));
const { CellCompiler } = load(path.join(engine, "compile/compiler.js"));
const { files, typings } = load(path.join(__dirname, "files.js"));
const { loadTslab } = load(path.join(__dirname, "tslab-modules.js"));

/** As learners write them: what a cell needs of the compiler is compiled then. */
const CELLS = [
	"1 + 1",
	"let total = 0;\nfor (let i = 0; i < 10; i++) total += i ** 2;\ntotal",
	'interface Point { x: number; y: number }\nconst points: Point[] = [{ x: 1, y: 2 }];\nfunction length({ x, y }: Point): number {\n  return Math.hypot(x, y);\n}\nconsole.log(points.map(length), "done");',
	"class Net {\n  constructor(readonly size: number) {}\n  get double() { return this.size * 2; }\n}\nconst net = new Net(total);\nconst shown = `${net.double}`;",
	"const later = await Promise.resolve(points.length);\nlater",
];
const compiler = new CellCompiler(new Tslab({ files, typings, loadTslab }));
for (const cell of CELLS) {
	const { script, complaints } = compiler.compile(cell);
	if (complaints !== undefined) throw new Error(JSON.stringify(complaints));
	script.commit();
}

// The rest of the kernel belongs to the process that runs: it is loaded there.
const kept = Object.values(loaded).filter(
	({ filename }) => filename.startsWith(engine + path.sep) || /[/\\]typescript[/\\]lib[/\\]/.test(filename),
);
const main = path.join(__dirname, "engine-main.js");
startupSnapshot.setDeserializeMainFunction(() => {
	isRunning = true;
	const here = createRequire(main);
	for (const module of kept)
		here.cache[module.filename] = /** @type {NodeJS.Module} */ (/** @type {unknown} */ (module));
	here(main);
});
