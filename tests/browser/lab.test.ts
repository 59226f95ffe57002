import { mkdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

describe("lessons in a real JupyterLab", () => {
	if (chromium === null) {
		// In CI a browser is installed: there, its absence is a failure.
		it("a Chromium is there", ({ skip }) => {
			if (process.env.CI) throw new Error(HOW_TO_GET_CHROMIUM);
			skip(HOW_TO_GET_CHROMIUM);
		});
		return;
	}

	let lab: Lab;
	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		lab = await openLab(chromium);
	});
	afterAll(() => lab?.close());

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
		await screenshot("lesson-10-dark");
		await setTheme("JupyterLab Light");
	});

	it.each([
		["06-gradient-of-the-window-net.ipynb", "mjx-container, .MathJax"],
		["02-why-nonlinear.ipynb", ".gradlab-figure .heatmaplayer, .gradlab-figure .contourlayer"],
		["07-computation-graphs.ipynb", 'img[src^="data:image/svg"], .jp-RenderedSVG'],
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
			notebook.widgets[notebook.activeCellIndex].model.sharedModel.setSource("let rounds = 0; while (true) rounds++;");
			void commands.execute("notebook:run-cell");
		});
		await lab.page.waitForTimeout(1000);
		await lab.page.click('[data-command="notebook:interrupt-kernel"]:visible');
		await expect
			.poll(async () => JSON.stringify((await notebookState(lab.page)).cells), { timeout: 20_000 })
			.toContain("KeyboardInterrupt");
	});

	it("no request leaves the machine, and the browser has nothing to complain about", () => {
		expect(lab.strangers).toEqual([]);
		expect(lab.complaints).toEqual([]);
	});

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

describe("starting", () => {
	it("a second start prints the address of the running server", { timeout: 60_000 }, async () => {
		const { secondStart } = await import("./second-start");
		const { first, second, seconds } = await secondStart();
		expect(second).toBe(first);
		// Five seconds is what a person is promised; the limit here allows for a machine that does other things, too.
		expect(seconds).toBeLessThan(15);
	});
});
