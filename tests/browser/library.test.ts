/** The library in a page: bundled, it trains and differentiates in Chromium with the numbers of Node. */
import path from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as g from "../../src/index";
import { describeWithNeeds } from "../needs";
import { ROOT } from "../places";
import { FLAGS, findChromium, HOW_TO_GET_CHROMIUM } from "./lab";

const executablePath = findChromium();

/** What both compute; it is sent to the page as text. */
function numbers(lib: typeof g): { kernels: string; loss: number; gradient: number[]; slope: number[]; exact: number } {
	const random = new lib.Random(3);
	const W = lib.parameter("W", random.matrix(20, 30));
	const b = lib.parameter("b", random.matrix(20, 1));
	const x = lib.input("x", 30, 8);
	const loss = lib.softmaxCrossEntropy(
		lib.tanh(lib.addColumn(lib.matmul(W, x), b)),
		Array.from({ length: 8 }, (_, k) => k),
	);
	const graph = new lib.ComputationalGraph(loss);
	const optimizer = lib.sgd(0.5);
	const examples = random.matrix(30, 8);
	for (let step = 0; step < 20; step++) {
		graph.forward({ x: examples });
		optimizer.step(graph.parameters, graph.backward());
	}
	const last = graph.forward({ x: examples }).data[0];
	const large = lib.parameter("z", lib.column([-800, 800]));
	return {
		kernels: graph.kernels.name,
		loss: last,
		gradient: Array.from(graph.backward().of(W).data),
		slope: Array.from(lib.evaluate(lib.gradientExpression(lib.sum(lib.square(large)), large)).data),
		exact: lib.evaluate(lib.log(lib.sum(lib.exp(large)))).data[0],
	};
}

describeWithNeeds("the library in a page", executablePath === null ? HOW_TO_GET_CHROMIUM : null, () => {
	let browser: Browser;
	let page: Page;
	const errors: string[] = [];

	beforeAll(async () => {
		const { outputFiles } = await build({
			entryPoints: [path.join(ROOT, "src/index.ts")],
			bundle: true,
			minify: true,
			format: "iife",
			globalName: "gradlab",
			write: false,
		});
		browser = await chromium.launch({ executablePath: executablePath as string, args: FLAGS, headless: true });
		page = await browser.newPage();
		page.on("pageerror", (error) => errors.push(error.message));
		await page.addScriptTag({ content: outputFiles[0].text });
	});
	afterAll(() => browser?.close());

	it("computes the numbers of Node, on the compiled kernels, without shared memory", async () => {
		const there = (await page.evaluate(`(${numbers.toString()})(gradlab)`)) as ReturnType<typeof numbers>;
		expect(await page.evaluate("self.crossOriginIsolated")).toBe(false);
		expect(there).toEqual(numbers(g));
		expect([there.kernels, there.exact, there.gradient.length]).toEqual(["simd", 800, 600]);
		expect(errors).toEqual([]);
	});
});
