/** `gradlab lessons run`: notebooks executed unattended, and what is said of them. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { parametersCell, readParameter, requireDeclared } from "../../kernel-setup/lessons/run/parameters";
import { junit } from "../../kernel-setup/lessons/run/report";
import { Worker } from "../../kernel-setup/lessons/run/worker";
import { jupyterEnvironment, ROOT } from "../places";
import { temporaryFolder } from "../temporary";
import { type Element, parseXml } from "../unit/svg-parse";
import { textOf } from "./notebook";

const folder = temporaryFolder("run");

function write(name: string, ...sources: string[]): void {
	const cells = sources.map((source, k) => ({
		cell_type: source.startsWith("# ") ? "markdown" : "code",
		id: `c${k}`,
		metadata: source.includes("rate: number") ? { tags: ["parameters"] } : {},
		...(source.startsWith("# ") ? {} : { execution_count: null, outputs: [] }),
		source,
	}));
	writeFileSync(path.join(folder, name), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
}

async function gradlab(script: string, ...args: string[]): Promise<{ code: number; said: string }> {
	return promisify(execFile)(process.execPath, [script, "lessons", "run", ...args], { cwd: folder }).then(
		({ stdout }) => ({ code: 0, said: stdout }),
		({ code, stdout, stderr }) => ({ code: code as number, said: `${stdout}${stderr}` }),
	);
}
const run = (...args: string[]) => gradlab(path.join(ROOT, "kernel-setup/gradlab.mjs"), ...args);

/** What junit-10.xsd, the schema of Jenkins' xUnit plugin, asks of these elements: attributes (! where they must be there) and children. */
const SCHEMA: Record<string, { attributes: string[]; children: string[] }> = {
	testsuites: { attributes: ["name", "time", "tests", "failures", "errors"], children: ["testsuite"] },
	testsuite: {
		attributes: ["name!", "tests!", "failures!", "errors!", "time", "skipped", "timestamp", "hostname", "id"],
		children: ["testsuite", "properties", "testcase", "system-out", "system-err"],
	},
	testcase: {
		attributes: ["name!", "time", "classname", "group"],
		children: ["skipped", "error", "failure", "system-out", "system-err"],
	},
	failure: { attributes: ["type", "message"], children: [] },
};
const SUREFIRE_TIME = /^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$/;

function faultsOf({ name, attributes, children }: Element): string[] {
	const rules = SCHEMA[name];
	if (rules === undefined) return [`${name} is no element of a report`];
	const known = rules.attributes.map((rule) => rule.replace("!", ""));
	return [
		...Object.keys(attributes).filter((key) => !known.includes(key)),
		...rules.attributes.filter((rule) => rule.endsWith("!") && attributes[rule.slice(0, -1)] === undefined),
		...(SUREFIRE_TIME.test(attributes.time ?? "") ? [] : [`time ${attributes.time}`]),
		...children.flatMap((child) =>
			rules.children.includes(child.name) ? faultsOf(child) : [`${child.name} in ${name}`],
		),
	];
}

describe("lessons run", () => {
	const results: Record<"mixed" | "green", { code: number; said: string }> = {} as never;
	beforeAll(async () => {
		write("good.ipynb", "# Read", "let rate: number = 0.5;", "console.log(`rate ${rate}`)");
		write("red.ipynb", "# Read", "1", 'function f() { throw new Error("no <way>\\u0001"); }\nf();', "2");
		write(
			"wrong.ipynb",
			'import { check } from "gradlab";\ncheck("06.1", (x: number) => x);',
			'check("06.2", undefined)',
		);
		writeFileSync(path.join(folder, "none.ipynb"), "{}");
		const mixed = ["good.ipynb", "red.ipynb", "wrong.ipynb", "none.ipynb"];
		results.mixed = await run(...mixed, "--jobs", "1", "--param", "rate=7", "--output", "out", "--junit", "r.xml");
		results.green = await run("good.ipynb", "--jobs", "1");
	});

	it("is green, with exit code 0, where nothing is wrong", () => {
		expect(results.green.code, results.green.said).toBe(0);
		expect(results.green.said).toMatch(/✓ good\.ipynb {2}[\d.]+ s\n1 of 1 green/);
	});

	it("is red, with exit code 1, for an error, a wrong answer and what is no notebook; each is named with its cell", () => {
		const { code, said } = results.mixed;
		expect(code).toBe(1);
		expect(said).toMatch(/✗ red\.ipynb .*\n {4}cell 2 \(c2\):\n {4}Error: no <way>/);
		expect(said).toMatch(/✗ wrong\.ipynb .* 0 of 2 exercises right\n {4}cell 1 \(c0\): Wrong: 06\.1: /);
		expect(said).not.toContain("06.2:"); // nobody has written it yet, and that is no fault
		expect(said).toMatch(/✗ none\.ipynb .*\n {4}NotANotebook: it cannot be read: /);
		expect(said).toMatch(/1 of 4 green, [\d.]+ s; red: red\.ipynb, wrong\.ipynb, none\.ipynb\n$/);
	});

	it("the first error ends its notebook, and the next has its turn", () => {
		const red = JSON.parse(readFileSync(path.join(folder, "out/red.ipynb"), "utf8"));
		expect(red.cells.map((cell: { execution_count?: number | null }) => cell.execution_count)).toEqual([
			undefined,
			1,
			2,
			null,
		]);
		const good = JSON.parse(readFileSync(path.join(folder, "out/good.ipynb"), "utf8"));
		expect(textOf(good)).toContain("rate 7");
	});

	it("the report is JUnit's, with an error's text in it whatever that is made of", () => {
		const report = parseXml(readFileSync(path.join(folder, "r.xml"), "utf8"));
		expect(faultsOf(report)).toEqual([]);
		const [suite] = report.children;
		expect(suite.attributes).toMatchObject({ tests: "4", failures: "3", errors: "0" });
		expect(suite.children.map(({ attributes }) => attributes.name)).toEqual([
			"good.ipynb",
			"red.ipynb",
			"wrong.ipynb",
			"none.ipynb",
		]);
		const [failure] = suite.children[1].children;
		expect(failure.attributes).toMatchObject({ type: "Error", message: "cell 2 (c2): no <way>�" });
		expect(failure.text).toContain("in cell 2, line 1");
	});

	it("the test of the report can fail", () => {
		const report = junit([], 1, new Date(0));
		expect(faultsOf(parseXml(report))).toEqual([]);
		expect(faultsOf(parseXml(report.replace(' errors="0"', ' wrong="0"')))).toEqual(["wrong"]);
		expect(faultsOf(parseXml(report.replace('time="1.000"', 'time="1 s"')))).toEqual(["time 1 s"]);
	});

	it.each([
		["a notebook that is not there", ["nowhere.ipynb"], "nowhere.ipynb is not there."],
		["a lesson that there is not", ["77"], "There is no lesson 77."],
		["a folder without notebooks", ["empty"], "There is no notebook in empty."],
		["what is no parameter", ["--param", "rate"], "“rate” is no parameter."],
		["no jobs", ["--jobs", "0"], "It is a number above 0."],
		["an option that there is not", ["--nonsense"], "unknown option"],
	])("%s is wrong use: exit code 2, before anything runs", async (_, args, words) => {
		mkdirSync(path.join(folder, "empty"), { recursive: true });
		const { code, said } = await run(...args);
		expect([code, said]).toEqual([2, expect.stringContaining(words)]);
	});

	it("a parameter that no notebook declares is wrong use, too", async () => {
		const { code, said } = await run("good.ipynb", "--param", "rat=7");
		expect([code, said]).toEqual([2, expect.stringContaining("has a parameter called rat.\nThere are: rate.")]);
	});

	it("without an environment the exit code is 2", async () => {
		const elsewhere = temporaryFolder("clone");
		mkdirSync(path.join(elsewhere, "kernel-setup"));
		cpSync(path.join(ROOT, "kernel-setup/gradlab.mjs"), path.join(elsewhere, "kernel-setup/gradlab.mjs"));
		const { code, said } = await gradlab(path.join(elsewhere, "kernel-setup/gradlab.mjs"));
		expect([code, said]).toEqual([2, expect.stringContaining("gradlab is not set up yet")]);
	});
});

describe("a worker", () => {
	const request = { target: null, parameters: "", timeout: 1 };

	it("ends a cell that runs too long, and says which", async () => {
		write("endless.ipynb", "1", "while (true);");
		const worker = new Worker(jupyterEnvironment());
		const { failure } = await worker.execute({ ...request, source: path.join(folder, "endless.ipynb"), timeout: 3 });
		worker.end();
		expect(failure).toMatchObject({ kind: "Timeout", message: "the cell ran longer than 3 s, and was ended" });
		expect([0, 1]).toContain(failure?.cell); // on a machine that is busy, the first takes as long
	});

	it("that is lost costs its notebook, with what it said last", async () => {
		const worker = new Worker({ ...jupyterEnvironment(), PYTHONHOME: "/nowhere" });
		const { failure } = await worker.execute({ ...request, source: path.join(folder, "good.ipynb") });
		worker.end();
		expect(failure).toMatchObject({ kind: "LostWorker", message: "its worker ended (exit code 1)", cell: null });
		expect(failure?.text).toContain("/nowhere");
	});
});

describe("parameters", () => {
	const notebook = {
		cells: [
			{
				id: "a",
				isCode: true,
				tags: ["parameters"],
				source: 'let epochs = 8, seed = 1;\nconst rate: number = 0.5; // between 0 and 1\nlet folder = "";',
			},
		],
	};

	it("are JSON where they can be, and words elsewhere", () => {
		const values = ["1e-3", "true", "null", '"5"', "[1,2]", "/data/a=b", "two words", ""].map((text) =>
			readParameter(`x=${text}`).get("x"),
		);
		expect(values).toEqual([0.001, true, null, "5", [1, 2], "/data/a=b", "two words", ""]);
	});

	it("keep the type that the notebook gave them", () => {
		const cell = parametersCell(
			notebook,
			new Map<string, unknown>([
				["epochs", 2],
				["rate", 0.1],
				["folder", "/data"],
			]),
		);
		expect(cell).toBe('epochs = 2;\nconst rate: number = 0.1;\nfolder = "/data";');
	});

	it("go to the notebooks that declare them, and one at least does", () => {
		const other = { cells: [] };
		expect(parametersCell(other, new Map([["epochs", 2]]))).toBe("");
		expect(() => requireDeclared([other, notebook], new Map([["epochs", 2]]))).not.toThrow();
		expect(() => requireDeclared([other, notebook], new Map([["epoch", 2]]))).toThrow("a parameter called epoch");
	});

	it("given twice, or without a name, are refused", () => {
		expect(() => readParameter("a=1", new Map([["a", 1]]))).toThrow("given twice");
		expect(() => readParameter("my-rate=1")).toThrow("no parameter");
	});
});
