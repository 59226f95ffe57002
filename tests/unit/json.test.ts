import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

const random = new g.Random(1);
const W = g.parameter("W", random.matrix(3, 4));
const b = g.parameter("b", g.float32(random.matrix(3, 1)));
const x = g.input("x", 4, "batch");

/** Between them, every gate that has a JSON form. */
const EXPRESSIONS: Record<string, g.Node> = {
	"a net": g.softmaxCrossEntropy(g.addColumn(g.matmul(W, x), g.column([1, 2, 3])).named("z"), g.input("y", 1, "batch")),
	arithmetic: g.maximum(g.plus(W, g.scale(W, -2)), g.minus(g.times(W, W), g.divide(W, g.square(W)))),
	functions: [g.logistic, g.tanh, g.relu, g.exp, g.softplus, g.log, g.sqrt].reduce<g.Node>((a, f) => f(a), W),
	"gates with settings": g.power(g.leakyRelu(g.reshape(g.slice(W, 1, 3), 4, 2), 0.2), 1.5),
	layout: g.concatenate(g.vec(W), g.transpose(g.columnSums(W)), g.rowSums(W)),
	waves: [g.sin, g.cos, g.abs, g.sign].reduce<g.Node>((a, f) => g.raise(f(a), f(a)), W),
	"square matrices": [g.trace, g.determinant, g.logDet, g.norm1, g.frobenius]
		.map((f) => f(g.inverse(g.matmul(W, g.transpose(W)))))
		.reduce((a, c) => g.scaleBy(a, g.plus(c, g.norm2(g.vec(W))))),
	sums: g.plus(g.mean(W), g.plus(g.max(W), g.sum(W))),
	losses: g.plus(g.squaredError(W, g.softmax(W)), g.logisticCrossEntropy(g.slice(W, 0, 1), [0, 1, 0, 1])),
	lookup: g.logSoftmax(g.lookup(W, [1, 3])),
	"a gradient": g.gradientExpression(g.sum(g.tanh(g.matmul(W, g.column([1, 2, 3, 4])))), W),
	"a gradient through every layout": g.gradientExpression(
		g.sum(
			g.square(
				g.matmul(
					g.diag(g.slice(g.vec(g.concatenate(W, g.reshape(g.slice(W, 1, 3), 2, 4))), 2, 7)),
					g.concatenate(g.slice(g.vec(W), 0, 2), g.slice(g.vec(W), 4, 7)),
				),
			),
		),
		W,
	),
	"a gradient through every function": g.gradientExpression(
		g.sum(
			[
				...[g.logistic, g.tanh, g.softplus, g.exp, g.square, g.relu, g.sqrt, g.log, g.reciprocal],
				(a: g.Node) => g.power(g.leakyRelu(a, 0.3), 1.5),
			].reduce<g.Node>((a, f) => g.plus(f(g.plus(g.square(W), g.constant(g.ones(3, 4)))), a), W),
		),
		W,
	),
	"a gradient of a gradient": g.gradientExpression(
		g.sum(g.square(g.gradientExpression(g.sum(g.times(g.tanh(W), g.power(W, 3))), W))),
		W,
	),
	"a gradient through a lookup and a batch": g.gradientExpression(
		g.softmaxCrossEntropy(g.matmul(W, g.lookup(g.parameter("L", random.matrix(4, 6)), [5, 0, 5])), [0, 1, 2]),
		W,
	),
	"settings that JSON has no numbers for": g.scale(W, -0),
	"what JSON has no numbers for": g.plus(g.column([Number.NaN, 1 / 0, -1 / 0, -0]), g.column([0, 0, 0, -0])),
	"32 bits": g.square(b),
};

describe("graphs in JSON", () => {
	it.each(Object.entries(EXPRESSIONS))("%s: out and in again computes the same", (_name, node) => {
		const graph = new g.ComputationalGraph(node);
		const again = g.graphFromJson(JSON.stringify(graph));
		expect(again.toJSON()).toEqual(graph.toJSON());
		const inputs: Record<string, g.InputValue> = { x: random.matrix(4, 2), y: [0, 2] };
		const labels = graph.order.filter(({ role }) => role === "input").map(({ label }) => label as string);
		const values = Object.fromEntries(labels.map((label) => [label, inputs[label]]));
		expect(again.forward(values)).toEqual(graph.forward(values));
		if (node.rows === 1 && node.cols === 1) expect(again.backward().of("W")).toEqual(graph.backward().of("W"));
	});

	it("a node with two users is one node, then as before", () => {
		const a = g.parameter("a", g.scalar(2));
		const again = g.graphFromJson(JSON.stringify(new g.ComputationalGraph(g.times(a, a))));
		expect(again.order).toHaveLength(2);
	});

	it.each([
		["text that is none", "{", "this is no JSON"],
		["other JSON", "[]", "this is no expression"],
		[
			"an unknown gate",
			edited((nodes) => (nodes[2].gate = "toString")),
			"node 2: it is made by “toString”, which is no gate",
		],
		[
			"a node that comes later",
			edited((nodes) => (nodes[2].inputs = [0, 2])),
			"node 2: it takes node 2, which does not come before",
		],
		["a wrong shape", edited((nodes) => (nodes[2].rows = 7)), "node 2: plus is said to be 7×1 and is 2×1"],
		["a third input", edited((nodes) => (nodes[2].inputs = [0, 1, 1])), "plus takes 2 inputs, and 3 are given"],
		["no input", edited((nodes) => (nodes[2].inputs = [])), "node 2: "],
		["a text for a number", edited((nodes) => (nodes[0].numbers = [1, "two"])), 'node 0: "two" is no number'],
		["null for a number", edited((nodes) => (nodes[0].numbers = [1, null])), "node 0: null is no number"],
		["null for a node", edited((nodes) => (nodes[1] = null)), "node 1: this is no node"],
		["an unknown role", edited((nodes) => (nodes[1].role = "friend")), 'its role is "friend"'],
		["missing numbers", edited((nodes) => (nodes[0].numbers = [1])), "node 0: it is 2×1, and has not as many numbers"],
	])("%s is a GraphError that says what was found", (_name, text, message) => {
		expect(() => g.graphFromJson(text)).toThrow(g.GraphError);
		expect(() => g.graphFromJson(text)).toThrow(message);
	});

	it("whatever is changed in it, it is a graph or a GraphError", () => {
		const texts = Object.values(EXPRESSIONS).map((node) => JSON.stringify(new g.ComputationalGraph(node)));
		const junk = fc.oneof(fc.jsonValue(), fc.integer(), fc.constantFrom("tanh", "slice", "input", "batch", "NaN", "x"));
		fc.assert(
			fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(), junk, (text, where, which, value) => {
				const json = JSON.parse(text);
				const node = json.nodes[where % json.nodes.length];
				const keys = Object.keys(node);
				node[keys[which % keys.length]] = value;
				try {
					expect(g.graphFromJson(JSON.stringify(json))).toBeInstanceOf(g.ComputationalGraph);
				} catch (error) {
					expect(error).toBeInstanceOf(g.GraphError);
				}
			}),
			{ seed: 1, numRuns: 3000 },
		);
	});

	it.each([
		["a gate of one's own", (name: string) => g.ownGate({ name, forward: (a) => a, backward: (u) => [u] })(W)],
		[
			"a function of one's own",
			(name: string) => g.pointwise({ ...g.tanh.pointwise, name, f: (x) => x, slope: () => 1 })(W),
		],
		[
			"a gate from nothing",
			(name: string) => {
				const gate = { ...(g.tanh(W).gate as g.Gate), name };
				return g.operation(gate, [W]);
			},
		],
	])("%s is refused when it is written, though it be called like one of the library", (_name, make) => {
		for (const name of ["cube", "tanh", "plus", "toString", "tanh'", "unslice"])
			expect(() => JSON.stringify(new g.ComputationalGraph(g.sum(make(name))))).toThrow("made by a gate of one's own");
	});

	it("a dropout has no JSON form, and says why", () => {
		const node = g.dropout(W, 0.5, new g.Random(1));
		expect(() => new g.ComputationalGraph(node).toJSON()).toThrow("mask draws random numbers");
	});
});

// biome-ignore lint/suspicious/noExplicitAny: tests what is not of the right type
function edited(edit: (nodes: any[]) => void): string {
	const graph = new g.ComputationalGraph(g.plus(g.parameter("a", g.column([1, 2])), g.column([3, 4])));
	const json = JSON.parse(JSON.stringify(graph));
	edit(json.nodes);
	return JSON.stringify(json);
}
