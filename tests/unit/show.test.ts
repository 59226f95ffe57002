import { afterEach, describe, expect, it } from "vitest";
import { figure, liveFigure, matrix, source, taggedText } from "../../src/index";
import { niceTicks } from "../../src/show/svg";

type Bundle = Record<string, string & { data: { x: number[] }[] }>;
const bundleOf = (value: object) => (value as Record<symbol, () => Bundle>)[Symbol.for("Jupyter.display")]();

describe("figures", () => {
	const chart = figure({ title: "A <b>title</b> & more", x: "step", y: "loss" }, [
		{ name: "one", x: [0, 1, 2], y: [3, 2, 1] },
		{ name: "two", x: [0, 1], y: [5, 6], mode: "markers" },
	]);

	it("show themselves in one bundle: own renderer, Plotly, static picture, words", () => {
		const bundle = bundleOf(chart);
		expect(Object.keys(bundle)).toEqual([
			"application/vnd.gradlab.figure.v1+json",
			"application/vnd.plotly.v1+json",
			"image/svg+xml",
			"text/plain",
		]);
		expect(bundle["application/vnd.gradlab.figure.v1+json"].data.map(({ x }) => x.length)).toEqual([3, 2]);
		expect(bundle["text/plain"]).toContain("one: 3 points, last 1");
	});

	it("the picture has a text alternative, and nothing in it is markup that came from data", () => {
		const svg = bundleOf(chart)["image/svg+xml"];
		expect(svg).toContain('role="img" aria-label="A &#60;b&#62;title');
		expect(svg).not.toContain("<b>");
		expect(svg.match(/<rect [^>]*stroke=/g)).toHaveLength(3); // two squares and the legend: colour is not the only sign
	});

	it("an empty figure, one point and values that are no numbers draw, too", () => {
		for (const y of [[], [1], [Number.NaN, 2]])
			expect(
				bundleOf(figure({ title: "t", x: "x", y: "y" }, [{ name: "n", x: y.map((_, k) => k), y }]))["image/svg+xml"],
			).toContain("</svg>");
	});

	it("ticks are round numbers within the range", () => {
		expect(niceTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]);
		expect(niceTicks(3, 3)).toEqual([3]);
	});
});

describe("a live figure", () => {
	const kernel = globalThis as { display?: unknown };
	afterEach(() => {
		kernel.display = undefined;
	});

	it("publishes at most ten frames a second, and the last one has every point", () => {
		const frames: { traces: { x: number[] }[] }[] = [];
		kernel.display = (first: never) => {
			frames.push(first);
			return { update: (next: never) => frames.push(next) };
		};
		const live = liveFigure({ title: "t", x: "x", y: "y" }, ["a"]);
		const until = performance.now() + 350;
		let points = 0;
		while (performance.now() < until) live.add("a", points++, 1);
		live.show();
		expect(frames.length).toBeLessThanOrEqual(6);
		expect(frames.at(-1)?.traces[0].x).toHaveLength(points);
	});

	it("works without a notebook, and refuses a series that it does not have", () => {
		const live = liveFigure({ title: "t", x: "x", y: "y" }, ["a"]);
		live.add("a", 0, 1);
		expect(() => live.add("b", 0, 1)).toThrow("there is no such series (a)");
		expect(live.figure().traces[0].y).toEqual([1]);
	});
});

describe("tagged text", () => {
	const text = taggedText([
		{ tokens: ["<script>alert(1)</script>", "in", "New", "York"], tags: ["B-PER", "O", "B-LOC", "I-LOC"] },
	]);

	it("marks names with their class, and escapes every token", () => {
		expect(String(text)).toBe("[<script>alert(1)</script>]PER in [New York]LOC");
		const html = bundleOf(text)["text/html"];
		expect(html).not.toContain("<script>");
		expect(html).toContain("New York <small><b>LOC</b></small>");
	});
});

describe("what a notebook shows of a matrix and of a source file", () => {
	it("a matrix: LaTeX and text", () => {
		expect(bundleOf(matrix([[1, 1e-5]]))["text/latex"]).toBe(
			"$$\\begin{bmatrix} 1 & 1.00 \\cdot 10^{-5} \\end{bmatrix}_{1 \\times 2}$$",
		);
	});

	it("a file of the library, as it is; no other file", () => {
		expect(bundleOf(source("gates/functions.ts"))["text/markdown"]).toContain(
			"```typescript\n/** Functions that act on each entry",
		);
		expect(() => source("../package.json")).toThrow("the library has no such file");
		expect(() => source("gates/nothing.ts")).toThrow("Paths start below src/");
	});
});
