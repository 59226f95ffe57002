/**
 * What goes wrong, what a learner sees, and what is left: the table in docs/kernel.md, and a test for each row of it.
 * `seen` are words of the error's name, of its message or of what is printed.
 */
export interface Fault {
	code: string;
	seen: string;
	/** What the next cell still has: everything, or the imports. */
	left: "everything" | "imports";
}

const survived = (seen: string, codes: readonly string[]): Fault[] =>
	codes.map((code) => ({ code, seen, left: "everything" }));
const lost = (seen: string, code: string): Fault => ({ code, seen, left: "imports" });

/** What ends in an error, or in the engine's end. */
export const MISTAKES: readonly Fault[] = [
	...survived("stop", [
		'throw new Error("stop")',
		'await Promise.reject(new Error("stop"))',
		'Promise.reject(new Error("stop")); await new Promise((done) => setTimeout(done, 50))',
		'setTimeout(() => { throw new Error("stop") }, 1); await new Promise((done) => setTimeout(done, 50))',
		'queueMicrotask(() => { throw new Error("stop") }); await null',
		'throw "stop"',
		'throw { reason: "stop" }',
		'throw new AggregateError([new Error("one")], "stop")',
		'throw Object.defineProperty(new Error("stop"), "stack", { value: 7 })',
		'console.error("stop"); throw null',
		'({ [Symbol.for("Jupyter.display")]() { throw new Error("stop") } })',
		'display({ [Symbol.for("Jupyter.display")]() { throw new Error("stop") } })',
	]),
	...survived("TypeCheckError", ['const n: number = "five"', "notDeclared + 1", "[1, 2].mapp((x) => x)"]),
	...survived("SyntaxError", ["const = 5", "function ( {", '"without an end']),
	...survived("call stack", ["function deep(): number { return 1 + deep() } deep()"]),
	...survived("Invalid array length", ["new Array(-1)"]),
	...survived("Invalid string length", ['"x".repeat(2 ** 30)']),
	...survived("no such file", ['import { readFileSync } from "node:fs"; readFileSync("/no/such/file")']),
	...survived("ECONNREFUSED", ['import { connect } from "node:net"; connect(1); await new Promise(() => {})']),
	...survived("nobody can answer", ['prompt("who?")']),
	...survived("ENOENT", [
		'import { spawn } from "node:child_process"; spawn("no-such-program"); await new Promise(() => {})',
	]),
	...survived("BigInt", ["JSON.stringify({ n: 1n })"]),
	...survived("circular", ["const a: any = {}; a.a = a; JSON.stringify(a)"]),
	...survived("read only", ["(globalThis as any).__gradlab = null"]),
	lost("exit code 0", "process.exit()"),
	lost("exit code 3", "process.exit(3)"),
	lost("exit code 4", "await null; process.exit(4)"),
	lost("exit code 5", "setTimeout(() => process.exit(5), 1); await new Promise(() => {})"),
	lost("SIGKILL", 'process.kill(process.pid, "SIGKILL"); while (true) {}'),
	lost("SIGABRT", "process.abort()"),
	lost("SIGSEGV", 'process.kill(process.pid, "SIGSEGV"); while (true) {}'),
	lost("more memory", "const all: number[][] = []; while (true) all.push(new Array(100_000).fill(1.5))"),
];

/** The learner's code that an interrupt ends, and what is left then. Each row begins with a print. */
export const INTERRUPTED: readonly Omit<Fault, "seen">[] = [
	...[
		"while (true) {}",
		"fib(80)",
		"await null; fib(80)",
		"await new Promise((done) => setTimeout(done, 1)); fib(80)",
		"setTimeout(fib, 1, 80); await new Promise(() => {})",
		"for (let k = 0; k < 3; k++) setTimeout(fib, 1, 80); await new Promise(() => {})",
		"setInterval(fib, 1, 80); await new Promise(() => {})",
		"setImmediate(fib, 80); setImmediate(console.log, 1)",
		"queueMicrotask(() => fib(80)); await new Promise(() => {})",
		"process.nextTick(fib, 80); await new Promise(() => {})",
		'import { readFile } from "node:fs"; readFile("/", () => fib(80)); await new Promise(() => {})',
		"await null; try { fib(80) } catch {} finally { fib(80) }",
		'await null; /(a+)+$/.test("a".repeat(60) + "b")',
		'setTimeout(() => /(a+)+$/.test("a".repeat(60) + "b"), 1); await new Promise(() => {})',
		"await null; many.map((_, k) => many.filter((n) => n > k).length)",
		"await null; many.sort((a, b) => fib(25) * (a - b))",
		'await null; "x".repeat(1e6).replace(/x/g, () => String(fib(25)))',
		"await null; JSON.stringify({ toJSON: () => fib(80) })",
		"await null; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
		'prompt("still there?")',
	].map((code) => ({ code, left: "everything" as const })),
	{ code: 'import { execSync } from "node:child_process"; execSync("sleep 100")', left: "imports" },
];

/** What the rows above call. */
export const SLOW =
	"function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2) } const many = Array.from({ length: 1e5 }, (_, k) => (k * 7919) % 100_003);";

/** What a cell may do to everybody's objects, without a word: the next cell is right all the same. */
export const OF_THE_LANGUAGE = [
	"JSON.stringify = () => 'nonsense'",
	"JSON.parse = () => { throw 1 }",
	"JSON = null as any",
	"Map = null as any",
	"Set = null as any",
	"WeakMap = null as any",
	"Map.prototype.get = () => undefined",
	"Map.prototype.set = function () { throw 1 }",
	"Set.prototype.has = () => true",
	"WeakMap.prototype.get = () => undefined",
	"Array.prototype.map = () => []",
	"Array.prototype.push = () => 0",
	"(Array.prototype as any)[Symbol.iterator] = function* () {}",
	"Array.prototype.forEach = null as any",
	"Array.isArray = (() => false) as any",
	"Array = null as any",
	"(Object.prototype as any).type = 'nonsense'",
	"(Object.prototype as any).toJSON = () => 'nonsense'",
	"(Array.prototype as any).toJSON = () => 'nonsense'",
	"(Array.prototype as any).extra = 1",
	"Object.prototype.hasOwnProperty = () => true",
	"Object.defineProperty(Object.prototype, 'id', { get: () => 7, configurable: true })",
	"Object.keys = () => []",
	"Object.assign = () => ({})",
	"Object.defineProperty = (() => { throw 1 }) as any",
	"Object.create = () => null",
	"Function.prototype.call = () => undefined",
	"Function.prototype.bind = null as any",
	"Reflect.apply = () => 5",
	"(globalThis as any).Reflect = null",
	"Promise = null as any",
	"Promise.prototype.then = () => { throw 1 }",
	"Promise.resolve = (() => 1) as any",
	"Promise.prototype.constructor = Object as any",
	"String.prototype.replace = () => 'nonsense'",
	"String.prototype.split = () => []",
	"RegExp.prototype.exec = () => null",
	"RegExp.prototype.test = () => true",
	"Symbol = null as any",
	"Error = null as any",
	"Error.captureStackTrace = null as any",
	"(Error as any).prepareStackTrace = () => { throw 1 }",
	"Number = String = Boolean = null as any",
	"Atomics = null as any",
	"Atomics.load = (() => 99) as any",
	"Math.max = () => NaN",
	"(globalThis as any).globalThis = null",
	"for (const name of Object.getOwnPropertyNames(Array.prototype)) if (name !== 'constructor' && name !== 'length') (Array.prototype as any)[name] = () => { throw 1 }",
	"for (const name of Object.getOwnPropertyNames(globalThis)) if (/^[A-Z]/.test(name)) try { (globalThis as any)[name] = null } catch {}",
	"Object.freeze(globalThis)",
	"Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(Function.prototype)",
];

export const OF_THE_PROCESS = [
	"process = null as any",
	"process.send = () => { throw 1 }",
	"process.exit = () => { throw 1 }",
	"process.cwd = () => { throw 1 }",
	"process.nextTick = () => undefined",
	"process.emit = (() => false) as any",
	"process.removeAllListeners()",
	"process.stdout.write = () => { throw 1 }",
	"for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout']) (globalThis as any)[name] = null",
	"(globalThis as any).queueMicrotask = null",
	"Buffer = null as any",
	"Buffer.from = () => { throw 1 }",
	"console = null as any",
	"console.log = () => { throw 1 }",
	"for (const name of ['crypto', 'performance']) Object.defineProperty(globalThis, name, { value: null })",
	"for (const name of ['display', 'prompt', 'clearOutput']) (globalThis as any)[name] = null",
	"require('fs').writeSync = () => 0",
	"require('fs').readFileSync = require('fs').statSync = require('fs').existsSync = () => { throw 1 }",
	"require('path').join = require('path').dirname = () => { throw 1 }",
	"require('module')._resolveFilename = require('module')._load = () => { throw 1 }",
	"require('vm').Script = require('vm').runInThisContext = null",
	"require('util').inspect = () => { throw 1 }",
	"require('events').prototype.emit = () => false",
	"require('net').Socket = null",
	"for (const key of Object.keys(require.cache)) delete require.cache[key]",
	"const ts = require('typescript'); for (const key of Object.keys(ts)) try { ts[key] = null } catch {}",
	"for (const key of Object.keys(process.env)) delete process.env[key]",
	"process.chdir('/'); 0",
	"process.umask(0o777); 0",
];

export const OF_THE_PIPES = [
	"require('fs').writeSync(3, 'garbage')",
	"require('fs').writeSync(3, 'garbage\\n{\\n[]\\nnull\\n7\\n')",
	'require("fs").writeSync(3, "{\\"type\\":\\"unknown\\"}\\n{\\"type\\":\\"__proto__\\"}\\n{\\"type\\":\\"toString\\"}\\n")',
	'require("fs").writeSync(3, JSON.stringify({ type: "answer", id: 1e9, content: {} }) + "\\n")',
	'require("fs").writeSync(3, JSON.stringify({ type: "answer", id: 1 }) + "\\n")',
	'require("fs").writeSync(3, JSON.stringify({ type: "ready" }) + "\\n")',
	'require("fs").writeSync(3, JSON.stringify({ type: "stream", cell: "x", name: 5, text: null }) + "\\n")',
	'require("fs").writeSync(3, JSON.stringify({ type: "error", cell: 1, error: { ename: 5 } }) + "\\n")',
	'require("fs").writeSync(3, JSON.stringify({ type: "publish", cell: 1, message: "shutdown", content: 5 }) + "\\n")',
	'require("fs").writeSync(3, Buffer.alloc(60_000, 255))',
	"for (const fd of [3, 4, 5]) try { require('fs').closeSync(fd) } catch {}",
	"for (let fd = 0; fd < 40; fd++) try { require('fs').closeSync(fd) } catch {}",
	"require('child_process').execSync('cat <&4 >/dev/null & sleep 0.1; kill $!; true', { stdio: ['ignore', 'ignore', 'ignore', 'ignore', 4] })",
	"process.kill(process.pid, 'SIGINT'); process.kill(process.pid, 'SIGUSR1'); 0",
	"for (const handle of (process as any)._getActiveHandles()) handle.destroy?.()",
];

/** A row of the table in docs/kernel.md. */
const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const cell = (code: string) => `\`${code.replaceAll("|", "\\|")}\``;

/** The tables in docs/kernel.md. */
export function tables(): string[] {
	const mistakes = MISTAKES.map(({ code, seen, left }) => row([cell(code), seen, left]));
	const quiet = [OF_THE_LANGUAGE, OF_THE_PROCESS, OF_THE_PIPES].flat().map((code) => row([cell(code)]));
	const head = [row(["a cell", "what is seen says", "what is left"]), row(["---", "---", "---"])];
	const second = [row(["a cell that breaks what all code needs"]), row(["---"])];
	const third = [row(["a cell that is interrupted", "what is left"]), row(["---", "---"])];
	const interrupted = INTERRUPTED.map(({ code, left }) => row([cell(code), left]));
	return [
		[...head, ...mistakes],
		[...third, ...interrupted],
		[...second, ...quiet],
	].map((lines) => lines.join("\n"));
}
