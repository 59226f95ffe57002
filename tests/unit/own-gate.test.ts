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

	it("is asked for its gradients once in a pass, whatever its inputs; and again in the next one", () => {
		let calls = 0;
		const sumOfThree = g.ownGate({
			name: "three",
			forward: (a, b, c) => g.evaluate(g.plus(g.plus(a, b), c)),
			backward: (u, [a]) => {
				calls++;
				return [u, g.evaluate(g.scale(u, a.at(0, 0))), u];
			},
		});
		const [a, b] = [g.parameter("a", g.scalar(2)), g.parameter("b", g.scalar(3))];
		const y = sumOfThree(a, b, g.tanh(b));
		for (const wrt of [[a, b], [b], [a]])
			for (const engine of [undefined, g.plainEngine]) {
				const graph = new g.ComputationalGraph(g.square(y), { wrt, engine });
				for (const value of [2, 5, 2]) {
					a.value.set(0, 0, value);
					graph.forward();
					calls = 0;
					const gradients = graph.backward();
					const u = 2 * (value + 3 + Math.tanh(3));
					if (wrt.includes(a)) expect(gradients.of(a).at(0, 0)).toBeCloseTo(u, 9);
					if (wrt.includes(b)) expect(gradients.of(b).at(0, 0)).toBeCloseTo(u * value + u * (1 - Math.tanh(3) ** 2), 9);
					expect(calls).toBe(1);
				}
			}
	});

	it("used twice in one graph, each use has its own gradients", () => {
		const a = g.parameter("a", new g.Random(3).matrix(2, 2));
		expect(g.gradcheck(g.sum(g.times(cube(product(a, a)), product(cube(a), a)))).worst).toBeLessThan(1e-8);
	});

	it.each([
		["too few gradients", () => [], "as many gradients as there are inputs, 1, and returned 0"],
		["no list", (u: g.Matrix) => u, "and returned Matrix"],
		["numbers", () => [[1]], "gradient 0 that backward returned is a list of 1"],
	])("that returns %s says so", (_what, backward, message) => {
		const odd = g.ownGate({ name: "odd", forward: (v) => v, backward: backward as unknown as g.OwnGate["backward"] });
		const graph = new g.ComputationalGraph(g.sum(odd(x)));
		graph.forward();
		expect(() => graph.backward()).toThrow(message);
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
