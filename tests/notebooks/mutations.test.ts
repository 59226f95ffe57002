/** Each lesson checks what it says: a bug planted in the library makes one fail. The list says which. */
import { beforeAll, describe, expect, it } from "vitest";
import { NOTEBOOKS } from "../places";
import { type CompiledLessons, compileLessons, complaintsAbout, lessons, type Notebook, verdictsIn } from "./notebook";

/** What is wrong, in which compiled file, what stands there, what is planted, and the lesson that notices. */
const BUGS: readonly [name: string, file: string, right: string, wrong: string, lesson: string][] = [
	["the sign of tanh′", "gates/functions.js", "slope: (_x, y) => 1 - y * y", "slope: (_x, y) => -(1 - y * y)", "06"],
	["σ for σ′", "gates/functions.js", "slope: (_x, y) => y * (1 - y)", "slope: (_x, y) => y", "05"],
	["the sign of log σ", "gates/functions.js", "-exports.SOFTPLUS.f(-x)", "exports.SOFTPLUS.f(-x)", "03"],
	[
		"no transpose on the way back through a product",
		"local/kronecker.js",
		"left.operand, !left.transposed, upstream",
		"left.operand, left.transposed, upstream",
		"07",
	],
	[
		"a scale that does not scale its gradient",
		"local/identity.js",
		"kernels.add(this.scale, upstream",
		"kernels.add(1, upstream",
		"05",
	],
	[
		"overwritten at forks",
		"fast/backward.js",
		"downstream: gradients[to], beta: 1",
		"downstream: gradients[to], beta: 0",
		"07",
	],
	[
		"times does not switch",
		"gates/arithmetic.js",
		'by: "operand", operand: inputs[1 - i]',
		'by: "operand", operand: inputs[i]',
		"07",
	],
	[
		"max routes to the smaller one",
		"gates/arithmetic.js",
		"mine: inputs[i], other: inputs[1 - i]",
		"mine: inputs[1 - i], other: inputs[i]",
		"07",
	],
	[
		"a diagonal that is forgotten in a product",
		"local/product.js",
		"kernels.scaleRows(entries, factor, result)",
		"kernels.add(1, factor, result, 0)",
		"04",
	],
	["half the run of a central difference", "calculus/slope.js", "(up - down) / (2 * h)", "(up - down) / h", "04"],
	["Ridders extrapolates the wrong power", "calculus/slope.js", "shrink ** (2 * order)", "shrink ** order", "04"],
	[
		"a Jacobian laid out transposed",
		"calculus/convention.js",
		"shape.rows, shape.cols, jacobian.data.slice()",
		"shape.rows, shape.cols, jacobian.data.slice().reverse()",
		"06",
	],
	["pieces stacked on each other's place", "gates/layout.js", "offset += piece.rows", "offset += 0", "01"],
	[
		"rows for columns",
		"matrix/matrix.js",
		"return this.data[j * this.rows + i];",
		"return this.data[i * this.cols + j];",
		"04",
	],
	[
		"uphill",
		"nn/optimizer.js",
		"(-this.rate, gradient, parameter.value, 1)",
		"(this.rate, gradient, parameter.value, 1)",
		"03",
	],
	["clipping that does not clip", "nn/clip.js", "data[k] *= factor", "data[k] *= 1", "11"],
	[
		"f for f′ in symbols",
		"calculus/gradient-expression.js",
		"(0, pointwise_1.slopeOf)(entries.f, entries.x)",
		"(0, pointwise_1.pointwise)(entries.f, entries.x)",
		"09",
	],
	["a name ends with its first token", "ner/tags.js", "tag === `I-${open.type}`", "false", "01"],
	["a wrong topological order", "graph/order.js", "order.push(top.node)", "order.unshift(top.node)", "08"],
	[
		"a trace that forgets the upstream gradient",
		"run/trace.js",
		"local.pull(upstream, downstream",
		"local.pull(upstream.copy().data.fill(1) && upstream, downstream.copy()",
		"07",
	],
	["work that is not counted", "kernels/counting.js", "return [size(C) * inner,", "return [0 * inner,", "01"],
	["a start that saturates", "nn/init.js", "Math.sqrt(6 / (rows + cols))", "60", "11"],
];

const lessonCalled = (number: string) => lessons().find((name) => name.startsWith(number)) as string;

/** What a learner would notice: cells that fail, and exercises whose right answer is called wrong. */
const noticedIn = (notebook: Notebook) => [
	...complaintsAbout(notebook),
	...verdictsIn(notebook).flatMap(({ id, outcome }) => (outcome === "right" ? [] : `${id} is ${outcome}`)),
];

describe("a bug in the library makes a lesson fail", () => {
	const wanted = [...new Set(BUGS.map(([, , , , number]) => lessonCalled(number)))];
	let compiled: CompiledLessons;
	beforeAll(async () => {
		compiled = await compileLessons(NOTEBOOKS, wanted);
	}, 300_000);

	it("twenty and more are planted", () => expect(BUGS.length).toBeGreaterThanOrEqual(20));

	it.concurrent.each(wanted)("without a bug, %s runs, and every answer is right", async (name) => {
		const notebook = await compiled.run(name);
		expect(noticedIn(notebook)).toEqual([]);
		expect(verdictsIn(notebook).length).toBeGreaterThan(0);
	});

	it.concurrent.each(BUGS)("%s", async (_name, file, right, wrong, number) => {
		const notebook = await compiled.run(lessonCalled(number), { file, right, wrong });
		expect(noticedIn(notebook), `lesson ${number} did not notice`).not.toEqual([]);
	});

	it("where the code to break is not there, that is said, and is no lesson that fails", async () => {
		const bug = { file: "index.js", right: "no such code", wrong: "" };
		await expect(compiled.run(wanted[0], bug)).rejects.toThrow("index.js has no “no such code” in it");
	});
});
