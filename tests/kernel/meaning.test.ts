import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cells } from "./cells";

/** What the cells print. A cell that does not compile prints its complaints. */
async function printed(...cells: string[]): Promise<string[]> {
	const notebook = new Cells();
	for (const cell of cells)
		await notebook.run(cell).catch((error: Error) => void notebook.printed.push(...error.message.split("\n")));
	return notebook.printed;
}

describe("what a cell declares means for later cells what it means in one file", () => {
	it.each([
		["a constant", "declare const given: number;", "console.log(given)"],
		["a function", "declare function given(): void;", "console.log(given)"],
		["a class", "declare class given { x: 1 }", "console.log(given)"],
		["a namespace", "declare namespace given { const x: 1 }", "console.log(given)"],
	])("declare makes no variable: %s that is there is still there in later cells", async (_what, declaration, use) => {
		(globalThis as Record<string, unknown>).given = 42;
		try {
			expect(await printed(`${declaration} ${use}`, use)).toEqual(["42", "42"]);
		} finally {
			Reflect.deleteProperty(globalThis, "given");
		}
	});

	it("declare of a variable that an earlier cell has is a word about that one", async () => {
		const cells = ["let rate: number | string = 1", "declare let rate: number; console.log(rate + 1)", "rate = 2"];
		expect(await printed(...cells, "console.log(rate.toFixed(1))")).toEqual(["2", "2.0"]);
	});

	it("an array that begins empty has the type of what its cell puts into it", async () => {
		const cell = 'const n = [], s = [], both = [], none = []; for (let k = 0; k < 3; k++) n.push(k); s.push("a");';
		expect(
			await printed(
				`${cell} both.push(1, "b"); interface P { x: 1 } const ps = []; ps.push({ x: 1 } as P)`,
				"const wrong: string = n[0]; s[0].nothing; both[0].length; ps[0].y",
				'none.push("c"); console.log(n[2].toFixed(1), s[0].length, both.length, ps[0].x, none)',
			),
		).toEqual([
			"1: Type 'number' is not assignable to type 'string'.",
			"1: Property 'nothing' does not exist on type 'string'.",
			"1: Property 'length' does not exist on type 'string | number'. Property 'length' does not exist on type 'number'.",
			"1: Property 'y' does not exist on type 'P'.",
			"2.0 1 2 1 [ 'c' ]",
		]);
	});

	it("import m = require, and names for members of namespaces", async () => {
		expect(
			await printed(
				'import path = require("node:path"); import { join } from "node:path"; console.log(path.join === join)',
				"console.log(path.sep); const wrong: path.ParsedPath = 5",
				"console.log(path.sep); namespace N { export const b = 3; export type T = number } import B = N.b; import T = N.T;",
				"const t: T = B; console.log(t)",
			),
		).toEqual(["true", "1: Type 'number' is not assignable to type 'ParsedPath'.", "/", "3"]);
	});

	it("@ts-nocheck at the top of a cell is for that cell", async () => {
		expect(
			await printed(
				'\n/* one */ // two\n// @ts-nocheck\nconst n: number = "s"; console.log(n)',
				'const m: number = "s"',
			),
		).toEqual(["s", "1: Type 'string' is not assignable to type 'number'."]);
	});

	it("/// <reference lib> holds for the cell and for later ones", async () => {
		expect(
			await printed(
				"let before: HTMLElement",
				'/// <reference lib="dom" />\nlet one: HTMLElement | undefined;',
				"one = undefined; let two: HTMLDivElement | number = 3; console.log(two); one?.nothing",
			),
		).toEqual(["1: Cannot find name 'HTMLElement'.", "1: Property 'nothing' does not exist on type 'never'."]);
	});

	it("a module can be added to where no cell has imported it", async () => {
		expect(
			await printed(
				'declare module "fast-check" { interface Mine { a: number } }',
				'import type { Mine } from "fast-check"; const mine: Mine = { a: 1 }; console.log(mine)',
			),
		).toEqual(["{ a: 1 }"]);
	});

	it("what this Node does not have is not there for the compiler, either", async () => {
		for (const name of ["DisposableStack", "AsyncDisposableStack", "SuppressedError"]) {
			const told = await printed(`console.log(typeof new ${name}())`);
			expect(told).toEqual([name in globalThis ? "object" : `1: Cannot find name '${name}'.`]);
		}
		expect(await printed("{ using x = { [Symbol.dispose]() { console.log(1) } } }")).toEqual(["1"]);
	});
});

describe("a variable that is declared again with another type", () => {
	it("gives earlier functions their new type, those that call them too", async () => {
		expect(
			await printed(
				"let v: number = 1; const f = () => v; function g() { return f() } const o = { get: () => v, n: 3 }; const sum = [1, 2].map((x) => x * v)",
				'let v = "two"',
				"const wrong: number = f()",
				"const wrong: number = g()",
				"const all: string = f() + g() + o.get(); const numbers: number[] = sum; console.log(all, numbers)",
			),
		).toEqual([
			"1: Type 'string' is not assignable to type 'number'.",
			"1: Type 'string' is not assignable to type 'number'.",
			"twotwotwo [ 1, 2 ]",
		]);
	});

	it("what would not compile now is told where it is used, and is right again with the right type", async () => {
		const v = "h: it uses v, which was declared again, and would not compile now: Property 'toFixed'";
		const lines = await printed(
			"let v = 1; function h() { return v.toFixed(1) } const uses = (): string => h()",
			'let v = "two"',
			"h()",
			"uses()",
			"let v = 5",
			"console.log(h(), uses())",
		);
		expect(lines[0]).toContain(`1: ${v}`);
		expect(lines[1]).toContain(`1: uses: it uses h. ${v}`);
		expect(lines.slice(2)).toEqual(["5.0 5.0"]);
	});

	it("a class: what makes one of it makes the new one, and the older one is told apart", async () => {
		expect(
			await printed(
				"class A { n = 1 } const make = () => new A(); const a = make()",
				'class A { m = "s" }',
				"console.log(make().m, a.n); const wrong: A = a",
				"console.log(make().m, a.n)",
			),
		).toEqual(["1: Property 'm' is missing in type 'A (as it was declared before)' but required in type 'A'.", "s 1"]);
	});

	const types = ["number", "string", "boolean"] as const;
	const values = { number: "1", string: '"s"', boolean: "true" };

	it("whatever functions of random cells return has the type that the next cell is told", async () => {
		const variable = fc.record({ name: fc.nat(2), type: fc.constantFrom(...types) });
		const func = fc.record({ name: fc.nat(2), uses: fc.nat(5), how: fc.nat(3) });
		const samples = fc.sample(fc.array(fc.oneof(variable, func), { minLength: 4, maxLength: 9 }), {
			numRuns: 15,
			seed: 20_261_125,
		});
		let told = 0;
		for (const statements of samples) {
			const notebook = new Cells();
			const run = (cell: string) =>
				notebook.run(cell).then(
					(value) => ({ value }),
					(error: Error) => ({ error }),
				);
			await run(
				"let v0 = 1; let v1 = 's'; let v2 = true; const f0 = () => v0; function f1() { return v1 } const f2 = () => f1()",
			);
			const cells = statements.map((each) => {
				if ("type" in each) return `let v${each.name}: ${each.type} = ${values[each.type]};`;
				const { name, uses, how } = each;
				const use = uses < 3 ? `v${uses}` : uses - 3 === name ? "v0" : `f${uses - 3}()`;
				return [
					`const f${name} = () => ${use}`,
					`function f${name}() { return ${use} }`,
					`class K${name} { get x() { return ${use} } } const f${name} = () => new K${name}().x`,
					`const f${name} = (): number => ${use}`,
				][how];
			});
			for (const cell of cells) await run(cell);
			for (const f of ["f0", "f1", "f2"]) {
				const real = await run(`typeof (${f}() as unknown)`);
				if ("error" in real) continue; // refused, or never defined, or in a circle
				for (const type of types) {
					const compiles = await run(`const r: ${type} = ${f}()`);
					expect([f, type, "value" in compiles], cells.join("\n")).toEqual([f, type, type === real.value]);
					told++;
				}
			}
		}
		expect(told).toBeGreaterThan(60);
	});
});
