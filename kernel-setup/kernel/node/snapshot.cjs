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

/** The text of TypeScript, or of a smaller one that does the same. */
const COMPILER = process.argv[2];
const TYPESCRIPT = createRequire(__filename).resolve("typescript");

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
	const text = readFileSync(file === TYPESCRIPT ? (COMPILER ?? file) : file, "utf8");
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
// Not the rest of the engine: it keeps to itself what Node has only in a running process, such as Atomics.
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
	"enum Kind { a, b = 4 }\nconst [first, ...rest] = points, { x: across = 1 } = first ?? { x: 0 };\nfor (const [k, point] of points.entries()) if (k > 0) console.log(k, point.x as number);\nconst counts = new Map<string, number>(Object.entries({ one: 1 }));\nfunction pick<T, K extends keyof T>(all: readonly T[], key: K): T[K][] { return all.map((one) => one[key]).filter(Boolean); }\npick(points, 'x').reduce((sum, value) => sum + value, 0) ?? Kind.b",
	"async function* numbers(n: number) { let k = 0; while (k < n) { try { yield k++; } finally { k += 0; } } }\nfor await (const n of numbers(2)) { switch (n) { case 0: continue; default: break; } }\ntype Tree = { left?: Tree; value: string | null };\nconst tree: Tree = { value: null, left: { value: 'a' } };\ntree.left?.value?.toUpperCase();",
];
if (typings.libraries.gradlab !== undefined)
	CELLS.push(
		'import { column, ComputationalGraph, derive, input, matmul, matrix, parameter, plus, tanh, transpose } from "gradlab";',
		'const W = parameter("W", matrix([[1, 2]])), x = input("x", 2, 1);\nconst s = tanh(plus(matmul(W, x), column([1])));\nconst graph = new ComputationalGraph(s);\ngraph.forward({ x: column([1, 2]) }).at(0, 0);',
		"derive(s).withRespectTo(W).verify();\ngraph.backward().of(W).data;",
	);
const compiler = new CellCompiler(new Tslab({ files, typings, loadTslab }));
for (const cell of CELLS) {
	const { script, complaints } = compiler.compile(cell);
	if (complaints !== undefined) throw new Error(JSON.stringify(complaints));
	script.commit();
}
compiler.compile("const wrong: number = 'text';\nnobody.home(points.lenght);");

// The rest of the kernel belongs to the process that runs: it is loaded there.
const kept = Object.values(loaded).filter(
	({ filename }) => filename.startsWith(engine + path.sep) || filename === TYPESCRIPT,
);
const main = path.join(__dirname, "engine-main.js");
startupSnapshot.setDeserializeMainFunction(() => {
	isRunning = true;
	const here = createRequire(main);
	for (const module of kept)
		here.cache[module.filename] = /** @type {NodeJS.Module} */ (/** @type {unknown} */ (module));
	here(main);
});
