/** The plain run, which is the lecture's algorithm, and that nothing which makes it faster can be seen in the numbers. */
import { describe, expect, it } from "vitest";
import { randomExpression } from "../../bench/random-expression";
import { asWritten } from "../../src/graph/operations";
import * as g from "../../src/index";
import { PlainRun } from "../../src/run/plain-run";

/** The same expression, with every node of it new and some of them named. */
function named(output: g.Node, isNamed: () => boolean): g.Node {
	const copies = new Map<g.Node, g.Node>();
	g.topologicalOrder(output).forEach((node, k) => {
		const inputs = node.inputs.map((input) => copies.get(input) as g.Node);
		const label = isNamed() ? `n${k}` : null;
		const copy = node.gate === null ? node : new g.Node(node.role, node, node.gate, inputs, label);
		copies.set(node, copy);
	});
	return copies.get(output) as g.Node;
}

/** The lecture's algorithm on the expression as it was written. */
function plainly(output: g.Node): PlainRun {
	const order = g.topologicalOrder(output);
	const run = new PlainRun({
		order,
		positions: new Map(order.map((node, k) => [node, k])),
		operations: asWritten(order),
		wrt: null,
		batch: 0,
		precision: "f64",
		kernels: g.reference,
	});
	run.forward(() => false);
	run.backward(g.scalar(1));
	return run;
}

const close = (a: g.Matrix, b: g.Matrix) => g.relativeError(a, b, 1) < 1e-11;

describe("every node's value, gradient and Jacobian is the plain run's, named or not, fused or not", () => {
	it.each([
		["no node named", 0],
		["a third of the nodes named", 0.3],
		["every node named", 1],
	])("%s", (_name, share) => {
		let compared = 0;
		for (let seed = 0; seed < 12; seed++) {
			const random = new g.Random(1000 + seed);
			const { output } = randomExpression(random, 60);
			const plain = plainly(output);
			const copy = named(output, () => random.uniform() < share);
			const nodes = g.topologicalOrder(output);
			const same = g.topologicalOrder(copy);
			const graph = new g.ComputationalGraph(copy);
			graph.forward();
			const gradients = graph.backward();
			nodes.forEach((node, k) => {
				const wanted = plain.gradient(node);
				const names = `seed ${seed}, node ${k}: ${node.name}`;
				expect(close(graph.value(same[k]), plain.value(node) as g.Matrix), `value, ${names}`).toBe(true);
				if (wanted === null) return;
				expect(close(gradients.of(same[k]), wanted), `gradient, ${names}`).toBe(true);
				const jacobian = graph.jacobian(same[k]);
				expect(close(jacobian, new g.Matrix(1, wanted.data.length, wanted.data)), `Jacobian, ${names}`).toBe(true);
				compared++;
			});
			const edges = graph.trace();
			const sent = plain.edges().filter(({ from }) => plain.gradient(from) !== null);
			expect(edges.length).toBe(sent.length);
			sent.forEach(({ from, to }, e) => {
				expect([edges[e].from, edges[e].to]).toEqual([same[nodes.indexOf(from)], same[nodes.indexOf(to)]]);
				expect(close(edges[e].upstream, plain.gradient(from) as g.Matrix)).toBe(true);
			});
		}
		expect(compared).toBeGreaterThan(1000);
	});

	it("a node with a name that a fused gate passes by has its Jacobian: ∂log p/∂p is diag(1/p)", () => {
		const x = g.parameter("x", g.column([1, 2, 3]));
		const p = g.softmax(x).named("p");
		const graph = new g.ComputationalGraph(g.log(p));
		graph.forward();
		const { data } = graph.value("p");
		expect(
			close(
				graph.jacobian("p"),
				g.fill(3, 3, (i, j) => (i === j ? 1 / data[i] : 0)),
			),
		).toBe(true);
	});

	it("a node that one gate is fused with and another is not gets both gradients", () => {
		const x = g.parameter("x", g.column([1, 2, 3]));
		const p = g.softmax(x).named("p");
		const graph = new g.ComputationalGraph(g.sum(g.plus(g.log(p), g.square(p))));
		graph.forward();
		const slopes = graph.value("p").data.map((value) => 1 / value + 2 * value);
		expect(close(graph.backward().of("p"), g.column(slopes))).toBe(true);
	});
});

describe("what is exact in one way of asking is exact in all", () => {
	const x = g.parameter("x", g.column([-800, 0, 800]));
	const weights = g.column([0.2, 0.3, 0.5]);
	const softmax = [0, 0, 1];
	it.each([
		["log Σ exp x", g.log(g.sum(g.exp(x))), softmax],
		["wᵀ log softmax(x)", g.dot(weights, g.log(g.softmax(x))), [0.2, 0.3, -0.5]],
		["wᵀ log σ(x)", g.dot(weights, g.log(g.logistic(x))), [0.2, 0.15, 0]],
		["with names on the way", g.log(g.sum(g.exp(x).named("e")).named("s")), softmax],
	])("%s at ±800: backward, jvp, Jacobian and the symbolic gradient", (_name, node, wanted) => {
		const graph = new g.ComputationalGraph(node);
		graph.forward();
		const direction = g.column([1, 2, 3]);
		const along = wanted.reduce((sum, slope, k) => sum + slope * direction.data[k], 0);
		expect(close(graph.backward().of(x), g.column(wanted))).toBe(true);
		expect(close(graph.jacobian(x), g.row(wanted))).toBe(true);
		expect(graph.tangent({ x: direction }).data[0]).toBeCloseTo(along, 12);
		expect(close(g.evaluate(g.gradientExpression(node, x)), g.column(wanted))).toBe(true);
		expect(g.hessianVectorProduct(node, x, direction).data.every(Number.isFinite)).toBe(true);
	});
});

describe("gradients belong to one backward pass", () => {
	const a = g.parameter("a", g.scalar(1));
	const X = g.input("X", 1, "batch");
	const graph = new g.ComputationalGraph(g.sum(g.times(g.spread(a, X), X)));

	it("a handle from before the last backward pass says so", () => {
		graph.forward({ X: [2] });
		const before = graph.backward();
		expect(before.of(a).data[0]).toBe(2);
		graph.forward({ X: [2, 3] });
		expect(before.of(a).data[0]).toBe(2);
		graph.backward();
		expect(() => before.of(a)).toThrow("of an earlier backward pass");
	});

	it.each([
		["small", g.zeros(8, 8)],
		["of 4,096 entries", g.zeros(64, 64)],
		["in JavaScript's own memory", g.fill(63, 65, () => 0)],
		["of 32 bits", g.float32(g.zeros(61, 67))],
	])("a change of any single entry is noticed: a parameter %s", (_name, value) => {
		const W = g.parameter("W", value);
		const loss = new g.ComputationalGraph(g.sum(g.square(W)));
		const { length } = W.value.data;
		for (let k = 0; k < length; k = k < 64 || k > length - 8 ? k + 1 : Math.min(k + 61, length - 7)) {
			loss.forward();
			loss.backward();
			W.value.data[k] = k + 1;
			expect(() => loss.backward()).toThrow("parameter W changed since the last forward pass");
		}
	});

	it("of a large parameter the whole is looked at within so many passes, and NaN is no change", () => {
		const W = g.parameter(
			"W",
			g.fill(100, 50, () => Number.NaN),
		);
		const loss = new g.ComputationalGraph(g.sum(W));
		let noticed = 0;
		for (let pass = 0; pass < 312; pass++) {
			loss.forward();
			loss.backward();
			W.value.data[777] = pass;
			try {
				loss.backward();
			} catch {
				noticed++;
			}
		}
		expect(noticed).toBe(1);
	});

	it.each<[string, (gradients: g.Gradients, W: g.Parameter) => void]>([
		["an optimizer's step", (gradients, W) => g.sgd(0.1).step([W], gradients)],
		["a loop of one's own", (_gradients, W) => W.value.data.fill(0)],
	])("after %s there is no going back to the values of before", (_name, change) => {
		const W = g.parameter("W", g.matrix([[1, 2]]));
		const loss = new g.ComputationalGraph(g.sum(g.square(g.matmul(W, g.column([1, 1])))));
		loss.forward();
		change(loss.backward(), W);
		expect(() => loss.backward()).toThrow("changed since the last forward pass");
		expect(() => loss.jacobian(W)).toThrow("changed since the last forward pass");
		loss.forward();
		expect(loss.backward().of(W).rows).toBe(1);
	});
});
