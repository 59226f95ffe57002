import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkedBundle } from "../../kernel-setup/kernel/engine/show/bundle";
import { progressFor, progressLine } from "../../kernel-setup/kernel/engine/show/progress";
import { tableOf } from "../../kernel-setup/kernel/engine/show/records";
import { inspectValue } from "../../kernel-setup/kernel/node/inspect";

describe("a value as text", () => {
	it("is what util.inspect writes, for whatever is small", () => {
		fc.assert(
			fc.property(
				fc.anything({ maxDepth: 3, maxKeys: 5, withDate: true, withMap: true, withTypedArray: true }),
				(value) => {
					expect(inspectValue(value, 4)).toBe(inspect(value, { depth: 4 }));
				},
			),
		);
	});

	it("is short, however large the value is, and nothing is left on the value", () => {
		const size = fc.integer({ min: 0, max: 150 });
		const keys = (count: number, value: unknown) =>
			Object.fromEntries(Array.from({ length: count }, (_, k) => [`k${k}`, value]));
		const wrap = fc.constantFrom<(count: number, value: unknown) => unknown>(
			(count, value) => Array(count).fill(value),
			keys,
			(count, value) => new Map(Array.from({ length: count }, (_, k) => [k, value])),
			(count, value) => new Set([value, count]),
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(wrap, size), { minLength: 1, maxLength: 4 }), (layers) => {
				const made: unknown[] = [];
				const value = layers.reduce<unknown>((inner, [around, count]) => {
					made.push(around(count, inner));
					return made.at(-1);
				}, 1);
				expect(inspectValue(value, 4).length).toBeLessThan(101_000);
				// What marks a large object while it is shown is gone.
				expect(made.flatMap((one) => Object.getOwnPropertySymbols(one as object))).toEqual([]);
			}),
			{ numRuns: 50 },
		);
	});

	it("counts what is left out, of arrays and of objects, frozen ones as well", () => {
		const numbers = Array.from({ length: 1_000_000 }, (_, k) => k);
		expect(inspectValue(numbers)).toMatch(/99,\n {2}\.\.\. 999900 more items\n\]$/);
		const record = Object.fromEntries(numbers.slice(0, 30_000).map((k) => [`k${k}`, k]));
		for (const value of [record, Object.freeze({ ...record })])
			expect(inspectValue(value)).toMatch(/k99: 99,\n {2}\.\.\. 29900 more properties\n\}$/);
		expect(inspectValue({ record })).toMatch(/\.\.\. 29900 more properties/);
	});

	it.each([
		[
			"a proxy whose traps throw",
			new Proxy(
				{},
				new Proxy(
					{},
					{
						get: () => {
							throw new Error("trap");
						},
					},
				),
			),
			"{}",
		],
		[
			"an array of proxies",
			[
				new Proxy(
					{},
					{
						ownKeys: () => {
							throw new Error("trap");
						},
					},
				),
			],
			"[ {} ]",
		],
		[
			"a throwing getter",
			{
				get x() {
					throw new Error("no");
				},
			},
			"{ x: [Getter] }",
		],
		[
			"a throwing tag",
			{
				get [Symbol.toStringTag]() {
					throw new Error("no");
				},
			},
			"[object that throws when it is shown]",
		],
		[
			"a throwing inspect",
			{
				a: 1,
				[inspect.custom]() {
					throw new Error("no");
				},
			},
			/^\{\s+a: 1,/,
		],
		["no prototype", Object.assign(Object.create(null), { a: 1 }), "[Object: null prototype] { a: 1 }"],
		["a huge string", "x".repeat(5_000_000), /^'x{10000}'\.\.\. 4990000 more characters$/],
		[
			"a revoked proxy",
			(() => {
				const { proxy, revoke } = Proxy.revocable({}, {});
				revoke();
				return proxy;
			})(),
			"<Revoked Proxy>",
		],
	])("%s does no harm", (_what, value, text) => {
		if (typeof text === "string") expect(inspectValue(value)).toBe(text);
		else expect(inspectValue(value)).toMatch(text);
	});
});

describe("an array of records", () => {
	const table = (value: unknown) => tableOf(value, inspectValue);

	it("is a table, with a column for every key", () => {
		expect(
			table([
				{ a: 1, b: "x" },
				{ a: [2, 3], c: null },
			]),
		).toBe(
			"<table><thead><tr><th></th>" +
				'<th scope="col">a</th><th scope="col">b</th><th scope="col">c</th></tr></thead><tbody>' +
				'<tr><th scope="row">0</th><td>1</td><td>x</td><td></td></tr>' +
				'<tr><th scope="row">1</th><td>[ 2, 3 ]</td><td></td><td>null</td></tr></tbody></table>',
		);
	});

	it("nothing in it becomes markup or a formula", () => {
		const record = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.string(), fc.constant("<b>&amp;$x$</b>")), {
			minKeys: 1,
		});
		fc.assert(
			fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
				const texts = (table(records) ?? "").replace(/<\/?(table|thead|tbody|tr|td|th)( scope="(col|row)")?>/g, "");
				expect(texts).not.toMatch(/[<>"'$]/);
			}),
		);
	});

	it("has at most 100 rows, and says how many more there are", () => {
		const records = Array.from({ length: 1_000_000 }, (_, k) => ({ k }));
		expect(table(records)?.match(/<tr>/g)).toHaveLength(101);
		expect(table(records)).toMatch(/<p>… 999900 more rows<\/p>$/);
	});

	it.each([
		["numbers", [1, 2]],
		["mixed", [{ a: 1 }, 2]],
		["empty", []],
		["instances of classes", [new Date(0)]],
		["without keys", [{}, {}]],
		["with holes", Array(3)],
		["too wide", [Object.fromEntries(Array.from({ length: 50 }, (_, k) => [k, k]))]],
	])("%s is none", (_what, value) => expect(table(value)).toBeUndefined());
});

describe("a bundle", () => {
	it("holds bytes in base64", () => {
		const bytes = Uint8Array.from({ length: 100_000 }, (_, k) => k);
		expect(checkedBundle({ "image/png": bytes })).toEqual({ "image/png": Buffer.from(bytes).toString("base64") });
	});

	it("is an object of what JSON can hold", () => {
		for (const value of [3, null, ["text/plain"], { "text/plain": 3n }, { "text/plain": undefined }])
			expect(() => checkedBundle(value)).toThrow(TypeError);
	});
});

describe("progress", () => {
	const lines: string[] = [];
	const progress = progressFor((first) => {
		lines.push(first);
		return (next) => lines.push(next);
	});
	const state = { label: "", done: 500, total: 1000, seconds: 4, isLast: false, isComplete: false };

	it("says how far, how fast and how long", () => {
		expect(progressLine({ ...state, label: "training" })).toBe(
			"training ━━━━━━━━━━────────── 50% 500/1000, 125/s, 4 s left",
		);
		expect(progressLine({ ...state, done: 3, total: 9, seconds: 600 })).toBe(
			"━━━━━━────────────── 33% 3/9, 3 min 20 s each, 20 min 0 s left",
		);
		expect(progressLine({ ...state, total: undefined })).toBe("500, 125/s");
		expect(progressLine({ ...state, done: 1000, isLast: true, isComplete: true })).toMatch(
			/100% 1000, 250\/s, 4 s in all$/,
		);
		expect(progressLine({ ...state, isLast: true })).toMatch(/ 50% 500\/1000, 125\/s, stopped after 4 s$/);
	});

	it("gives every item, once, and ends with one line", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.anything()), async (items) => {
				lines.length = 0;
				expect([...(progress(items) as Iterable<unknown>)]).toEqual(items);
				const found: unknown[] = [];
				async function* later() {
					yield* items;
				}
				for await (const item of progress(later())) found.push(item);
				expect(found).toEqual(items);
				expect(lines.filter((line) => / in all$/.test(line))).toHaveLength(2);
			}),
			{ numRuns: 30 },
		);
		expect([...(progress(3) as Iterable<number>)]).toEqual([0, 1, 2]);
	});

	it("a loop that is left early says so, and closes what it went over", () => {
		let closed = false;
		function* numbers() {
			try {
				for (let k = 0; ; k++) yield k;
			} finally {
				closed = true;
			}
		}
		for (const k of progress(numbers()) as Iterable<number>) if (k === 3) break;
		expect([closed, /^3, .*stopped after/.test(lines.at(-1) ?? "")]).toEqual([true, true]);
	});

	it.each([[null], [undefined], [-1], [Number.NaN], [{}]])("%s is nothing that a loop can go over", (items) => {
		expect(() => progress(items as never)).toThrow(/it takes what a loop can go over/);
	});
});
