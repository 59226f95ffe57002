/** The tools that run notebooks unattended: green on a good notebook, red on a broken one, for each of them. */
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { chromium } from "playwright-core";
import ts from "typescript";
import { beforeAll, expect, it } from "vitest";
import { STAFF_PYTHON, VENV } from "../../kernel-setup/setup/places";
import { ensurePython } from "../../kernel-setup/setup/python";
import { FLAGS, findChromium, notebookState, runAll } from "../browser/lab";
import { plain } from "../kernel/client";
import { describeWithNeeds } from "../needs";
import { jupyterEnvironment } from "../places";
import { freePorts } from "../ports";
import { temporaryFolder } from "../temporary";
import { joined, readNotebook, textOf } from "./notebook";
import { staffObstacle } from "./staff";

const folder = temporaryFolder("tools");

/** Runs a program of the tools' environment, as docs/kernel.md says; returns its exit code and all that it said. */
async function run(program: string, ...args: string[]): Promise<{ code: number; said: string }> {
	const { JUPYTER_PREFER_ENV_PATH: _, ...env } = jupyterEnvironment();
	const options = { cwd: folder, env: { ...env, JUPYTER_PATH: path.join(VENV, "share/jupyter") }, maxBuffer: 2 ** 26 };
	return promisify(execFile)(path.join(STAFF_PYTHON.programs, program), args, options).then(
		({ stdout, stderr }) => ({ code: 0, said: plain([stdout, stderr]) }),
		({ code, stdout, stderr }) => ({ code: code as number, said: plain([stdout, stderr]) }),
	);
}

const write = (name: string, cells: { source: string; tags?: string[]; outputs?: object[] }[]) =>
	writeFileSync(
		path.join(folder, name),
		JSON.stringify({
			cells: cells.map(({ source, tags, outputs = [] }, k) => ({
				cell_type: "code",
				id: `cell-${k}`,
				execution_count: outputs.length > 0 ? k + 1 : null,
				metadata: tags === undefined ? {} : { tags },
				outputs,
				source,
			})),
			metadata: {
				kernelspec: { display_name: "TypeScript (gradlab)", language: "typescript", name: "gradlab" },
				language_info: { name: "typescript", file_extension: ".ts" },
			},
			nbformat: 4,
			nbformat_minor: 5,
		}),
	);

const prints = (text: string) => ({ output_type: "stream", name: "stdout", text });
const PARAMETERS = { source: "const rate: number = 0.5;", tags: ["parameters"] };
const LESSON = { source: 'import { matrix } from "gradlab";\nconsole.log(matrix([[2, 4]]).at(0, 1) * rate);' };
const WRONG = { source: 'const n: number = "one";' };
const COMPLAINT = "Type 'string' is not assignable to type 'number'";

/** All of them take a minute of CPU time; without GRADLAB_TOOLS=all, only those whose way to the kernel no other test goes. */
const inFull = (name: string, test: () => Promise<void>) => {
	if (process.env.GRADLAB_TOOLS === "all") it(name, test);
};

describeWithNeeds("a good notebook is green, a broken one red", staffObstacle(), () => {
	beforeAll(async () => {
		await ensurePython(STAFF_PYTHON);
		write("good.ipynb", [PARAMETERS, { ...LESSON, outputs: [prints("2\n")] }]);
		write("broken.ipynb", [PARAMETERS, LESSON, WRONG]);
		// It runs, and does not show what it showed when it was saved.
		write("changed.ipynb", [PARAMETERS, { ...LESSON, outputs: [prints("3\n")] }]);
	});

	it("papermill, which hands parameters over as typed constants", async () => {
		const good = await run("papermill", "good.ipynb", "papermill.ipynb", "-p", "rate", "10", "--no-progress-bar");
		expect(good).toMatchObject({ code: 0 });
		const notebook = readNotebook(path.join(folder, "papermill.ipynb"));
		expect(notebook.cells.map(({ source }) => joined(source))).toContain("// Parameters\nconst rate: number = 10;\n");
		expect(textOf(notebook)).toContain("40");
		const broken = await run("papermill", "broken.ipynb", "papermill-broken.ipynb", "--no-progress-bar");
		expect(broken.code).toBe(1);
		expect(broken.said).toContain(COMPLAINT);
	});

	inFull("nbclient, by jupyter execute", async () => {
		expect(await run("jupyter", "execute", "--output=executed", "good.ipynb")).toMatchObject({ code: 0 });
		expect(textOf(readNotebook(path.join(folder, "executed.ipynb")))).toContain("2");
		const broken = await run("jupyter", "execute", "broken.ipynb");
		expect(broken.code).toBe(1);
		expect(broken.said).toContain(COMPLAINT);
	});

	inFull("nbconvert, to a page and to a script", async () => {
		expect(await run("jupyter", "nbconvert", "--to", "html", "--execute", "good.ipynb")).toMatchObject({ code: 0 });
		const page = readFileSync(path.join(folder, "good.html"), "utf8");
		// Short words instead of a whole page, should one of them fail.
		expect([/<pre>2\n<\/pre>/, /<span class="k\w">const<\/span>/].map((words) => words.test(page))).toEqual([
			true,
			true,
		]);
		const broken = await run("jupyter", "nbconvert", "--to", "html", "--execute", "broken.ipynb");
		expect(broken.code).toBe(1);
		expect(broken.said).toContain(COMPLAINT);
		await run("jupyter", "nbconvert", "--to", "script", "good.ipynb");
		expect(readFileSync(path.join(folder, "good.ts"), "utf8")).toContain(LESSON.source);
	});

	inFull("nbmake, in pytest", async () => {
		const { code, said } = await run(
			"pytest",
			"-q",
			"-p",
			"no:cacheprovider",
			"--nbmake",
			"good.ipynb",
			"broken.ipynb",
		);
		expect(code).toBe(1);
		expect(said).toContain(COMPLAINT);
		expect(said).toMatch(/FAILED broken\.ipynb/);
		expect(said).toMatch(/1 failed, 1 passed/);
	});

	it("nbval, in pytest, which compares outputs with those that were saved", async () => {
		const files = ["good.ipynb", "changed.ipynb"];
		const { code, said } = await run("pytest", "-q", "-p", "no:cacheprovider", "--nbval", ...files);
		expect(code).toBe(1);
		expect(said).toMatch(/FAILED changed\.ipynb::Cell 1/);
		expect(said).toMatch(/1 failed, 3 passed/);
	});

	it("jupytext, which keeps a notebook as a TypeScript file", async () => {
		expect(await run("jupytext", "--to", "ts:percent", "--output", "text.ts", "good.ipynb")).toMatchObject({ code: 0 });
		const text = readFileSync(path.join(folder, "text.ts"), "utf8");
		expect(text).toContain(`// %%\n${LESSON.source}`);
		writeFileSync(path.join(folder, "text.ts"), text.replace("[[2, 4]]", "[[2, 6]]"));
		const good = await run("jupytext", "--to", "ipynb", "--execute", "--output", "from-text.ipynb", "text.ts");
		expect(good).toMatchObject({ code: 0 });
		expect(textOf(readNotebook(path.join(folder, "from-text.ipynb")))).toContain("3");
		writeFileSync(path.join(folder, "text.ts"), `${text}\n// %%\n${WRONG.source}\n`);
		const broken = await run("jupytext", "--to", "ipynb", "--execute", "--output", "no.ipynb", "text.ts");
		expect(broken.code).toBe(1);
		expect(broken.said).toContain(COMPLAINT);
	});

	inFull("jupyter console, which shows values and complaints", async () => {
		const args = ["--kernel", "gradlab", "--simple-prompt", "--no-confirm-exit"];
		const { JUPYTER_PREFER_ENV_PATH: _, ...env } = jupyterEnvironment();
		const child = spawn(path.join(STAFF_PYTHON.programs, "jupyter-console"), args, {
			cwd: folder,
			env: { ...env, JUPYTER_PATH: path.join(VENV, "share/jupyter") },
		});
		let said = "";
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
		child.stdin.end(`[3, 1].toSorted()\n${WRONG.source}\n`);
		await new Promise((resolve) => child.on("exit", resolve));
		expect(plain([said])).toContain("[ 1, 3 ]");
		expect(plain([said])).toContain(COMPLAINT);
	});

	inFull("Notebook 7, in a browser", async () => {
		const { JUPYTER_PREFER_ENV_PATH: _, ...env } = jupyterEnvironment();
		const token = randomUUID();
		const [port] = await freePorts(1);
		const settings = { "--ServerApp.port": port, "--ServerApp.root_dir": folder };
		const flags = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
		const always = ["--no-browser", "--allow-root", "--JupyterNotebookApp.expose_app_in_browser=True"];
		const server = spawn(path.join(STAFF_PYTHON.programs, "jupyter-notebook"), [...always, ...flags], {
			cwd: folder,
			env: { ...env, JUPYTER_PATH: path.join(VENV, "share/jupyter"), JUPYTER_TOKEN: token },
			stdio: "ignore",
		});
		const ended = new Promise((resolve) => server.on("exit", resolve));
		const address = `http://127.0.0.1:${port}/notebooks`;
		await expect
			.poll(
				() =>
					fetch(address).then(
						({ ok }) => ok,
						() => false,
					),
				{ timeout: 60_000 },
			)
			.toBe(true);
		const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: FLAGS, headless: true });
		try {
			for (const [name, outputs] of [
				["good", ["stream"]],
				["broken", ["stream", "error"]],
			] as const) {
				const page = await browser.newPage();
				await page.goto(`${address}/${name}.ipynb?token=${token}`);
				await page.waitForSelector("text=/TypeScript \\(gradlab\\)/", { timeout: 60_000 });
				await page.waitForFunction(
					"window.jupyterapp?.shell.currentWidget?.context.sessionContext.session?.kernel?.status === 'idle'",
					undefined,
					{ timeout: 60_000 },
				);
				await runAll(page);
				const seen = async () =>
					(await notebookState(page)).cells.flatMap((cell) => cell.outputs.map((output) => output.output_type));
				await expect.poll(seen, { timeout: 60_000 }).toEqual([...outputs]);
			}
		} finally {
			await browser.close();
			server.kill("SIGTERM");
			await ended;
		}
	});
});

describeWithNeeds("parameters as TypeScript", staffObstacle(), () => {
	const TRANSLATE = `
import json, sys
import papermill.engines  # brings the translators that are installed
from papermill.exceptions import PapermillException
from papermill.translators import translate_parameters
def translate(parameters):
    try:
        return translate_parameters("any", "typescript", parameters)
    except PapermillException as error:
        return str(error)
print(json.dumps([translate(each) for each in json.load(sys.stdin)]))`;
	/** @param parameters objects, as Python reads them from JSON */
	async function translated(parameters: string[]): Promise<string[]> {
		const child = spawn(STAFF_PYTHON.python, ["-c", TRANSLATE]);
		let said = "";
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
		child.stdin.end(`[${parameters.join()}]`);
		await new Promise((resolve) => child.on("close", resolve));
		expect(child.exitCode, said).toBe(0);
		return JSON.parse(said) as string[];
	}
	const asValue = (json: string) => `{ "value": ${json} }`;
	/** What the code gives `value`, once it compiles. */
	const evaluated = (code: string) =>
		new Function(`${ts.transpile(code, { target: ts.ScriptTarget.ES2022 })}; return value;`)() as unknown;

	/** What the strict compiler says of these files together. */
	function complaintsAbout(texts: string[]): string[] {
		const files = new Map(texts.map((text, k) => [`/value-${k}.ts`, `{\n${text}}\n`]));
		const options: ts.CompilerOptions = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, types: [] };
		const host = ts.createCompilerHost(options);
		const { getSourceFile } = host;
		host.getSourceFile = (name, ...rest) => {
			const text = files.get(name);
			return text === undefined
				? getSourceFile(name, ...rest)
				: ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
		};
		return ts
			.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host))
			.map(({ messageText, file }) => `${ts.flattenDiagnosticMessageText(messageText, " ")}: ${file?.text}`);
	}

	it("whatever JSON can say arrives as it was, and compiles strictly", async () => {
		await ensurePython(STAFF_PYTHON);
		// What JSON writes as an integer, and a number of JavaScript does not hold: it is refused, below.
		const isVague = (_key: string, value: unknown) =>
			typeof value === "number" && Math.abs(value) >= 2 ** 53 && Math.abs(value) < 1e21 ? undefined : value;
		const some = fc
			.jsonValue({ maxDepth: 4, stringUnit: "binary" })
			.map((value) => JSON.parse(JSON.stringify(value, isVague) ?? "0") as unknown);
		const values = fc.sample(some, { seed: 7, numRuns: 400 });
		const JSONs: unknown[] = [
			...values,
			JSON.parse('{ "__proto__": 1, "a b": [null, 1, "x"] }'),
			"\u2028\ud800\\\"'`${1}",
			-0,
			1e-7,
			1e22,
		];
		const json = (value: unknown) => (Object.is(value, -0) ? "-0.0" : JSON.stringify(value));
		const codes = await translated(JSONs.map((value) => asValue(json(value))));
		expect(codes.length).toBe(JSONs.length);
		for (const [k, value] of JSONs.entries()) expect(json(evaluated(codes[k]))).toBe(json(value));
		expect(complaintsAbout(codes)).toEqual([]);
	});

	it("what TypeScript cannot say is refused: a name, and an integer that would be rounded", async () => {
		const parameters = ['{ "my-rate": 1 }', '{ "class": 1 }', '{ "seed": 9007199254740993 }'];
		expect(await translated(parameters)).toEqual([
			"“my-rate” cannot be the name of a variable in TypeScript",
			"“class” cannot be the name of a variable in TypeScript",
			"9007199254740993 is too large for a number of TypeScript: hand it over as a string",
		]);
	});

	it("numbers that JSON cannot say, and types that can be compared", async () => {
		const values = ["NaN", "Infinity", "-Infinity", '"a"', "true", "[1, 2.5]", "[]", "{}", '{"a": [null, 1]}', "null"];
		const codes = await translated(values.map(asValue));
		expect(codes.map((code) => code.split("\n")[1])).toEqual([
			"const value: number = NaN;",
			"const value: number = Infinity;",
			"const value: number = -Infinity;",
			'const value: string = "a";',
			"const value: boolean = true;",
			"const value: number[] = [1, 2.5];",
			"const value: any[] = [];",
			"const value: Record<string, any> = {};",
			'const value: { "a": (null | number)[] } = { ["a"]: [null, 1] };',
			"const value: any = null;",
		]);
	});
});
