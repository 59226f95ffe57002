import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cells } from "./cells";

/** What each program prints as a module under Node: nobody here has a hand in that. */
function underNode(programs: string[]): string[][] {
	const script = `
		import { format } from "node:util";
		const programs = JSON.parse(await new Response(process.stdin).text());
		const printed = [];
		for (const program of programs) {
			const lines = [];
			globalThis.console = { ...console, log: (...values) => void lines.push(format(...values)) };
			await import("data:text/javascript;base64," + Buffer.from(program).toString("base64"));
			printed.push(lines);
		}
		process.stdout.write(JSON.stringify(printed));`;
	const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
		input: JSON.stringify(programs),
		encoding: "utf8",
		maxBuffer: 2 ** 28,
	});
	if (stdout === "") throw new Error(stderr);
	return JSON.parse(stdout) as string[][];
}

async function inCells(cells: string[]): Promise<string[]> {
	const notebook = new Cells();
	for (const cell of cells) await notebook.run(cell);
	return notebook.printed;
}

/** Programs that all were wrong at some time, cut into cells. */
const PROGRAMS: Record<string, string[]> = {
	"a function sees what a later cell assigned": [
		"let rate = 1; function f() { return rate }",
		"rate = 2; console.log(f())",
	],
	"an arrow function": ["let rate = 1; const f = () => rate", "rate = 2; console.log(f())"],
	"a method": ["let rate = 1; class Net { step() { return rate } }", "rate = 2; console.log(new Net().step())"],
	"a field": [
		"let rate = 1; class Net { rate = rate; static all = [rate] }",
		"rate = 2; console.log(new Net().rate, Net.all)",
	],
	"a callback": [
		"let count = 0; const bump = [1, 2].map((n) => () => (count += n))",
		"bump[0](); bump[1](); console.log(count)",
	],
	"a counter": ["let n = 0; function inc() { n++; return ++n }", "inc(); n *= 10; inc(); console.log(n)"],
	var: ["var v = 1; function f() { return v }", "v = 5; console.log(f()); var w = v", "console.log(w, typeof f)"],
	"var in blocks and loops": [
		"for (var i = 0; i < 3; i++) { var last = i } if (i) { var [p, q = 4] = [i] }",
		"console.log(i, last, p, q)",
	],
	destructuring: [
		"let { a, b: [c, ...d], ...rest } = { a: 1, b: [2, 3, 4], e: 5, f: 6 }; const f = () => [a, c, d, rest]",
		"({ a, c } = { a: 10, c: 20 }); [d[0], a] = [7, a + 1]; console.log(f())",
	],
	"defaults of a pattern": [
		"let key = 'k'; let { [key]: x = 3, y = () => x } = {}",
		"x = 4; console.log(x, y(), y.name)",
	],
	"a loop in a later cell": [
		"let total = 0; const items = [1, 2, 3]",
		"for (const item of items) total += item",
		"console.log(total)",
	],
	"a loop over a variable of an earlier cell": [
		"let k; let keys = []",
		"for (k of [1, 2]) keys.push(k); for (k in { z: 1 }) keys.push(k); console.log(k, keys)",
	],
	"a generator": [
		"let limit = 2; function* count() { for (let k = 0; k < limit; k++) yield k }",
		"limit = 3; console.log([...count()])",
	],
	"an asynchronous function": [
		"let x = 1; async function f() { await null; return x }",
		"x = 2; console.log(await f())",
	],
	"default parameters": [
		"let base = 1; function f(x = base, g = () => base) { return [x, g()] }",
		"base = 2; console.log(f())",
	],
	"shorthand properties": [
		"let seed = 1, other = 2; const make = () => ({ seed, other })",
		"seed = 3; console.log(make(), { seed, other })",
	],
	"compound assignment": ["let s = 'a', n = null, m = 1", "s += 'b'; n ??= 4; m &&= 5; console.log(s, n, m)"],
	"names shadowed inside": [
		"let x = 1; function f(x) { return x } function g() { let x = 3; { let x = 4 } return x } const h = ({ x }) => x",
		"x = 2; try { throw 5 } catch (x) { console.log(x) } for (let x = 0; x < 1; x++) console.log(x); console.log(f(9), g(), h({ x: 7 }), x)",
	],
	"names of functions": [
		"const f = () => 1, C = class {}; let g = function () {}",
		"g = () => 2; console.log(f.name, C.name, g.name)",
	],
	"this of a plain call": ["// @ts-ignore\nfunction f() { return this } const g = f", "console.log(f(), g(), f?.())"],
	"labels and members of the same name": [
		"let x = 1",
		"x: for (;;) { break x } console.log({ x: 2 }.x, class { static x = 3 }.x, x)",
	],
	"tagged templates": [
		"let tag = (parts, ...v) => parts.join('|') + v",
		"const old = tag; tag = (...all) => old(...all) + '!'; console.log(tag`a${1}b`)",
	],
	recursion: ["function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) }", "console.log(fib(15))"],
	"closures of a loop": [
		"const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i++)",
		"console.log(fs.map((f) => f()), fs.map((f) => f()))",
	],
	"typeof and delete": ["let o = JSON.parse('{\"a\": 1}')", "delete o.a; console.log(typeof o, o)"],
	"direct eval": [
		"let a = 1, b = 'b'; function f(b) { let c = 3; return eval('a + b + c + (() => a)()') } const hides = (a) => eval('typeof a + b')",
		"a = 2; console.log(f(10), eval('a += 5; a'), a, eval('let a = 9; a'), eval('({ a, b })'), eval('7'), hides('s'))",
		"console.log(eval('eval(\"a\") + 1'), eval('var q = a; q'), (0, eval)('typeof a'), eval?.('typeof a'), eval('1; function g() { return a } g()'))",
		"try { eval('let 1') } catch (error) { console.log(error.name) } try { eval('b = missing') } catch (error) { console.log(error.message, b) } console.log(eval('for (let a = 0; a < 3; a++) a'), eval('var x1 = 1'), eval(''))",
	],
	"an await in a loop": [
		"let n = 0; const add = async (k) => { await null; n += k; return n }",
		"for (let k = 0; k < 3; k++) { n += await add(k) } for await (const x of [1, Promise.resolve(2)]) n += x",
		"console.log(n, await Promise.all([1, 2].map(async (k) => { console.log('a', k, n); await add(k); console.log('b', k, n); return k + n })))",
	],
	"static blocks and accessors": [
		"let log = []; class K { static { log.push(K.name) } get log() { return log } set log(v) { log = v } }",
		"new K().log = [1]; console.log(log, new K().log)",
	],
};

describe("one variable per name", () => {
	const expected = underNode(Object.values(PROGRAMS).map((cells) => cells.join("\n;\n")));
	it.each(
		Object.entries(PROGRAMS).map(([claim, cells], k) => [claim, cells, expected[k]] as const),
	)("%s", async (_claim, cells, printed) => {
		expect(printed.length).toBeGreaterThan(0);
		expect(await inCells([...cells])).toEqual(printed);
	});

	it.each([
		[
			"a function",
			["function f() { return 1 } function g() { return f() }", "function f() { return 2 }", "console.log(g())"],
			"2",
		],
		["a constant", ["const k = 1; const f = () => k", "const k = 2", "console.log(f())"], "2"],
		["a class", ["class A { n = 1 } const make = () => new A()", "class A { n = 2 }", "console.log(make().n)"], "2"],
		[
			"another type",
			["let v: number = 1; const f = () => v", 'let v: string = "two"', "console.log(f(), v.length)"],
			"two 3",
		],
		[
			"an imported name",
			[
				'import { join } from "node:path"; const f = () => join("a", "b")',
				"const join = (...p: string[]) => p.length",
				"console.log(f())",
			],
			"2",
		],
	])("declared again, %s is what its earlier users see", async (_claim, cells, printed) => {
		expect(await inCells(cells)).toEqual([printed]);
	});

	it("enums, namespaces and using", async () => {
		const cells = [
			"enum Kind { A = 4, B } namespace Shapes { export const sides = Kind.B; export function f() { return sides } }",
			"const enum Fast { X = 7 } namespace Shapes2 { export type T = number } let log: string[] = []",
			"using res = { name: 'r', [Symbol.dispose]() { log.push(`closed ${this.name}`) } }; log.push(res.name); 5",
			"let env = 'mine'; { using other = null } console.log(env)",
			"console.log(Kind.A, Kind[5], Shapes.f(), Fast.X, log, res.name); const n: Shapes2.T = 1",
			"1",
			"2",
			"console.log(Shapes.sides, Kind.B)",
		];
		expect(await inCells(cells)).toEqual(["mine", "4 B 5 7 [ 'r', 'closed r' ] r", "5 5"]);
	});

	it("a cell that is run again gets fresh variables", async () => {
		const notebook = new Cells();
		const cell =
			"let x: number | undefined; var y: number | undefined; let n = 0; enum E { A } console.log(x, y, ++n); x = 1; y = 2";
		await notebook.run(cell);
		await notebook.run(cell);
		expect(notebook.printed).toEqual(["undefined undefined 1", "undefined undefined 1"]);
	});

	it("what a module assigns later is seen, in the importing cell and in later ones", async () => {
		const notebook = new Cells();
		await notebook.run(
			'import events, { defaultMaxListeners } from "node:events"; const before = defaultMaxListeners; events.defaultMaxListeners = 77; console.log(defaultMaxListeners)',
		);
		await notebook.run("console.log(defaultMaxListeners); events.defaultMaxListeners = before");
		expect(notebook.printed).toEqual(["77", "77"]);
	});

	it("random programs, cut into cells anywhere, print what they print in one piece under Node", {
		timeout: 600_000,
	}, async () => {
		const runs = Number(process.env.GRADLAB_PROGRAMS ?? 60);
		const samples = fc.sample(program, { numRuns: runs, seed: 20_261_124 });
		const printed = underNode(samples.map((cells) => cells.flat().join("\n")));
		for (const [k, cells] of samples.entries()) {
			const texts = cells.map((statements) => statements.join("\n"));
			expect(await inCells(texts), texts.join("\n// ---\n")).toEqual(printed[k]);
		}
	});
});

/** A program as cells, each a list of statements. Every name is declared before the cell that uses it. */
const program: fc.Arbitrary<string[][]> = fc
	.array(
		fc.record({
			kind: fc.nat(19),
			pick: fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
			cut: fc.integer({ min: 0, max: 2 }),
		}),
		{
			minLength: 4,
			maxLength: 18,
		},
	)
	.map((choices) => {
		const cells: string[][] = [["let v0 = 1;"]];
		const numbers = ["v0"];
		const functions: string[] = [];
		let next = 1;
		for (const { kind, pick, cut } of choices) {
			const variable = (k: number) => numbers[pick[k] % numbers.length];
			const value = (k: number) => {
				const f = functions.length === 0 ? undefined : functions[pick[k + 1] % functions.length];
				return pick[k] % 3 === 0 && f !== undefined
					? `${f}(${pick[k] % 7})`
					: pick[k] % 3 === 1
						? `(${variable(k)} + ${pick[k + 1] % 9})`
						: variable(k);
			};
			const declaring = (names: string[], name: string, text: string) => {
				names.push(name);
				return text;
			};
			const name = `v${next++}`;
			const f = `f${next}`;
			const statement = [
				() => declaring(numbers, name, `let ${name} = ${value(0)};`),
				() => declaring(numbers, name, `var ${name} = ${value(0)};`),
				() => `${variable(0)} = ${value(1)} % 1000;`,
				() => `${variable(0)} += ${pick[1] % 10};`,
				() => `${variable(0)}++;`,
				() =>
					declaring(functions, f, `function ${f}(x) { ${variable(0)} += x % 5; return (${variable(1)} + x) % 1000 }`),
				() => declaring(functions, f, `const ${f} = (x, y = ${variable(0)}) => (x + y + ${variable(1)}) % 1000;`),
				() =>
					declaring(numbers, name, `let [${name} = ${variable(0)}] = [${pick[1] % 2 ? variable(2) : "undefined"}];`),
				() => declaring(numbers, name, `let { ${variable(0)}: ${name} } = { ${variable(0)} };`),
				() =>
					`for (let i = 0; i < ${1 + (pick[0] % 4)}; i++) { ${variable(1)} = (${variable(1)} + ${value(2)} + i) % 1000 }`,
				() => `for (const v of [${variable(0)}, 2]) ${variable(1)} = (${variable(1)} + v) % 1000;`,
				() =>
					`[${variable(0)}, ${variable(1) === variable(0) ? "[][0]" : variable(1)}] = [${value(2)}, ${value(3)}];`.replace(
						/^\[(\w+), \[\]\[0\]\]/,
						"[$1]",
					),
				() =>
					declaring(
						functions,
						f,
						`class K${f} { value = ${variable(0)}; add(x) { return (${variable(1)} += x % 3) + this.value } }\nconst ${f} = (x) => new K${f}().add(x) % 1000;`,
					),
				() =>
					declaring(
						functions,
						f,
						`function* g${f}(n) { for (let k = 0; k < n; k++) yield (${variable(0)} + k) % 1000 }\nvar ${f} = (x) => [...g${f}(x % 4)].length + ${variable(1)} % 10;`,
					),
				() =>
					`if (${variable(0)} % 2) { var ${name} = ${variable(1)}; ${variable(2)}-- } else { let ${variable(0)} = 5; console.log(${variable(0)}) }`,
				() => `console.log(${value(0)}, ${value(2)}, { ${variable(4)} });`,
				() =>
					`for (let i = 0; i < ${1 + (pick[0] % 3)}; i++) { ${variable(1)} = (${variable(1)} + (await ${value(2)}) + i) % 1000 }`,
				() =>
					`await Promise.all([1, 2].map(async (i) => { console.log(i, ${variable(0)}); await null; ${variable(1)} = (${variable(1)} + i) % 1000; console.log(${variable(2)}) }));`,
				() =>
					`console.log(eval("${variable(0)} + ${variable(1)}"), eval("${variable(2)} = (${variable(2)} + 1) % 1000"));`,
				() =>
					declaring(
						functions,
						f,
						`class D${f} { static made = ${variable(0)}; #own = ${variable(1)}; get own() { return this.#own } static { ${variable(2)}++ } }\nlet ${f} = (x) => eval("(new D${f}().own + D${f}.made + x + ${variable(3)}) % 1000");`,
					),
			][kind]();
			if (cut === 0) cells.push([]);
			(cells.at(-1) as string[]).push(statement);
		}
		cells.push([
			`console.log(${numbers.join(", ")});`,
			...functions.map((f) => `console.log(${f}(3));`),
			`console.log(${numbers.join(", ")});`,
		]);
		return cells.filter((cell) => cell.length > 0);
	});
