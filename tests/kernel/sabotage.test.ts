/** What a cell may do to the process that runs it, and the next cell is right all the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestKernel } from "./client";

const OF_THE_LANGUAGE = [
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
	"Reflect = null as any",
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
	"Atomics.load = () => 99",
	"Math.max = () => NaN",
	"globalThis.globalThis = null as any",
	"for (const name of Object.getOwnPropertyNames(Array.prototype)) if (name !== 'constructor') (Array.prototype as any)[name] = () => { throw 1 }",
	"for (const name of Object.getOwnPropertyNames(globalThis)) if (/^[A-Z]/.test(name)) try { (globalThis as any)[name] = null } catch {}",
	"Object.freeze(globalThis)",
	"Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(Function.prototype)",
];

const OF_THE_PROCESS = [
	"process = null as any",
	"process.send = () => { throw 1 }",
	"process.exit = () => { throw 1 }",
	"process.cwd = () => { throw 1 }",
	"process.nextTick = () => undefined",
	"process.emit = () => false",
	"process.removeAllListeners()",
	"process.stdout.write = () => { throw 1 }",
	"setTimeout = setInterval = setImmediate = clearTimeout = null as any",
	"queueMicrotask = null as any",
	"Buffer = null as any",
	"Buffer.from = () => { throw 1 }",
	"console = null as any",
	"console.log = () => { throw 1 }",
	"crypto = null as any; performance = null as any",
	"display = prompt = clearOutput = null as any",
	"(globalThis as any).__gradlab = null",
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

const OF_THE_PIPES = [
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
	"require('child_process').execSync('cat <&4 >/dev/null & sleep 0.1; kill $!', { stdio: 'ignore', shell: '/bin/sh' })",
	"process.kill(process.pid, 'SIGINT'); process.kill(process.pid, 'SIGUSR1'); 0",
	"for (const handle of (process as any)._getActiveHandles()) handle.destroy?.()",
];

/** Notes down what is there, so that `mend()` can put it back for the next sabotage: one engine does for nearly all. */
const MENDER = `{
	const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
	const names = Object.getOwnPropertyNames(globalThis);
	const roots: object[] = [globalThis, process, console, Buffer, require("fs"), require("path"), require("module")];
	roots.push(require("vm"), require("util"), require("net"), require("events").prototype, process.stdout);
	for (const name of names) {
		const value = (globalThis as any)[name];
		if (/^[A-Z]/.test(name)) roots.push(value);
		if (typeof value === "function" && typeof value.prototype === "object") roots.push(value.prototype);
	}
	const kept = roots.filter(Boolean).map((object) => ({ object, keys: ownKeys(object) as PropertyKey[], was: [] as any[] }));
	for (const { object, keys, was } of kept) for (let k = 0; k < keys.length; k++) was[k] = getOwnPropertyDescriptor(object, keys[k]);
	const home = process;
	Object.defineProperty(globalThis, "mend", { value: () => {
		for (let n = 0; n < kept.length; n++) {
			const { object, keys, was } = kept[n];
			for (let k = 0; k < keys.length; k++) defineProperty(object, keys[k], was[k]);
			if (n > 12) { const now = ownKeys(object); for (let k = 0; k < now.length; k++) {
				let known = false;
				for (let m = 0; m < keys.length; m++) known ||= keys[m] === now[k];
				if (!known) deleteProperty(object, now[k]);
			} }
		}
		(globalThis as any).process = home;
	} });
}`;

let kernel: TestKernel;
beforeAll(async () => {
	kernel = await TestKernel.start({ env: { GRADLAB_TEST: "here" } });
	await kernel.run(MENDER);
});
afterAll(() => kernel.stop());

describe.each([
	["the language", OF_THE_LANGUAGE],
	["the process", OF_THE_PROCESS],
	["the pipes", OF_THE_PIPES],
])("a cell that breaks %s", (_what, sabotages) => {
	it.each(sabotages)("%s", async (code) => {
		const { reply } = await kernel.run(`{ ${code} }`, {}, 40);
		expect(["ok", "error"]).toContain(reply.status);
		const { text, error } = await kernel.run("1 + 1", {}, 40);
		if (error === undefined) {
			expect(text).toBe("2");
			await kernel.run("mend()");
		} else {
			expect(error.evalue).toContain("The state is lost");
			expect((await kernel.run("1 + 1")).text).toBe("2");
			await kernel.run(MENDER);
		}
	});
});
