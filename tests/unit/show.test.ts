import { afterEach, describe, expect, it } from "vitest";
import {
	ComputationalGraph,
	column,
	drawGraph,
	figure,
	input,
	liveFigure,
	matmul,
	matrices,
	matrix,
	maximum,
	negate,
	parameter,
	plus,
	scalar,
	slidingWindow,
	source,
	taggedText,
	times,
} from "../../src/node/index";

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

describe("a drawn graph", () => {
	/** The lecture's example: f = (x + y) · max(y, z) at 1, 2, 0. */
	function example() {
		const [x, y, z] = ["x", "y", "z"].map((name, k) => parameter(name, scalar([1, 2, 0][k])));
		const f = times(plus(x, y).named("a"), maximum(y, z).named("b")).named("f");
		return new ComputationalGraph(f);
	}

	it("before a run: every node with its shape and its role, no numbers", async () => {
		const { svg, steps } = await drawGraph(example());
		for (const text of [">x<", ">1×1, learned<", ">a<", "> = plus<", ">f<"]) expect(svg).toContain(text);
		expect(svg).not.toContain('fill="#0059a0"');
		expect(steps).toHaveLength(4); // what is given, and three gates
	});

	it("forward: a step for each gate, values in blue from their step on", async () => {
		const graph = example();
		graph.forward();
		const { svg, steps } = await drawGraph(graph);
		expect(steps).toEqual([
			"Given: x = 1, y = 2, z = 0.",
			"Forward: a is plus of x, y = 3.",
			"Forward: b is maximum of y, z = 2.",
			"Forward: f is times of a, b = 6.",
		]);
		expect(svg).toMatch(/<text data-from="3"[^>]*fill="#0059a0">6</);
		expect(svg).not.toContain('fill="#b01020"');
	});

	it("backward: a step for each edge, upstream · local = downstream, and the sum where edges meet", async () => {
		const graph = example();
		graph.forward();
		graph.backward();
		const { svg, steps } = await drawGraph(graph);
		expect(steps).toHaveLength(4 + 1 + 6);
		expect(steps[6]).toBe("Backward, f → b: upstream 1 · local 3 = downstream 3.");
		expect(steps).toContainEqual(
			expect.stringMatching(
				/a → y: upstream 2 · local 1 = downstream 2\. 2 edges have arrived at y: their sum is 5\.$/,
			),
		);
		// Hovering over an edge tells the same three numbers.
		expect(svg).toContain("<title>b → f. upstream 1 · local 3 = downstream 3</title>");
		// y's gradient is seen once both edges have arrived, and not before.
		const arrived = steps.findIndex((text) => text.includes("their sum is 5"));
		expect(svg).toMatch(new RegExp(`<text data-from="${arrived}"[^>]*fill="#b01020">∂ 5<`));
	});

	it("x·x has two edges, each with a step of its own; what is large is counted", async () => {
		const x = parameter("x", scalar(3));
		const graph = new ComputationalGraph(
			plus(times(x, x), matmul(parameter("u", matrix([[1, 2, 3, 4, 5, 6, 7]])), input("v", 7))),
		);
		graph.forward({ v: [1, 1, 1, 1, 1, 1, 1] });
		graph.backward();
		const { steps } = await drawGraph(graph);
		expect(steps.filter((text) => text.startsWith("Backward, times(x, x) → x: upstream 1 · local 3"))).toHaveLength(2);
		expect(steps[0]).toContain("u = 7 numbers");
	});

	it("an upstream gradient that somebody gave is told as it is", async () => {
		const graph = new ComputationalGraph(negate(parameter("x", column([1, 2]))));
		graph.forward();
		graph.backward(column([5, 7]));
		expect((await drawGraph(graph)).steps[2]).toBe("Backward begins: the upstream gradient of scale(x) is 5; 7.");
	});

	it("no id stands in the picture, so that a page may hold many; names are escaped", async () => {
		const { svg } = await drawGraph(new ComputationalGraph(times(parameter("<b>&", scalar(1)), scalar(2))));
		expect(svg).not.toMatch(/ id="/);
		expect(svg).not.toContain("<b>&");
	});
});

describe("a picture in steps", () => {
	const windows = slidingWindow({ tokens: ["Museums", "in", "<Paris>"], tags: ["O", "O", "B-LOC"] });

	it("is HTML with the whole picture in it as an image, for where no script runs", () => {
		const html = bundleOf(windows)["text/html"];
		const [, image] = /<img src="data:image\/svg\+xml;base64,([^"]*)" alt="([^"]*)"/.exec(html) ?? [];
		expect(Buffer.from(image, "base64").toString()).toBe(windows.svg);
		expect(html).toContain('role="group" aria-label="A window of 5 words');
		expect(html).toContain("<script>");
		expect(bundleOf(windows)["text/plain"]).toBe("A window of 5 words over the sentence: Museums in <Paris>");
	});

	it("a window slides over the sentence, padding included, one step for each token", () => {
		expect(windows.steps).toEqual([
			"The window of “Museums”: <s> · <s> · Museums · in · <Paris>. Its class: O.",
			"The window of “in”: <s> · Museums · in · <Paris> · </s>. Its class: O.",
			"The window of “<Paris>”: Museums · in · <Paris> · </s> · </s>. Its class: B-LOC.",
		]);
		expect(windows.svg).not.toContain("<Paris>");
		expect(windows.svg.match(/data-only="\d"/g)).toHaveLength(3);
	});

	it("a window without a middle, and a sentence without words, are refused", () => {
		expect(() => slidingWindow({ tokens: ["a"], tags: ["O"] }, 4)).toThrow("a window of 4 has no middle");
		expect(() => slidingWindow({ tokens: [], tags: [] })).toThrow("no words");
	});
});

describe("matrices side by side", () => {
	const picture = matrices(["δ", column([1, -2])], "·", ["xᵀ", matrix([[3, 4]])], "=", [
		"G",
		matmul(column([1, -2]), matrix([[3, 4]])),
	]);

	it("each with its name and its shape, its numbers in the cells, one scale of colours", () => {
		const svg = bundleOf(picture)["image/svg+xml"];
		for (const text of ["δ, 2×1", "xᵀ, 1×2", "G, 2×2", ">−8<", ">·<", ">=<"]) expect(svg).toContain(text);
		expect(svg.match(/fill="rgb\(33,102,172\)"/g)).toHaveLength(1); // −8 alone is at the end of the scale
		expect(String(picture)).toContain("G =\n[  3   4 ]");
	});

	it("without a matrix there is nothing to draw", () => {
		expect(() => matrices("=")).toThrow("matrices: there is none to draw");
	});

	it("a large one is colours only, and zeros alone are white", () => {
		const svg = bundleOf(matrices(["Z", matrix(Array.from({ length: 30 }, () => new Array(30).fill(0)))]))[
			"image/svg+xml"
		];
		expect(svg.match(/fill="rgb\(255,255,255\)"/g)).toHaveLength(900);
		expect(svg).not.toContain(">0<");
	});
});
