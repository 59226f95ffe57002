import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { slidingWindow, VERDICT_MIME } from "../../src/node/index";
import { describeWithNeeds } from "../needs";
import {
	findChromium,
	HOW_TO_GET_CHROMIUM,
	type Lab,
	notebookState,
	openLab,
	openLesson,
	runAll,
	SCREENSHOTS,
} from "./lab";

const chromium = findChromium();
const FIGURE = "application/vnd.gradlab.figure.v1+json";

/** Points that each curve on the page draws, and the vertical positions of the path of the first one. */
interface Drawn {
	points: number[];
	path: string;
}

describeWithNeeds("lessons in a real JupyterLab", chromium === null ? HOW_TO_GET_CHROMIUM : null, () => {
	let lab: Lab;
	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		lab = await openLab(chromium as string);
	});
	afterAll(() => lab?.close());

	it("JupyterLab asks no other machine for extensions", () => {
		expect(lab.output()).toContain("Extension Manager is 'readonly'");
	});

	const screenshot = (name: string) => lab.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });

	const drawn = (): Promise<Drawn | null> =>
		lab.page.evaluate(() => {
			const plot = document.querySelector(".gradlab-figure.js-plotly-plot") as
				| (HTMLElement & { data: { x: number[] }[] })
				| null;
			const line = plot?.querySelector(".scatterlayer .js-line");
			if (!plot || !line) return null;
			return { points: plot.data.map(({ x }) => x.length), path: line.getAttribute("d") ?? "" };
		});

	/** Runs all cells and calls `watch` now and then until the last code cell has run. */
	async function runToTheEnd(watch: () => Promise<void> = async () => undefined): Promise<void> {
		await runAll(lab.page);
		await expect
			.poll(
				async () => {
					await watch();
					const code = (await notebookState(lab.page)).cells.filter((cell) => cell.type === "code");
					return code.filter((cell) => cell.executionCount === null).length;
				},
				{ timeout: 150_000, interval: 150 },
			)
			.toBe(0);
	}

	async function expectCleanRun(): Promise<void> {
		const { cells } = await notebookState(lab.page);
		const outputs = cells.flatMap((cell) => cell.outputs);
		expect(outputs.filter((output) => output.output_type === "error" || output.name === "stderr")).toEqual([]);
	}

	it("lesson 10 trains while its curve moves, and draws every point of the model", { timeout: 300_000 }, async () => {
		await openLesson(lab, "10-training-the-ner-window-model.ipynb");
		const paths = new Set<string>();
		await runToTheEnd(async () => {
			const now = await drawn();
			if (now !== null) paths.add(now.path);
			if (paths.size === 3) await screenshot("lesson-10-while-training");
		});
		await expectCleanRun();
		expect(paths.size).toBeGreaterThan(3);

		const { cells } = await notebookState(lab.page);
		const figure = cells.flatMap((cell) => cell.outputs).find((output) => output.data?.[FIGURE])?.data;
		const model = (figure?.[FIGURE] as { data: { x: number[] }[] }).data.map(({ x }) => x.length);
		await expect.poll(async () => (await drawn())?.points).toEqual(model);
		expect(Math.min(...model)).toBeGreaterThan(0);
		expect(figure?.["image/svg+xml"]).toContain("<svg");
		const spoken = await lab.page.locator(".gradlab-figure").first().getAttribute("aria-label");
		expect(spoken).toMatch(/^Training the window model \(loss \(nats\) against step\)\. loss: \d+ points/);

		await lab.page.evaluate(() => document.querySelector(".gradlab-figure")?.scrollIntoView({ block: "center" }));
		await lab.page.waitForTimeout(500);
		await screenshot("lesson-10");
	});

	it("the figure follows the theme", async () => {
		const background = () =>
			lab.page.evaluate(() => getComputedStyle(document.querySelector(".gradlab-figure text") as Element).fill);
		const light = await background();
		await setTheme("JupyterLab Dark");
		await expect.poll(background).not.toBe(light);
		await lab.page.waitForTimeout(1500); // JupyterLab veils the page while it changes the theme
		await screenshot("lesson-10-dark");
		await setTheme("JupyterLab Light");
	});

	it.each([
		["06-gradient-of-the-window-net.ipynb", "mjx-container, .MathJax"],
		["02-why-nonlinear.ipynb", ".gradlab-figure .heatmaplayer, .gradlab-figure .contourlayer"],
		["00-start-here.ipynb", ".gradlab-figure"],
	])(
		"%s runs, with its formulas and pictures",
		{
			timeout: 200_000,
		},
		async (name, picture) => {
			await openLesson(lab, name);
			await runToTheEnd();
			await expectCleanRun();
			await lab.page.waitForTimeout(500);
			await lab.page.evaluate(
				(selector) => document.querySelector(selector)?.scrollIntoView({ block: "center" }),
				picture,
			);
			await expect.poll(() => lab.page.locator(picture).count(), { timeout: 20_000 }).toBeGreaterThan(0);
			await lab.page.waitForTimeout(500);
			await screenshot(`lesson-${name.slice(0, 2)}`);
			const broken = await lab.page.evaluate(
				() => document.querySelectorAll(".MathJax [data-mjx-error], mjx-merror").length,
			);
			expect(broken).toBe(0);
		},
	);

	describe("lesson 07, a drawing that goes step by step", () => {
		const drawing = () => lab.page.locator("[data-steps]").nth(1); // the lecture's net, forward and backward
		const said = () => drawing().locator(".gradlab-step").textContent();

		it("runs, and its drawings are alive", { timeout: 200_000 }, async () => {
			await openLesson(lab, "07-computation-graphs.ipynb");
			await runToTheEnd();
			await expectCleanRun();
			await drawing().scrollIntoViewIfNeeded();
			await expect.poll(said).toMatch(/^Step 15 of 15\. Backward/);
			await screenshot("lesson-07");
		});

		it("by buttons", async () => {
			await drawing().getByRole("button", { name: "first step" }).click();
			expect(await said()).toMatch(/^Step 1 of 15\. Given: u = 1; −2, W = /);
			const gradients = drawing().locator('text[fill="#b01020"]');
			expect(await gradients.evaluateAll((all) => all.map((one) => getComputedStyle(one).visibility))).not.toContain(
				"visible",
			);
			await drawing().getByRole("button", { name: "one step on" }).click();
			expect(await said()).toMatch(/^Step 2 of 15\. Forward: /);
			expect(await drawing().getByRole("button", { name: "one step back" }).isEnabled()).toBe(true);
			await screenshot("lesson-07-step");
		});

		it("by keys, which do not reach the notebook", async () => {
			const cells = (await notebookState(lab.page)).cells.length;
			await drawing().focus();
			for (const key of ["End", "ArrowLeft", "ArrowLeft", "b", "d", "d"]) await lab.page.keyboard.press(key);
			expect(await said()).toMatch(/^Step 13 of 15\./);
			expect((await notebookState(lab.page)).cells).toHaveLength(cells);
		});

		it("hovering over an edge finds upstream · local = downstream", async () => {
			const edge = drawing().locator("path[data-hover]").first();
			await edge.scrollIntoViewIfNeeded();
			const told = await edge.evaluate((path) => {
				const line = path as unknown as SVGPathElement;
				const middle = line.getPointAtLength(line.getTotalLength() / 2);
				const at = middle.matrixTransform(line.getScreenCTM() as DOMMatrix);
				// Five pixels off the thin line, where a hand that is not quite steady points.
				const met = document.elementFromPoint(at.x, at.y + 5);
				return met?.closest("g[data-mark]")?.querySelector("title")?.textContent;
			});
			expect(told).toMatch(/ → .*upstream .* · local .* = downstream /);
		});

		it("in a dark theme its words are light", async () => {
			const ink = () =>
				drawing()
					.locator(".gradlab-step")
					.evaluate((words) => getComputedStyle(words).color);
			await expectOtherInkInTheDark(ink, "lesson-07-dark");
		});
	});

	it("where a notebook is not trusted, a picture in steps is a static picture with its words", async () => {
		const picture = slidingWindow({ tokens: ["Museums", "in", "Paris"], tags: ["O", "O", "B-LOC"] });
		const bundle = (picture as unknown as Record<symbol, () => object>)[Symbol.for("Jupyter.display")]();
		const output = { output_type: "display_data", metadata: {}, data: bundle };
		const cell = { cell_type: "code", id: "a", metadata: {}, execution_count: 1, source: "1", outputs: [output] };
		const kernelspec = { name: "gradlab", display_name: "TypeScript (gradlab)", language: "typescript" };
		writeFileSync(
			path.join(lab.workbook, "from-somebody.ipynb"),
			JSON.stringify({ cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
		);
		await openLesson(lab, "from-somebody.ipynb");
		const image = lab.page.locator('.jp-OutputArea img[alt^="A window of 5 words over the sentence"]');
		await expect.poll(() => image.count(), { timeout: 20_000 }).toBe(1);
		expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBeGreaterThan(200);
		expect(await lab.page.locator(".jp-OutputArea button").count()).toBe(0);
		await screenshot("not-trusted");
	});

	it("a file of the learner's own is picked up when it is saved, without a restart", { timeout: 200_000 }, async () => {
		const verdicts = async () =>
			(await notebookState(lab.page)).cells
				.flatMap(({ outputs }) => outputs)
				.flatMap(({ data }) => (data?.[VERDICT_MIME] ?? []) as { id: string; outcome: string; reason: string }[]);
		const verdictOf = async (id: string) => (await verdicts()).find((verdict) => verdict.id === id);
		await openLesson(lab, "09-writing-gates.ipynb");
		await runToTheEnd();
		expect((await verdicts()).map(({ outcome }) => outcome)).not.toContain("wrong");
		expect(await verdictOf("09.2")).toMatchObject({ outcome: "untouched" });

		const file = path.join(lab.workbook, "my-gates.ts");
		const write = (body: string) =>
			writeFileSync(
				file,
				readFileSync(file, "utf8").replace(/(function reluBackward.*\{\n)[\s\S]*?(\n\})/, `$1${body}$2`),
			);
		write("\treturn fill(x.rows, x.cols, (i, j) => (g.at(i, j) > 0 ? g.at(i, j) : 0));");
		await runAll(lab.page);
		await expect.poll(() => verdictOf("09.2"), { timeout: 60_000 }).toMatchObject({ outcome: "wrong" });
		expect((await verdictOf("09.2"))?.reason).toContain("It is the input that opens the gate");
		await lab.page.getByText("It is the input that opens the gate").scrollIntoViewIfNeeded();
		await screenshot("lesson-09-wrong");

		write("\treturn fill(x.rows, x.cols, (i, j) => (x.at(i, j) > 0 ? g.at(i, j) : 0));");
		await runAll(lab.page);
		await expect.poll(() => verdictOf("09.2"), { timeout: 60_000 }).toMatchObject({ outcome: "right" });
	});

	it("an interrupt from the toolbar stops a cell that would never end, and keeps what it defined", async () => {
		await lab.page.evaluate(async () => {
			const { commands, shell } = (
				window as never as {
					jupyterapp: {
						commands: { execute(id: string): Promise<unknown> };
						shell: { currentWidget: { content: Record<string, never> } };
					};
				}
			).jupyterapp;
			const notebook = shell.currentWidget.content as never as {
				activeCellIndex: number;
				widgets: { model: { sharedModel: { setSource(text: string): void } } }[];
			};
			await commands.execute("notebook:insert-cell-below");
			notebook.widgets[notebook.activeCellIndex].model.sharedModel.setSource(
				'console.log("begun"); let rounds = 0; while (true) rounds++;',
			);
			void commands.execute("notebook:run-cell");
		});
		const outputs = async () => JSON.stringify((await notebookState(lab.page)).cells.map((cell) => cell.outputs));
		await expect.poll(outputs, { timeout: 60_000 }).toContain("begun");
		await lab.page.click('[data-command="notebook:interrupt-kernel"]:visible');
		await expect.poll(outputs, { timeout: 20_000 }).toContain("KeyboardInterrupt");
	});

	describe("a cell of one's own", () => {
		/** Opens a notebook with one code cell. */
		async function openCell(name: string, source: string): Promise<void> {
			const kernelspec = { name: "gradlab", display_name: "TypeScript (gradlab)", language: "typescript" };
			const cell = { cell_type: "code", id: "a", metadata: {}, execution_count: null, source, outputs: [] };
			writeFileSync(
				path.join(lab.workbook, name),
				JSON.stringify({ cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
			);
			await openLesson(lab, name);
		}
		const slider = () => lab.page.getByRole("slider", { name: "how many" });
		const color = () => slider().evaluate((input) => getComputedStyle(input.parentElement as Element).color);
		const outputs = async () => (await notebookState(lab.page)).cells.flatMap((cell) => cell.outputs);
		const shown = async () => (await outputs()).map(({ data }) => data?.["text/plain"]);

		it("a slider is moved by keys and by hand, and what it draws follows", { timeout: 200_000 }, async () => {
			const options = '{ min: 0, max: 10, step: 1, value: 3, label: "how many" }';
			await openCell("slider.ipynb", `slider(${options}, (n) => \`drawn: \${n * n}\`)`);
			await runToTheEnd();
			await expectCleanRun();
			expect(await shown()).toEqual(["how many: 3 (from 0 to 10)", "'drawn: 9'"]);
			await expect.poll(() => slider().isEnabled(), { timeout: 40_000 }).toBe(true);
			await slider().focus();
			for (const key of ["ArrowRight", "ArrowUp", "ArrowRight"]) await lab.page.keyboard.press(key);
			await expect.poll(shown, { timeout: 40_000 }).toEqual(["how many: 6 (from 0 to 10)", "'drawn: 36'"]);
			await lab.page.keyboard.press("Home");
			await expect.poll(shown, { timeout: 40_000 }).toEqual(["how many: 0 (from 0 to 10)", "'drawn: 0'"]);
			expect(await slider().evaluate((input) => input === document.activeElement)).toBe(true);

			const { x, y, width, height } = (await slider().boundingBox()) as {
				x: number;
				y: number;
				width: number;
				height: number;
			};
			await lab.page.mouse.move(x + 8, y + height / 2);
			await lab.page.mouse.down();
			await lab.page.mouse.move(x + width - 2, y + height / 2, { steps: 20 });
			await lab.page.mouse.up();
			await expect.poll(shown, { timeout: 40_000 }).toEqual(["how many: 10 (from 0 to 10)", "'drawn: 100'"]);
			await expect.poll(() => lab.page.locator(".gradlab-slider output").textContent()).toBe("10");
			await lab.page.locator(".jp-OutputArea-output", { hasText: "drawn: 100" }).waitFor();
			await screenshot("slider");
		});

		it("in a dark theme its words are light", async () => {
			await expectOtherInkInTheDark(color, "slider-dark");
		});

		it("without its kernel it stands still, at its value", async () => {
			await lab.page.evaluate(() =>
				(
					window as never as {
						jupyterapp: {
							shell: {
								currentWidget: { context: { sessionContext: { session: { kernel: { restart(): Promise<void> } } } } };
							};
						};
					}
				).jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart(),
			);
			await expect.poll(() => slider().isDisabled(), { timeout: 40_000 }).toBe(true);
			expect(await slider().inputValue()).toBe("10");
		});

		it("its debugger stops at a breakpoint, shows what is there, steps and goes on", { timeout: 200_000 }, async () => {
			const { page } = lab;
			const text = (selector: string) => async () => (await page.locator(selector).allTextContents()).join("\n");
			await openCell("debugging.ipynb", "let total = 0;\nfor (const x of [20, 22]) {\n  total += x;\n}\ntotal");
			await runToTheEnd(); // the kernel is there then
			await page.locator(".jp-DebuggerBugButton:visible").click();
			await page.locator(".jp-DebuggerBugButton[aria-pressed=true]:visible").waitFor();
			const beside = page.locator(".jp-Notebook .cm-breakpoint-gutter > .cm-gutterElement").nth(3);
			// The editor hears of clicks a moment after the button is down.
			await expect
				.poll(
					async () => {
						const isThere = (await beside.locator(".cm-breakpoint-icon").count()) > 0;
						if (!isThere) await beside.click();
						return isThere;
					},
					{ timeout: 60_000, interval: 3000 },
				)
				.toBe(true);
			await runAll(page);
			await expect.poll(text(".jp-DebuggerCallstack-body"), { timeout: 40_000 }).toContain("cell 2");
			await expect.poll(text(".jp-DebuggerVariables"), { timeout: 40_000 }).toMatch(/x.*20.*total.*0/s);
			await screenshot("debugger");
			await page.locator('[data-command="debugger:continue"]:visible').click();
			await expect.poll(text(".jp-DebuggerVariables"), { timeout: 40_000 }).toMatch(/x.*22.*total.*20/s);
			await page.locator('[data-command="debugger:continue"]:visible').click();
			await expect.poll(shown, { timeout: 40_000 }).toEqual(["42"]);
			await page.locator(".jp-DebuggerBugButton:visible").click();
		});

		it("Tab completes a name that is not imported, with its import", { timeout: 100_000 }, async () => {
			await openCell("completion.ipynb", "const rate = 1;\nsoftmaxCr");
			await lab.page.locator(".jp-Notebook .cm-content").click();
			await lab.page.keyboard.press("Control+End");
			const text = async () => (await lab.page.locator(".jp-Notebook .cm-line").allTextContents()).join("\n");
			// The first Tab shows what there is, the second takes it.
			await expect
				.poll(
					async () => {
						if (!(await text()).startsWith("import")) await lab.page.keyboard.press("Tab");
						return text();
					},
					{ timeout: 40_000, interval: 1500 },
				)
				.toBe('import { softmaxCrossEntropy } from "gradlab";\nconst rate = 1;\nsoftmaxCrossEntropy');
		});
	});

	it("no request leaves the machine, and the browser has nothing to complain about", () => {
		expect(lab.strangers).toEqual([]);
		expect(lab.complaints).toEqual([]);
	});

	async function expectOtherInkInTheDark(ink: () => Promise<string>, picture: string): Promise<void> {
		const light = await ink();
		await setTheme("JupyterLab Dark");
		await expect.poll(ink).not.toBe(light);
		await lab.page.waitForTimeout(1500); // JupyterLab veils the page while it changes the theme
		await screenshot(picture);
		await setTheme("JupyterLab Light");
	}

	async function setTheme(theme: string): Promise<void> {
		await lab.page.evaluate(
			(name) =>
				(
					window as never as { jupyterapp: { commands: { execute(id: string, args: object): Promise<unknown> } } }
				).jupyterapp.commands.execute("apputils:change-theme", { theme: name }),
			theme,
		);
	}
});
