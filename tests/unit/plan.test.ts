/** What a graph does behind the scenes: fused gates, shared buffers, both precisions. None of it may show. */
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

/** What the plain run keeps, this does not. */
const fast = { engine: g.fastMachine.engine };

const outputOf = (node: g.Node) => new g.ComputationalGraph(node).forward().data[0];
const gradientOf = (node: g.Node, of: g.Node) => {
	const graph = new g.ComputationalGraph(node);
	graph.forward();
	return graph.backward().of(of).toArray();
};

describe("logarithms of what is nearly 0 stay exact, written by their parts", () => {
	const x = g.parameter("x", g.scalar(-800));

	it("log σ(−800) is −800, and its slope is 1", () => {
		expect(outputOf(g.log(g.logistic(x)))).toBe(-800);
		expect(gradientOf(g.log(g.logistic(x)), x)).toEqual([[1]]);
	});

	it("log softmax of scores that are 1e4 apart", () => {
		const s = g.parameter("s", g.column([1e4, 0, -1e4]));
		const graph = new g.ComputationalGraph(g.sum(g.times(g.log(g.softmax(s)), g.column([0, 0, 1]))));
		expect(graph.forward().data[0]).toBe(-2e4);
		expect(graph.backward().of(s).toArray()).toEqual([[-1], [0], [1]]);
	});

	it("log Σ exp of what exp cannot hold", () => {
		const s = g.parameter("s", g.column([1000, 1000]));
		const graph = new g.ComputationalGraph(g.log(g.sum(g.exp(s))));
		expect(graph.forward().data[0]).toBeCloseTo(1000 + Math.log(2), 10);
		expect(graph.backward().of(s).toArray()).toEqual([[0.5], [0.5]]);
	});

	it("a name in the middle changes nothing", () => {
		const p = g.logistic(x).named("p");
		const graph = new g.ComputationalGraph(g.log(p));
		expect([graph.forward().data[0], graph.value("p").data[0]]).toEqual([-800, 0]);
		expect(graph.backward().of(x).data[0]).toBe(1);
	});
});

describe("products of transposes, and a product with its bias, are fused", () => {
	const random = new g.Random(3);
	const [A, B] = [g.parameter("A", random.matrix(3, 4)), g.parameter("B", random.matrix(3, 2))];
	const C = g.parameter("C", random.matrix(5, 3));
	const b = g.parameter("b", random.matrix(4, 1));
	it.each([
		["Aᵀ·B", g.matmul(g.transpose(A), B)],
		["A·Bᵀ", g.matmul(C, g.transpose(g.transpose(B)))],
		["Bᵀ·Cᵀ", g.matmul(g.transpose(B), g.transpose(C))],
		["Aᵀ·B + b·1ᵀ", g.addColumn(g.matmul(g.transpose(A), B), b)],
		["Aᵀ·A", g.matmul(g.transpose(A), A)],
		["a product that is used twice", doubled(g.matmul(g.transpose(A), B), b)],
	])("%s: the gradients are those of numeric differentiation", (_name, node) => {
		const loss = g.sum(g.square(g.tanh(node)));
		expect(g.gradcheck(loss).worst).toBeLessThan(1e-10);
	});
	function doubled(product: g.Node, bias: g.Node): g.Node {
		return g.times(g.addColumn(product, bias), product);
	}
});

describe("values and gradients that were not kept are there when asked for", () => {
	const random = new g.Random(5);
	const W = g.parameter("W", random.matrix(3, 3));
	const deep = (layers: number) => {
		const nodes: g.Node[] = [g.input("x", 3, "batch")];
		for (let k = 0; k < layers; k++) nodes.push(g.scale(g.tanh(g.matmul(W, nodes[nodes.length - 1])), 1.5));
		return nodes;
	};

	it("every node's value and gradient agree with those of a graph that ends there or begins there", () => {
		const nodes = deep(6);
		const graph = new g.ComputationalGraph(g.sum(nodes[6]));
		const x = random.matrix(3, 2);
		graph.forward({ x });
		const gradients = graph.backward();
		nodes
			.slice(1)
			.forEach((node) =>
				expect(g.relativeError(graph.value(node), new g.ComputationalGraph(node).forward({ x }))).toBeLessThan(1e-14),
			);
		for (const node of nodes.slice(1, -1))
			expect(g.relativeError(gradients.of(node), new g.Matrix(3, 2, graph.jacobian(node).data))).toBeLessThan(1e-12);
	});

	it("after a step of the optimizer they belong to no pass any more, and it is said so", () => {
		const nodes = deep(4);
		const graph = new g.ComputationalGraph(g.sum(nodes[4]), fast);
		graph.forward({ x: random.matrix(3, 2) });
		g.sgd(0.1).step([W], graph.backward());
		const z = nodes[2].inputs[0].inputs[0]; // W·h, which no gradient needs
		expect(() => graph.value(z)).toThrow("the parameters changed since");
	});

	it("the gradients of sources outlive the next forward pass", () => {
		const nodes = deep(4);
		const graph = new g.ComputationalGraph(g.sum(nodes[4]), fast);
		graph.forward({ x: random.matrix(3, 2) });
		const gradients = graph.backward();
		const before = gradients.of(W);
		graph.forward({ x: random.matrix(3, 2) });
		expect(gradients.of(W)).toEqual(before);
		expect(() => gradients.of(nodes[2])).toThrow("the graph has run forward since");
	});

	it("an input that is read late keeps its numbers while buffers change hands before", () => {
		const [a, b] = [g.input("a", 2), g.input("b", 2)];
		const graph = new g.ComputationalGraph(g.concatenate(g.exp(g.scale(a, 2)), g.exp(g.scale(b, 2))), { wrt: [] });
		const e2 = Math.exp(2);
		expect(
			graph
				.forward({ a: [0, 0], b: [1, 1] })
				.toArray()
				.flat(),
		).toEqual([1, 1, e2, e2]);
	});

	it("a batch of another size, and back again", () => {
		const graph = new g.ComputationalGraph(g.sum(deep(3)[3]));
		const [small, large] = [random.matrix(3, 1), random.matrix(3, 9)];
		const first = graph.forward({ x: small });
		for (const x of [large, random.matrix(3, 2), random.matrix(3, 3), random.matrix(3, 4), random.matrix(3, 5)])
			graph.forward({ x });
		expect(graph.forward({ x: small })).toEqual(first);
	});
});

describe("f32", () => {
	const sources = (convert: (A: g.Matrix) => g.Matrix) => {
		const random = new g.Random(7);
		return [
			g.parameter("W", convert(random.matrix(6, 8))),
			g.parameter("b", convert(random.matrix(6, 1))),
			g.parameter("L", convert(random.matrix(4, 9))),
		] as const;
	};
	const lossOf = ([W, b, L]: readonly g.Node[]) => {
		const x = g.lookup(L, g.input("ids", 2, 3));
		return g.softmaxCrossEntropy(
			g.times(
				g.tanh(g.addColumn(g.matmul(W, x), b)),
				g.fill(6, 3, (i) => i),
			),
			g.input("y", 1, 3),
		);
	};
	const inputs = { ids: [1, 2, 3, 1, 8, 0], y: [0, 5, 2] };

	it("computes the gradients of f64, to seven digits", () => {
		const [wide, narrow] = [(A: g.Matrix) => A, g.float32].map((convert) => {
			const parameters = sources(convert);
			const graph = new g.ComputationalGraph(lossOf(parameters));
			graph.forward(inputs);
			const gradients = graph.backward();
			return parameters.map((parameter) => gradients.of(parameter));
		});
		expect(narrow.map((gradient) => gradient.precision)).toEqual(["f32", "f32", "f32"]);
		narrow.forEach((gradient, k) => expect(g.relativeError(gradient, wide[k])).toBeLessThan(2e-6));
	});

	it("parameters of both precisions in one graph are an error that names two", () => {
		const [W, b, L] = sources(g.float32);
		expect(() => new g.ComputationalGraph(lossOf([W, b, g.parameter("K", g.zeros(4, 9))]))).toThrow(
			"W is f32 and K is f64: a graph computes in one precision",
		);
		expect(L.value.precision).toBe("f32");
	});
});

describe("work", () => {
	it("of Wx: mn multiplications and m(n − 1) additions forward; backward twice as many multiplications", () => {
		const W = g.parameter("W", new g.Random(1).matrix(3, 4));
		const graph = new g.ComputationalGraph(g.sum(g.matmul(W, g.parameter("x", g.column([1, 2, 3, 4])))));
		graph.forward();
		const { forward, backward } = graph.work();
		expect(forward).toEqual({ multiplications: 12, additions: 3 * 3 + 2, visits: 2 });
		expect(backward.multiplications).toBe(24);
		expect(backward.visits).toBe(3);
	});

	it("grows in proportion to the depth", () => {
		const chain = (depth: number) => {
			let node: g.Node = g.parameter("a", g.scalar(0.5));
			for (let k = 0; k < depth; k++) node = g.tanh(node);
			const graph = new g.ComputationalGraph(node);
			graph.forward();
			return graph.work().backward;
		};
		expect(chain(64).multiplications).toBe(64 * chain(1).multiplications);
	});

	it("asking for it leaves the pass as it is", () => {
		const a = g.parameter("a", g.scalar(2));
		const graph = new g.ComputationalGraph(g.square(a));
		graph.forward();
		const gradients = graph.backward();
		graph.work();
		expect([graph.value(graph.output).data[0], gradients.of(a).data[0]]).toEqual([4, 4]);
	});
});

describe("products of local Jacobians collapse as on paper", () => {
	const random = new g.Random(9);
	const [m, n] = [5, 7];
	const W = g.parameter("W", random.matrix(m, n));
	const x = g.parameter("x", random.matrix(n, 1));
	const workOf = (node: g.Node, wrt: g.Node) => {
		const kernels = g.counting(g.reference);
		const graph = new g.ComputationalGraph(node, { kernels, wrt: [wrt] });
		graph.forward();
		kernels.takeWork();
		const jacobian = graph.jacobian(wrt);
		return { jacobian, work: kernels.takeWork() };
	};

	it("a diagonal times a matrix scales its rows: mn multiplications, no addition", () => {
		const node = g.tanh(g.matmul(W, x));
		const { jacobian, work } = workOf(node, x);
		expect(work).toEqual({ multiplications: m * n, additions: 0 });
		expect(
			g.relativeError(
				jacobian,
				g.numericJacobian((at) => {
					const moved = g.parameter("x", at.copy());
					return new g.ComputationalGraph(g.tanh(g.matmul(W, moved))).forward();
				}, x.value).jacobian,
			),
		).toBeLessThan(1e-10);
	});

	it("two diagonals are a diagonal: n multiplications", () => {
		const { work, jacobian } = workOf(g.exp(g.tanh(x)), x);
		expect(work).toEqual({ multiplications: n, additions: 0 });
		expect(jacobian.at(0, 1)).toBe(0);
	});

	it("an identity costs nothing", () => {
		expect(workOf(g.plus(x, random.matrix(n, 1)), x).work).toEqual({ multiplications: 0, additions: 0 });
	});

	it("a row times (xᵀ ⊗ I) is the outer product: mn multiplications, where the written product has m·mn", () => {
		const u = random.matrix(1, m);
		const { work } = workOf(g.matmul(u, g.matmul(W, x)), W);
		expect(work.multiplications).toBe(m * n);
	});

	it("paths that meet are added", () => {
		const M = random.matrix(n, n);
		const meeting = (x: g.Node) => g.plus(g.times(x, x), g.matmul(M, g.tanh(x)));
		const { jacobian } = workOf(meeting(x), x);
		const byNumber = g.numericJacobian(
			(at) => new g.ComputationalGraph(meeting(g.parameter("x", at.copy()))).forward(),
			x.value,
		);
		expect(g.relativeError(jacobian, byNumber.jacobian)).toBeLessThan(1e-10);
	});
});
