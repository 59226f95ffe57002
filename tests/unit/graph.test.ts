import { describe, expect, it } from "vitest";
import {
	ComputationalGraph,
	column,
	constant,
	fastMachine,
	GraphError,
	input,
	lookup,
	matmul,
	matrix,
	parameter,
	plus,
	Random,
	scalar,
	scale,
	square,
	sum,
	tanh,
	times,
	transpose,
} from "../../src/index";

const W = parameter(
	"W",
	matrix([
		[0.1, 0.2, 0.3, 0.4],
		[0.5, 0.6, 0.7, 0.8],
		[0.9, 1.0, 1.1, 1.2],
	]),
);
const b = parameter("b", column([0, 0, 0]));
const u = parameter("u", column([1, -1, 2]));
const x = input("x", 4, 1);
const z = plus(matmul(W, x), b).named("z");
const s = matmul(transpose(u), tanh(z)).named("s");
const point = { x: column([0.1, -0.2, 0.3, 0.4]) };

describe("the computational graph", () => {
	it("puts every node after its inputs", () => {
		const { order } = new ComputationalGraph(s);
		for (const [k, node] of order.entries())
			for (const source of node.inputs) expect(order.indexOf(source)).toBeLessThan(k);
		expect(order.at(-1)).toBe(s);
	});

	it("gives each gradient in the shape of its node, by node and by label", () => {
		const graph = new ComputationalGraph(s);
		graph.forward(point);
		const gradients = graph.backward();
		for (const node of [W, b, u, x, z]) expect(gradients.of(node)).toMatchObject({ rows: node.rows, cols: node.cols });
		expect(gradients.of("W")).toEqual(gradients.of(W));
		expect(gradients.of(z)).toEqual(gradients.of(b));
	});

	it("backward twice gives the same bits twice", () => {
		const graph = new ComputationalGraph(s);
		graph.forward(point);
		const first = [W, b, u].map((node) => graph.backward().of(node).data);
		expect([W, b, u].map((node) => graph.backward().of(node).data)).toEqual(first);
	});

	it("a gradient that was taken stays as it was when the graph runs again", () => {
		const graph = new ComputationalGraph(s);
		graph.forward(point);
		const before = graph.backward().of(W);
		const kept = before.copy();
		graph.forward({ x: column([9, 9, 9, 9]) });
		graph.backward();
		expect(before).toEqual(kept);
	});

	it("a node used on two paths gets the sum", () => {
		const a = parameter("a", scalar(3));
		const graph = new ComputationalGraph(plus(times(a, a), a));
		graph.forward();
		expect(graph.backward().of(a).at(0, 0)).toBe(7);
	});

	it("two hundred forks: the sum over 2^200 paths, in one visit a node", () => {
		const a = parameter("a", scalar(1));
		let node = plus(a, a);
		for (let k = 1; k < 200; k++) node = plus(node, node);
		const graph = new ComputationalGraph(node);
		graph.forward();
		expect(graph.order).toHaveLength(201);
		expect(graph.backward().of(a).at(0, 0)).toBe(2 ** 200);
	});

	it("a chain of a million nodes runs", () => {
		const a = parameter("a", scalar(2));
		let node = scale(a, 1);
		for (let k = 1; k < 1_000_000; k++) node = scale(node, k % 2 ? -1 : 1);
		const graph = new ComputationalGraph(node);
		expect(graph.forward().at(0, 0)).toBe(2);
		expect(graph.backward().of(a).at(0, 0)).toBe(1);
	});

	it("a batch may change its size between runs", () => {
		const X = input("X", 4, "batch");
		const graph = new ComputationalGraph(sum(square(matmul(W, X))));
		const random = new Random(1);
		for (const size of [1, 5, 2]) {
			const batch = random.matrix(4, size);
			graph.forward({ X: batch });
			expect(graph.backward().of(X)).toMatchObject({ rows: 4, cols: size });
		}
	});

	it("the gradient of a batch is the sum over its examples", () => {
		const X = input("X", 4, "batch");
		const graph = new ComputationalGraph(sum(square(matmul(W, X))));
		const examples = [column([1, 2, 3, 4]), column([0, -1, 1, 0.5])];
		const gradientOf = (values: Parameters<typeof graph.forward>[0]) => {
			graph.forward(values);
			return graph.backward().of(W);
		};
		const [first, second] = examples.map((example) => gradientOf({ X: example }));
		const both = gradientOf({ X: [...examples[0].data, ...examples[1].data] });
		both.data.forEach((value, k) => expect(value).toBeCloseTo(first.data[k] + second.data[k], 12));
	});

	it("an upstream gradient starts the pass of an output that is no scalar", () => {
		const graph = new ComputationalGraph(z);
		graph.forward(point);
		expect(
			graph
				.backward(column([0, 1, 0]))
				.of(b)
				.toArray(),
		).toEqual([[0], [1], [0]]);
	});

	it("{ wrt } leaves out the gradients that nobody asked for", () => {
		const graph = new ComputationalGraph(s, { wrt: [b] });
		graph.forward(point);
		const full = new ComputationalGraph(s);
		full.forward(point);
		expect(graph.backward().of(b)).toEqual(full.backward().of(b));
		expect(() => graph.backward().of(W)).toThrow(GraphError);
	});

	it("traces every edge: downstream = upstream × local, and an input's gradient is the sum of what arrives", () => {
		const graph = new ComputationalGraph(plus(s, sum(square(z))));
		graph.forward(point);
		expect(() => graph.trace()).toThrow("Run forward({ … }) and backward() first");
		const gradients = graph.backward();
		const edges = graph.trace();
		const arrived = new Map<unknown, number[]>();
		for (const { from, to, upstream, local, downstream } of edges) {
			expect([local.rows, local.cols]).toEqual([upstream.data.length, downstream.data.length]);
			downstream.data.forEach((value, j) => {
				const product = upstream.data.reduce((total, g, i) => total + g * local.at(i, j), 0);
				expect(value).toBeCloseTo(product, 12);
			});
			expect(from.inputs).toContain(to);
			arrived.set(
				to,
				[...downstream.data].map((value, k) => value + (arrived.get(to)?.[k] ?? 0)),
			);
		}
		for (const node of [W, b, u, x, z])
			[...gradients.of(node).data].forEach((value, k) => expect(arrived.get(node)?.[k]).toBeCloseTo(value, 12));
	});

	it("a gradient that only lookups reach is zero outside the columns of the last batch", () => {
		const L = parameter("L", new Random(1).matrix(2, 6));
		const ids = input("ids", 2, "batch");
		const graph = new ComputationalGraph(sum(square(lookup(L, ids))), { engine: fastMachine.engine });
		const run = (indices: number[]) => {
			graph.forward({ ids: indices });
			const gradients = graph.backward();
			const touched = gradients.columnsOf(L);
			return { gradient: gradients.of(L), columns: [...(touched?.list.subarray(0, touched.count) ?? [])].sort() };
		};
		for (const indices of [
			[1, 5],
			[0, 0],
			[2, 1],
			[2, 1, 3, 3],
		]) {
			const { gradient, columns } = run(indices);
			expect(columns).toEqual([...new Set(indices)].sort());
			const count = (j: number) => indices.filter((index) => index === j).length;
			expect(gradient.toArray()).toEqual(
				L.value
					.toArray()
					.map((line) => line.map((value, j) => (count(j) === 0 ? 0 : expect.closeTo(2 * value * count(j), 12)))),
			);
		}
	});

	it("a matrix that is looked up and used otherwise has a gradient everywhere", () => {
		const L = parameter("L", new Random(1).matrix(2, 3));
		const graph = new ComputationalGraph(plus(sum(square(lookup(L, [1]))), sum(square(L))));
		graph.forward();
		const gradients = graph.backward();
		expect(gradients.columnsOf(L)).toBeNull();
		expect(gradients.of(L).toArray()).toEqual(
			L.value.toArray().map((line) => line.map((value, j) => expect.closeTo((j === 1 ? 4 : 2) * value, 12))),
		);
	});

	it("learns from parameters as they are now", () => {
		const a = parameter("a", scalar(1));
		const graph = new ComputationalGraph(square(a));
		expect(graph.forward().at(0, 0)).toBe(1);
		a.value.set(0, 0, 5);
		expect(graph.forward().at(0, 0)).toBe(25);
	});

	it.each([
		["a missing input", () => new ComputationalGraph(s).forward(), "forward: the input x (4×1) is missing"],
		[
			"an unknown input",
			() => new ComputationalGraph(s).forward({ ...point, y: 1 }),
			"forward: y is not an input of this graph (its inputs: x)",
		],
		[
			"an input of the wrong shape",
			() => new ComputationalGraph(s).forward({ x: column([1, 2]) }),
			"forward: the input x is 4×1, and 2×1 came",
		],
		["backward before forward", () => new ComputationalGraph(s).backward(), "Run forward({ … }) first"],
		[
			"two nodes of one name",
			() => new ComputationalGraph(plus(parameter("a", scalar(1)), parameter("a", scalar(2)))),
			"Two nodes of this graph are called a",
		],
		["a gradient of a stranger", () => gradientsOf(s).of(parameter("v", scalar(1))), "v is not part of this graph"],
		[
			"a gradient of a constant",
			() => gradientsOf(plus(s, constant(1, "one"))).of("one"),
			/not part of this graph|no gradient/,
		],
		["backward from a matrix", () => gradientsOf(z), "only a scalar has a gradient by itself"],
	])("%s is a GraphError that says what to do", (_claim, act, message) => {
		expect(act).toThrow(GraphError);
		expect(act).toThrow(message);
	});
});

function gradientsOf(node: Parameters<typeof tanh>[0] & object) {
	const graph = new ComputationalGraph(node as typeof s);
	graph.forward(point);
	return graph.backward();
}
