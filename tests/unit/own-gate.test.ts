import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

const cube = g.ownGate({
	name: "cube",
	forward: (x) =>
		new g.Matrix(
			x.rows,
			x.cols,
			x.data.map((v) => v ** 3),
		),
	backward: (upstream, [x]) => [
		new g.Matrix(
			x.rows,
			x.cols,
			x.data.map((v, k) => 3 * v * v * upstream.data[k]),
		),
	],
});
const product = g.ownGate({
	name: "product",
	shape: (A, B) => ({ rows: A.rows, cols: B.cols }),
	forward: (A, B) => new g.ComputationalGraph(g.matmul(A, B)).forward(),
	backward: (upstream, [A, B]) => [
		new g.ComputationalGraph(g.matmul(upstream, g.transpose(B))).forward(),
		new g.ComputationalGraph(g.matmul(g.transpose(A), upstream)).forward(),
	],
});
const x = g.parameter("x", new g.Random(1).matrix(3, 2));
const W = g.parameter("W", new g.Random(2).matrix(4, 3));

describe("a gate of one's own, stated by forward and backward", () => {
	it("stands in expressions, beside others and at a fork", () => {
		expect(g.gradcheck(g.sum(g.times(cube(product(W, x)), product(W, g.tanh(x))))).worst).toBeLessThan(1e-9);
	});

	it("prints as a formula by its name", () => {
		expect(cube(x).latex()).toBe("\\operatorname{cube}(x)");
	});

	it("with a mistake in backward fails the gradient check", () => {
		const wrong = g.ownGate({
			name: "cube",
			forward: (a) => a.copy(),
			backward: (u) => [
				new g.Matrix(
					3,
					2,
					u.data.map((v) => -v),
				),
			],
		});
		expect(() => g.gradcheck(g.sum(wrong(x)))).toThrow(g.CheckError);
	});

	it.each([
		[
			"forward",
			g.ownGate({ name: "odd", forward: () => g.scalar(1), backward: (u) => [u] }),
			"odd(wanted, found): the value that forward returned has another shape than it should (wanted is 3×2, found is 1×1)",
		],
		[
			"backward",
			g.ownGate({ name: "odd", forward: (a) => a, backward: () => [g.scalar(1)] }),
			"gradient 0 that backward returned",
		],
	])("that returns another shape from %s is a ShapeError", (_where, odd, message) => {
		expect(() => {
			const graph = new g.ComputationalGraph(g.sum(odd(x)));
			graph.forward();
			graph.backward();
		}).toThrow(message);
	});
});

describe("layers", () => {
	it("z = Wx + b and h = f(z), with parameters that are named", () => {
		const { W, b, h } = g.layer(g.input("x", 3, "batch"), 5, {
			name: "1",
			activation: g.relu,
			init: g.he,
			random: new g.Random(1),
		});
		expect([W.label, b.label, W.rows, W.cols, h.gate?.name]).toEqual(["W1", "b1", 5, 3, "relu"]);
	});

	it("a net of layers ends in scores, and passes the gradient check", () => {
		const scores = g.feedForward(g.input("x", 3, "batch"), [4, 4, 2], { activation: g.tanh, random: new g.Random(1) });
		expect(scores.gate?.name).toBe("addColumn");
		const loss = g.softmaxCrossEntropy(scores, g.input("y", 1, "batch"));
		expect(g.gradcheck(loss, { x: new g.Random(2).matrix(3, 5), y: [0, 1, 1, 0, 1] }).worst).toBeLessThan(1e-10);
	});

	it("in 32 bits where asked", () => {
		expect(g.layer(g.input("x", 3), 2, { random: new g.Random(1), precision: "f32" }).W.value.precision).toBe("f32");
	});
});
