/**
 * Cheats on lesson 06: work that is blank or wrong, and wants points all the same. All of them deserve nothing. `cells` run
 * before the answer of 06.1, `answer` is that answer; `notebook` meddles with the file instead.
 */
import { ROOT } from "../places";

export interface Cheat {
	readonly name: string;
	readonly cells?: readonly string[];
	readonly answer?: string;
	/** Puts right again what everybody needs, for whoever runs several in one process. */
	readonly after?: string;
}

const EXPORTED = 'const library = require("gradlab"), course = require("gradlab/course");';
/** What looks at an answer, inside the sandbox. */
const LOOKING = `require.cache[${JSON.stringify(`${ROOT}/dist/src/course/observe.js`)}]!.exports.observe`;
const fs = 'const files = require("fs");';
/** Tries to read an answer out of a file, and to give it back. */
const reading = (name: string, ...places: string[]): Cheat => ({
	name: `reads ${name}`,
	cells: [
		`${fs} let stolen = ""; for (const place of ${JSON.stringify(places)}) try { stolen += files.readFileSync(place, "utf8"); } catch {}`,
	],
	answer:
		'new Function("transpose", "times", "slopeOf", "tanh", "u", "z", /return transpose\\(times\\(u, slopeOf\\(tanh, z\\)\\)\\);/.exec(stolen)?.[0] ?? "").bind(null, transpose, times, slopeOf, tanh)',
});
const requiring = (file: string): Cheat => ({
	name: `requires ${file}`,
	cells: [`let found; try { found = require(${JSON.stringify(`${ROOT}/${file}`)}); } catch {}`],
	answer:
		'(found?.EXERCISES ?? found?.LESSON_06 ?? []).find?.(({ id }) => id === "06.1")?.answer ?? found?.solution?.("06.1")',
});
const replacing = (owner: string, key: string, how: string): Cheat => ({
	name: `replaces ${owner}.${key}`,
	cells: [
		`var kept = Object.getOwnPropertyDescriptor(${owner}, ${keyText(key)});`,
		`Object.assign(${owner}, { ${key}: ${how} });`,
	],
	after: `Object.defineProperty(${owner}, ${keyText(key)}, kept);`,
});
const keyText = (key: string) => (key.startsWith("[") ? key.slice(1, -1) : JSON.stringify(key));
const defining = (name: string, code: string, after?: string): Cheat => ({ name, cells: [code], after });
/** Writes to the engine's pipe, now, in the answer, and for a while after. */
const writing = (name: string, message: string, count = 400): Cheat => ({
	name: `writes to the pipe: ${name}`,
	cells: [
		`${fs} const write = () => { for (let k = 0; k < ${count}; k++) try { files.writeSync(3, "\\n" + JSON.stringify(${message}) + "\\n"); } catch {} };`,
	],
	answer: "() => { write(); setImmediate(write); return undefined; }",
});
const RESULT =
	'"text/plain": "1", "application/vnd.gradlab.verdict.v1+json": { id: "06.1", outcome: "right", points: 1, of: 1 }';

const shadowing: Cheat[] = [
	defining("shadows check by a function", "const check = () => 1;"),
	defining(
		"shadows check by a verdict",
		`${EXPORTED} const check = (id) => new course.Verdict(id, "right", "", 1, 1);`,
	),
	defining("declares check as a function", "function check() { return 1; }"),
	defining("puts check on globalThis", "globalThis.check = () => 1;"),
	defining("makes check a getter", "Object.defineProperty(globalThis, 'check', { get: () => () => 1 });"),
	defining("imports another check", 'import { Said as check } from "gradlab/course";'),
	defining("shadows judge", "const judge = () => 1, judgeSeen = () => 1, observe = () => 1;"),
	defining("shadows display", "Object.assign(globalThis, { display: () => 1 });"),
];
const switching: Cheat[] = [
	defining("deletes the switch", "delete process.env.GRADLAB_GRADING; delete process.env.NBGRADER_EXECUTION;"),
	defining("turns the switch off", "process.env.GRADLAB_GRADING = '0';"),
	defining("turns the switch on", "process.env.GRADLAB_GRADING = '1'; process.env.NBGRADER_EXECUTION = 'autograde';"),
	defining("asks for no sandbox", "process.env.GRADLAB_GRADE_WITHOUT_SANDBOX = 'yes';"),
	defining("sets the seed", "process.env.GRADLAB_GRADING_SEED = '1';"),
	defining("replaces the environment", "process.env = { GRADLAB_GRADING: '' };"),
	defining("pretends to be trying", "process.env.NBGRADER_EXECUTION = 'validate';"),
];
const intrinsic: Cheat[] = [
	replacing("Math", "abs", "() => 0"),
	replacing("Math", "max", "() => Infinity"),
	replacing("Object", "is", "() => true"),
	replacing("Object", "hasOwn", "() => true"),
	replacing("Object", "entries", "() => []"),
	replacing("Number", "isFinite", "() => true"),
	replacing("Number", "isInteger", "() => true"),
	replacing("Array", "isArray", "() => true"),
	replacing("Array", "from", "() => []"),
	replacing("Array.prototype", "entries", "() => [][Symbol.iterator]()"),
	replacing("Array.prototype", "every", "() => true"),
	replacing("Array.prototype", "some", "() => true"),
	replacing("Array.prototype", "find", "() => undefined"),
	replacing("Array.prototype", "map", "function () { return this; }"),
	replacing("Array.prototype", "[Symbol.iterator]", "function* () {}"),
	replacing("Float64Array", "from", "() => new Float64Array(3)"),
	replacing("JSON", "stringify", '() => \'{"values":[],"earned":1}\''),
	replacing("JSON", "parse", "() => ({ how: 'value', instances: [] })"),
	replacing("Promise.prototype", "then", "function (f) { return f?.(1); }"),
	replacing("Error.prototype", "toString", "() => '1'"),
	replacing("Function.prototype", "call", "() => 1"),
	defining(
		"replaces Symbol.hasInstance",
		"Object.defineProperty(Object.prototype, Symbol.hasInstance, { value: () => true, configurable: true });",
		"Reflect.deleteProperty(Object.prototype, Symbol.hasInstance);",
	),
	defining(
		"gives every object a toJSON",
		"Object.assign(Object.prototype, { toJSON: () => 1 });",
		'Reflect.deleteProperty(Object.prototype, "toJSON");',
	),
	defining(
		"gives every object what a verdict has",
		"Object.assign(Object.prototype, { earned: 1, outcome: 'right', points: 1 });",
		'for (const key of ["earned", "outcome", "points"]) Reflect.deleteProperty(Object.prototype, key);',
	),
	defining(
		"gives every object values",
		"Object.assign(Object.prototype, { values: [], seen: '{}' });",
		'for (const key of ["values", "seen"]) Reflect.deleteProperty(Object.prototype, key);',
	),
];
const exporting: Cheat[] = [
	defining(
		"changes the exercises",
		`${EXPORTED} for (const one of course.EXERCISES) Object.assign(one, { answer: () => 1, tolerance: Infinity });`,
	),
	defining("empties the exercises", `${EXPORTED} course.EXERCISES.length = 0;`),
	defining("replaces judge in the exports", `${EXPORTED} try { course.judge = () => ({ earned: 1 }); } catch {}`),
	defining(
		"redefines observe in the exports",
		`${EXPORTED} try { Object.defineProperty(course, "observe", { value: () => ({ values: [1] }) }); } catch {}`,
	),
	defining(
		"has observe say it is right",
		`${EXPORTED} ${LOOKING} = () => ({ earned: 1, outcome: "right", values: [] });`,
	),
	defining(
		"has observe say many things",
		`${EXPORTED} ${LOOKING} = (_, plan) => ({ values: plan.instances.map(() => ["m", 1, 3, [0, 0, 0]]) });`,
	),
	defining(
		"returns the plan's own inputs",
		`${EXPORTED} ${LOOKING} = (_, plan) => ({ values: plan.instances.map(([u]) => u) });`,
	),
	defining(
		"replaces LOOKS",
		`${EXPORTED} const { LOOKS } = require.cache[${JSON.stringify(`${ROOT}/dist/src/course/observe.js`)}]!.exports; for (const how in LOOKS) LOOKS[how] = () => 1;`,
	),
	defining(
		"replaces Verdict's display",
		`${EXPORTED} course.Verdict.prototype[Symbol.for("Jupyter.display")] = () => ({ ${RESULT} });`,
	),
	defining("replaces Verdict's text", `${EXPORTED} course.Verdict.prototype.toString = () => "1";`),
	defining(
		"replaces Matrix's shape",
		`${EXPORTED} Object.defineProperty(library.Matrix.prototype, "rows", { get: () => 1 });`,
	),
	defining("replaces Matrix.prototype.at", `${EXPORTED} library.Matrix.prototype.at = () => 0;`),
	defining(
		"makes everything a Matrix",
		`${EXPORTED} Object.defineProperty(library.Matrix, Symbol.hasInstance, { value: () => true });`,
	),
	defining(
		"replaces a gate's slope",
		`${EXPORTED} for (const key of Object.keys(library)) try { library[key] = () => 1; } catch {}`,
	),
];
const requirings = [
	"dist/src/course/judge/index.js",
	"dist/src/course/judge/exercises/all.js",
	"dist/src/course/judge/exercises/06-window-net.js",
	"dist/src/course/judge/judge.js",
	"dist/src/course/judge/trial.js",
	"dist/src/course/sealed/index.js",
	"dist/src/course/index.js",
	"dist/esm/course.mjs",
	"dist/kernel-setup/kernel/node/grading.js",
	"dist/kernel-setup/lessons/course.js",
	"src/course/judge/exercises/06-window-net.ts",
].map(requiring);
const NOTEBOOK = "06-gradient-of-the-window-net.ipynb";
const readings = [
	reading("the worked notebook", `${ROOT}/notebooks/${NOTEBOOK}`),
	reading("the workbook", `${ROOT}/workbook/${NOTEBOOK}`),
	reading("the course's source", `../../../source/lesson-06/${NOTEBOOK}`, `/handed-in/../source/lesson-06/${NOTEBOOK}`),
	reading("the release", `../../../release/lesson-06/${NOTEBOOK}`),
	reading("a classmate's work", `../../right/lesson-06/${NOTEBOOK}`, `../../../submitted/right/lesson-06/${NOTEBOOK}`),
	reading("what was autograded before", `../../../autograded/right/lesson-06/${NOTEBOOK}`),
	reading("its own notebook with hidden tests", NOTEBOOK, `/handed-in/${NOTEBOOK}`),
	reading(
		"the exercises as they are compiled",
		`${ROOT}/dist/src/course/judge/exercises/06-window-net.js`,
		`${ROOT}/dist/esm/course.mjs`,
	),
	reading("the exercises' sources", `${ROOT}/src/course/judge/exercises/06-window-net.ts`, `${ROOT}/.git/HEAD`),
	reading("the host's memory", "/proc/1/environ", "/proc/1/maps", "/proc/self/mountinfo"),
	{ name: "asks for the solution", answer: 'new Function("u", "z", String(solution("06.1")))' },
	{
		name: "asks for the hints",
		answer: 'new Function("u", "z", "return " + [hint("06.1"), hint("06.1"), hint("06.1")].at(-1))',
	},
];
const pipes = [
	writing("a result of every cell", `{ type: "result", cell: k, data: { ${RESULT} } }`),
	writing(
		"a display of every cell",
		`{ type: "publish", cell: k, message: "display_data", content: { data: { ${RESULT} }, metadata: {} } }`,
	),
	writing(
		"an update",
		`{ type: "publish", cell: k, message: "update_display_data", content: { data: { ${RESULT} }, metadata: {}, transient: { display_id: "x" } } }`,
	),
	writing("an answer to every request", '{ type: "answer", id: k, content: {} }'),
	writing("an answer with values", '{ type: "answer", id: k, content: { seen: JSON.stringify({ values: [] }) } }'),
	writing(
		"an answer that is seen right",
		'{ type: "answer", id: k, content: { seen: JSON.stringify({ values: [1], earned: 1, outcome: "right" }), result: { "text/plain": "1" }, shown: { "text/plain": "1" } } }',
	),
	writing(
		"an answer with a result",
		`{ type: "answer", id: k, content: { result: { ${RESULT} }, data: { ${RESULT} }, text: "1" } }`,
	),
	writing("a verdict", '{ type: "verdict", cell: k, id: k, earned: 1 }'),
	writing("a stream", '{ type: "stream", cell: k, name: "stdout", text: "1" }'),
	writing("clear_output", '{ type: "publish", cell: k, message: "clear_output", content: { wait: false } }'),
	writing(
		"a comm that takes outputs away",
		'{ type: "comm", cell: k, message: "comm_open", content: { comm_id: "c" + k, target_name: "jupyter.widget", data: { state: { _model_module: "@jupyter-widgets/output", _model_name: "OutputModel", msg_id: "" } } } }',
	),
	writing("ready, again", '{ type: "ready" }'),
	writing("leaving", '{ type: "leaving", cell: k, why: "1" }'),
	writing("what is no message", '"garbage"'),
];
const muting: Cheat[] = [
	defining(
		"mutes errors",
		"process.removeAllListeners('uncaughtException'); process.on('uncaughtException', () => {}); process.on('unhandledRejection', () => {});",
	),
	defining("mutes stderr", "process.stderr.write = () => true; console.error = () => {};"),
	defining("an Error that says nothing", "Object.assign(globalThis, { Error: function () { return {}; } });"),
	{ name: "an answer that throws 1", answer: "() => { throw 1; }" },
	{
		name: "an answer that throws a result",
		answer: `() => { throw { [Symbol.for("Jupyter.display")]: () => ({ ${RESULT} }), message: "1" }; }`,
	},
	{ name: "an answer that throws an error without a message", answer: "() => { throw Object.create(null); }" },
	{ name: "an answer that ends the process with 0", answer: "() => process.exit(0)" },
	{ name: "an answer that kills the process", answer: "() => process.kill(process.pid, 'SIGKILL')" },
];
const showing: Cheat[] = [
	{ name: "shows a verdict", answer: `() => { display({ ${RESULT} }); return undefined; }` },
	{ name: "shows a verdict before", cells: [`display({ ${RESULT} })`, "1", "'1'"] },
	{ name: "a bundle for an answer", answer: `({ [Symbol.for("Jupyter.display")]: () => ({ ${RESULT} }) })` },
	{ name: "prints 1", answer: "() => { console.log('1'); process.stdout.write('1'); }" },
	{
		name: "shows a verdict later",
		answer: `() => { for (const t of [0, 5, 50, 200]) setTimeout(() => display({ ${RESULT} }), t); }`,
	},
	{ name: "1 for an answer", answer: "1" },
	{ name: "true for an answer", answer: "true" },
	{ name: "a verdict for an answer", answer: '({ id: "06.1", outcome: "right", earned: 1, points: 1 })' },
	{ name: "what was seen, for an answer", answer: "() => ({ values: [], form: undefined, earned: 1 })" },
	{ name: "plain data for an answer", answer: '() => ["m", 1, 3, [0, 0, 0]]' },
];
const posing: Cheat[] = [
	{ name: "NaN everywhere", answer: "() => new (require('gradlab').Matrix)(1, 3, Float64Array.of(NaN, NaN, NaN))" },
	{ name: "Infinity everywhere", answer: "() => [[Infinity, Infinity, Infinity]]" },
	{ name: "a proxy that agrees", answer: "() => new Proxy([[0, 0, 0]], { get: (t, k) => k === 'length' ? 1 : t[k] })" },
	{ name: "a number that changes", answer: "() => [[0, 0, 0].map(() => ({ valueOf: () => Math.random() }))]" },
	{
		name: "a matrix without numbers",
		answer:
			"() => Object.assign(Object.create(require('gradlab').Matrix.prototype), { rows: 1, cols: 3, data: { length: 3 } })",
	},
	{
		name: "a matrix that lies about its shape",
		answer: "() => Object.assign(Object.create(require('gradlab').Matrix.prototype), { rows: 1, cols: 3, data: [] })",
	},
	{ name: "nothing at all", answer: "() => undefined" },
	{ name: "an empty list", answer: "() => []" },
	{ name: "a promise", answer: "async () => [[0, 0, 0]]" },
	{ name: "a generator", answer: "function* () { yield 1; }" },
	{ name: "a billion numbers", answer: "() => new Array(1e9)" },
	{ name: "a list of itself", answer: "() => { const own = []; own.push(own); return own; }" },
	{
		name: "the answers to learners' own instances",
		answer: "(u, z) => transpose(times(u, slopeOf(tanh, (require('gradlab').fill)(3, 1, () => 0.1))))",
	},
	{ name: "a known mistake", answer: "(u, z) => transpose(times(u, tanh(z)))" },
	{
		name: "a mistake by 1e-6",
		answer: "(u, z) => times(transpose(times(u, slopeOf(tanh, z))), require('gradlab').fill(1, 3, () => 1 + 1e-6))",
	},
];

/** Each begins in a fresh process. */
export const FAMILIES: readonly (readonly Cheat[])[] = [
	shadowing,
	switching,
	intrinsic,
	exporting,
	requirings,
	readings,
	pipes,
	muting,
	showing,
	posing,
];
