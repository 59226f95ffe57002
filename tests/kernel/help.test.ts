import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { completionReply } from "../../kernel-setup/kernel/host/completions";
import { toUtf16 } from "../../kernel-setup/kernel/host/positions";
import { ROOT } from "../places";
import { Cells } from "./cells";

/** Stands in a cell where the cursor is. */
const CURSOR = "§";
const split = (marked: string) => ({ code: marked.replace(CURSOR, ""), position: marked.indexOf(CURSOR) });

let cells: Cells;
const complete = (marked: string) => {
	const { code, position } = split(marked);
	const { start, end, matches } = cells.help.complete(code, position);
	const replaced = matches.map(({ text }) => code.slice(0, start) + text + code.slice(end));
	return { start, end, matches, texts: matches.map(({ text }) => text), replaced };
};
const inspect = (marked: string, detail: 0 | 1 = 0) => {
	const { code, position } = split(marked);
	return cells.help.inspect(code, position, detail) as Record<"text/markdown" | "text/plain", string> | undefined;
};

const DOCUMENTED = `/**
 * Adds two numbers.
 * @param a the first
 * @param b - the second, see {@link Math}
 * @returns their sum
 * @throws RangeError when it is cold
 * @example
 * add(1, 2)
 * @internal
 */`;

beforeAll(async () => {
	cells = new Cells();
	await cells.run(`
		${DOCUMENTED.replace(" * @internal\n", "")}
		function add(a: number, b: number): number {
			return a + b;
		}
		class Net {
			rate = 1;
			/** @internal */
			address = 2;
			run(x: number) { return x * this.rate }
		}
		const grüße = "hello", square = (x: number) => x * x;
		interface Options { method?: "sgd" | "adam"; rate: number }
		function train(options: Options, method: "sgd" | "adam") { return [options, method] }
		let maybe = null as { alpha: number } | null;
	`);
});

describe("completion", () => {
	it.each([
		["a member", "Math.hyp§", "Math.hypot"],
		["in the middle of a word, which is replaced whole", "Math.hy§pot(1)", "Math.hypot(1)"],
		["a name of an earlier cell", "squ§", "square"],
		["letters beyond ASCII", "grü§", "grüße"],
		["after ?.", "maybe?.al§", "maybe?.alpha"],
		["after a dot where ?. is needed", "maybe.al§", "maybe?.alpha"],
		["in a template literal", `\`\${squ§}\``, `\`\${square}\``],
		["a string of a union", 'train({ rate: 1 }, "s§")', 'train({ rate: 1 }, "sgd")'],
		["a property of an argument", "train({ me§ })", "train({ method })"],
		["names in an import", 'import { softmaxCr§ } from "gradlab"', 'import { softmaxCrossEntropy } from "gradlab"'],
		["a file in an import", 'import "./my-ga§"', 'import "./my-gates"'],
		["a package in an import", 'import "fast-ch§"', 'import "fast-check"'],
		["a module of Node in an import", 'import "node:fs/pro§"', 'import "node:fs/promises"'],
		["the library in an import", 'import "gradlab/cou§"', 'import "gradlab/course"'],
	])("%s", (_what, marked, replaced) => {
		expect(complete(marked).replaced[0]).toBe(replaced);
	});

	it.each([
		["in a comment", "// squ§"],
		["in a comment of several lines", "/* squ§ */"],
		["in the text of a template", "`squ§`"],
		["in a string that may be anything", '"squ§"'],
	])("%s there is nothing", (_where, marked) => {
		expect(complete(marked).texts).toEqual([]);
	});

	it("says what each one is, and how it is called", () => {
		expect(complete("squa§").matches[0]).toEqual({
			text: "square",
			kind: "function",
			signature: "(x: number): number",
		});
		expect(complete("new Net().r§").matches).toEqual([
			{ text: "rate", kind: "property", signature: "number" },
			{ text: "run", kind: "function", signature: "(x: number): number" },
		]);
		expect(complete("const m = new Ma§").matches.find(({ text }) => text === "Map")?.kind).toBe("class");
	});

	it("names the parameter that is to be written", () => {
		expect(complete("add(1, §)").matches[0]).toEqual({ text: "/* b: number */", kind: "param", signature: "number" });
		expect(complete("train({ rate: 1 }, §)").texts.slice(0, 3)).toEqual([
			'/* method: "sgd" | "adam" */',
			'"adam"',
			'"sgd"',
		]);
	});

	it("offers nothing that is marked @internal, and no name of the kernel's own", async () => {
		expect(complete("new Net().§").texts).toEqual(["rate", "run"]);
		expect(complete("$§").texts.filter((name) => name.startsWith("$cell"))).toEqual([]);
		await cells.run("interface Point { x: number } const p: Point = { x: 1 }");
		await cells.run("interface Point { y: number }");
		expect(complete("let q: Poin§").texts.filter((name) => /^Point(?!wise)/.test(name))).toEqual(["Point"]);
	});

	it("offers of a Matrix what is a learner's business, and nothing of where it lies in memory", async () => {
		const offered = complete('import { matrix } from "gradlab"; matrix([[1]]).§').texts;
		expect(offered).toEqual(expect.arrayContaining(["at", "rows", "cols", "data", "toArray"]));
		expect(offered.filter((name) => /home|address|moveTo/.test(name))).toEqual([]);
	});

	it("offers what TypeScript's language service offers", () => {
		const texts = ["Math.", "[1].f", "'a'.to", "Prom", "const o = { alpha: 1, beta: 2 }; o.", "for (const k of new Se"];
		const host: ts.LanguageServiceHost = {
			...ts.sys,
			useCaseSensitiveFileNames: () => true,
			getScriptFileNames: () => texts.map((_, k) => `/cell-${k}.ts`),
			getScriptVersion: () => "1",
			getScriptSnapshot: (name) => {
				const cell = /^\/cell-(\d+)\.ts$/.exec(name);
				const text = cell === null ? ts.sys.readFile(name) : `export {};\n${texts[Number(cell[1])]}`;
				return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
			},
			getCompilationSettings: () => ({
				strict: true,
				target: ts.ScriptTarget.ES2024,
				lib: ["lib.es2023.d.ts"],
				types: [],
			}),
			getDefaultLibFileName: ts.getDefaultLibFilePath,
		};
		const service = ts.createLanguageService(host);
		for (const [k, text] of texts.entries()) {
			const typed = /\w*$/.exec(text)?.[0] ?? "";
			const reference = service
				.getCompletionsAtPosition(`/cell-${k}.ts`, "export {};\n".length + text.length, {})
				?.entries.map(({ name }) => name)
				.filter((name) => name.startsWith(typed));
			expect([text, reference?.length]).not.toEqual([text, 0]);
			expect(complete(`${text}${CURSOR}`).texts).toEqual(expect.arrayContaining(reference ?? ["nothing"]));
		}
	}, 60_000);
});

describe("behind a digit of a number", () => {
	it.each([
		"1§",
		"x = 16§",
		"1§6",
		"1.§",
		"1.5§",
		"0x1F§",
		"1_0§",
		"1e5§",
		"12n§",
		"[1§]",
		"square(1§",
	])("%s nothing is offered", (marked) => {
		expect(complete(marked).matches).toEqual([]);
	});

	it.each([
		["1..toFix§", "1..toFixed"],
		["[1][0].toFix§", "[1][0].toFixed"],
		["Int16§", "Int16Array"],
		["1 + squ§", "1 + square"],
	])("but where a name can stand: %s", (marked, replaced) => {
		expect(complete(marked).replaced[0]).toBe(replaced);
	});
});

describe("completion of the library's names that are not imported", () => {
	it("the name comes with its import, at the top of the cell", () => {
		expect(complete("const a = 1;\nsoftmaxCr§(a)").replaced).toEqual([
			'import { softmaxCrossEntropy } from "gradlab";\nconst a = 1;\nsoftmaxCrossEntropy(a)',
		]);
	});

	it("and goes into an import that is there", () => {
		const imports = 'import { matrix } from "gradlab";\n';
		expect(complete(`${imports}softmaxCr§`).replaced).toEqual([
			'import { matrix, softmaxCrossEntropy } from "gradlab";\nsoftmaxCrossEntropy',
		]);
		expect(complete('import {} from "gradlab";\nsoftmaxCr§').replaced[0]).toMatch(
			/^import \{ softmaxCrossEntropy\} from/,
		);
	});

	it("of several, the list shows the names; the one that is typed whole comes with its import", () => {
		const several = complete("softm§");
		expect(several.texts).toEqual(expect.arrayContaining(["softmax", "softmaxCrossEntropy"]));
		expect(several.matches.find(({ text }) => text === "softmaxCrossEntropy")).toMatchObject({
			kind: "function",
			signature: expect.stringMatching(/^\(logits: .*\): Node, not imported yet$/),
		});
		expect(complete("softmax§").replaced).toEqual(['import { softmax } from "gradlab";\nsoftmax']);
	});

	it("a name that is in scope needs none", async () => {
		expect(complete("const softmax = 1; softmax§").texts[0]).toBe("softmax");
		expect(complete('import { softmax } from "gradlab"; softmax§').texts).not.toContainEqual(
			expect.stringContaining("import"),
		);
	});

	it("nothing is imported where the cell's own words begin so: JupyterLab would replace the last word only", () => {
		expect(complete("const o = { softmaxes: 1 }; softmax§").texts).not.toContainEqual(
			expect.stringContaining("import"),
		);
	});
});

describe("inspection", () => {
	it("labels what the documentation says, as Markdown and as plain text", () => {
		expect(inspect("add§(1, 2)")?.["text/markdown"]).toBe(
			[
				"```typescript\nfunction add(a: number, b: number): number\n```",
				"Adds two numbers.",
				"*@param* `a` — the first",
				"*@param* `b` — the second, see `Math`",
				"*@returns* their sum",
				"*@throws* RangeError when it is cold",
				"*@example*",
				"```typescript\nadd(1, 2)\n```",
			].join("\n\n"),
		);
		expect(inspect("add§(1, 2)")?.["text/plain"]).toBe(
			"function add(a: number, b: number): number\n\nAdds two numbers.\n\n@param a: the first\n@param b: the second, see Math\n@returns their sum\n@throws RangeError when it is cold\n@example\nadd(1, 2)",
		);
	});

	it("an imported name is shown as what it is, and how it is called", () => {
		const text = inspect('import { matmul as m } from "gradlab"; m§')?.["text/plain"];
		expect(text).toMatch(/matmul\(A: Operand, B: Operand\): Node\n\n/);
		expect(text).not.toMatch(/alias|import/);
	});

	it("inside a call it says which parameter is being written", () => {
		expect(inspect("add(1, §)")?.["text/plain"]).toBe(
			"add(a: number, b: number): number\n\nNow: b: number\n\nAdds two numbers.\n\n@param b: the second, see Math",
		);
	});

	it.each([
		"nothingOfThatName§",
		"Math.nothing§",
		'"add§"',
		"// add§",
		"1 + §",
		'import { no } from "./nowhere"; no§',
	])("%s is not found", (marked) => expect(inspect(marked)).toBeUndefined());

	it.each([
		["a function of an earlier cell", "add§", "function add(a: number, b: number): number {\n\treturn a + b;\n}"],
		["a method of an earlier cell", "new Net().run§", "run(x: number) { return x * this.rate }"],
		["a function of this cell", "function two() { return 2 } two§", "function two() { return 2 }"],
		["the library", 'import { matrix } from "gradlab"; matrix([[1]]).toArray§', "Array.from({ length: this.rows }"],
	])("detail_level 1 shows the source: %s", (_what, marked, source) => {
		expect(inspect(marked)?.["text/plain"] ?? "").not.toContain("Source:");
		expect(inspect(marked, 1)?.["text/plain"].replace(/\n\t\t/g, "\n")).toContain(source);
	});
});

/** Code cells of a lesson, at most so long. */
function cellsOf(notebook: string, longest: number): string[] {
	const { cells: all } = JSON.parse(readFileSync(path.join(ROOT, "notebooks", notebook), "utf8")) as {
		cells: { cell_type: string; source: string[] }[];
	};
	return all
		.filter((cell) => cell.cell_type === "code")
		.map(({ source }) => source.join(""))
		.filter(({ length }) => length > 60 && length < longest);
}

it("at every position of real cells: nothing throws, the span holds the cursor, what is offered fits what is typed", async () => {
	const real = [cellsOf("09-writing-gates.ipynb", 130)[0], cellsOf("06-gradient-of-the-window-net.ipynb", 130)[0]];
	expect(real).not.toContain(undefined);
	for (const text of [
		...real,
		'const s = `a${"😀".len}b`; // c\nimport { ma } from "gradlab"; f(<T,>(x?: T) => x!.y, /a/u, {',
	]) {
		const points = [...text];
		for (let at = 0; at <= points.length; at++) {
			const position = toUtf16(text, at);
			const answer = cells.help.complete(text, position);
			const reply = completionReply(text, answer) as { cursor_start: number; cursor_end: number; matches: string[] };
			expect([
				text,
				at,
				reply.cursor_start <= at && at <= reply.cursor_end && reply.cursor_end <= points.length,
			]).toEqual([text, at, true]);
			const word = /[\p{ID_Continue}$]*$/u.exec(points.slice(0, at).join(""))?.[0].toLowerCase() ?? "";
			const strange = reply.matches.filter((match) => !match.toLowerCase().includes(word));
			expect([text, at, strange]).toEqual([text, at, []]);
			cells.help.inspect(text, position, at % 2 === 0 ? 1 : 0);
		}
	}
}, 120_000);
