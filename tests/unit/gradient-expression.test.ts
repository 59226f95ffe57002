import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

const random = new g.Random(11);
const W = g.parameter("W", random.matrix(3, 4));
const b = g.parameter("b", random.matrix(3, 1));
const U = g.parameter("U", random.matrix(2, 3));
const X = g.input("X", 4, "batch");
const y = g.input("y", 1, "batch");
const L = g.parameter("L", random.matrix(2, 5));
const inputs = { X: random.matrix(4, 3), y: g.row([0, 1, 1]) };
const Z = g.addColumn(g.matmul(W, X), b);

/** Scalars that between them use every gate with a symbolic gradient. */
const EXPRESSIONS: Record<string, g.Node> = {
	"softmax cross entropy of a net": g.softmaxCrossEntropy(g.matmul(U, g.tanh(Z)), y),
	"logistic cross entropy": g.logisticCrossEntropy(g.matmul(g.row([1, -2, 0.5]), g.logistic(Z)), y),
	"squared error": g.squaredError(g.softplus(Z), g.exp(g.scale(Z, 0.3))),
	"softmax and log-softmax": g.sum(g.times(g.softmax(Z), g.logSoftmax(Z))),
	"sums, means and maxima": g.plus(
		g.max(Z),
		g.plus(g.mean(g.square(Z)), g.sum(g.times(g.rowSums(Z), g.rowSums(g.tanh(Z))))),
	),
	"column sums": g.sum(g.square(g.columnSums(Z))),
	"a quotient and powers": g.sum(g.divide(g.sqrt(g.exp(Z)), g.power(g.plus(g.square(Z), g.exp(Z)), 1.5))),
	layout: g.sum(
		g.square(g.matmul(g.transpose(g.concatenate(g.slice(Z, 1, 3), Z)), g.concatenate(Z, g.slice(Z, 0, 2)))),
	),
	"a fork": g.sum(g.minus(g.times(Z, g.maximum(Z, g.negate(Z))), g.relu(Z))),
	"a dot product": g.dot(g.matmul(W, g.column([1, 2, 3, 4])), g.times(b, b)),
	"a lookup": g.sum(g.power(g.lookup(L, [1, 3, 1]), 3)),
};

const run = (node: g.Node) => {
	const graph = new g.ComputationalGraph(node);
	const needed = graph.order.filter((source) => source.role === "input").map((source) => source.label as "X" | "y");
	return { graph, value: graph.forward(Object.fromEntries(needed.map((label) => [label, inputs[label]]))), needed };
};

const sourcesOf = (node: g.Node) => new g.ComputationalGraph(node).parameters;

describe("the gradient of an expression is an expression", () => {
	it.each(Object.entries(EXPRESSIONS))("%s: the same numbers as backprop", (_name, expression) => {
		const { graph } = run(expression);
		const gradients = graph.backward();
		for (const source of sourcesOf(expression)) {
			const symbolic = run(g.gradientExpression(expression, source)).value;
			expect(g.relativeError(symbolic, gradients.of(source), 1)).toBeLessThan(1e-12);
		}
	});

	it.each(
		Object.entries(EXPRESSIONS),
	)("%s: a Hessian times a vector agrees with differences of the gradient", (_name, expression) => {
		const [source] = sourcesOf(expression);
		const direction = random.matrix(source.value.rows, source.value.cols);
		const { graph, needed } = run(expression);
		const values = Object.fromEntries(needed.map((label) => [label, inputs[label]]));
		const byExpression = g.hessianVectorProduct(expression, source, direction, values);
		const before = source.value.copy();
		const { jacobian } = g.numericJacobian((t) => {
			source.value.data.forEach((_, k) => {
				source.value.data[k] = before.data[k] + t.data[0] * direction.data[k];
			});
			graph.forward(values);
			const gradient = graph.backward().of(source);
			source.value.data.set(before.data);
			return gradient;
		}, g.scalar(0));
		const byNumber = new g.Matrix(byExpression.rows, byExpression.cols, jacobian.data);
		expect(g.relativeError(byExpression, byNumber, 1)).toBeLessThan(1e-8);
	});

	it.each(Object.entries(EXPRESSIONS))("%s: forward mode agrees with backprop", (_name, expression) => {
		const { graph } = run(expression);
		const sources = sourcesOf(expression);
		const nudges = Object.fromEntries(
			sources.map(({ label, value }) => [label, random.matrix(value.rows, value.cols)]),
		);
		const gradients = graph.backward();
		const along = sources.reduce(
			(total, source) =>
				total + gradients.of(source).data.reduce((sum, d, k) => sum + d * nudges[source.label as string].data[k], 0),
			0,
		);
		expect(graph.tangent(nudges).at(0, 0)).toBeCloseTo(along, 10);
	});

	it("of the lecture's score: what stands on paper", () => {
		const u = g.parameter("u", g.column([1, -1, 2]));
		const x = g.input("x", 4);
		const z = g.plus(g.matmul(W, x), b).named("z");
		const s = g.matmul(g.transpose(u), g.tanh(z)).named("s");
		expect(g.gradientExpression(s, b).latex()).toContain("\\odot \\tanh'(z)");
		expect(g.gradientExpression(s, W)).toMatchObject({ rows: 3, cols: 4 });
		expect(g.gradientExpression(s, x)).toMatchObject({ rows: 4, cols: 1 });
	});

	it.each<[string, (a: g.Node) => g.Node]>([
		...Object.entries({
			...{ tanh: g.tanh, logistic: g.logistic, exp: g.exp, log: g.log, sqrt: g.sqrt, square: g.square },
		}),
		...Object.entries({
			reciprocal: g.reciprocal,
			softplus: g.softplus,
			sin: g.sin,
			cos: g.cos,
			relu: g.relu,
			abs: g.abs,
		}),
		["power", (a) => g.power(a, 4.5)],
		["power of 2", (a) => g.power(a, 2)],
		["leakyRelu", (a) => g.leakyRelu(a, 0.1)],
		["log of logistic", (a) => g.log(g.logistic(a))],
	])("derivatives of order 2 to 5 of %s agree with differences of the one before", (_name, f) => {
		const a = g.parameter("a", g.scalar(0.7));
		let order: g.Node = f(a);
		for (let k = 1; k <= 5; k++) {
			const before = order;
			order = g.gradientExpression(before, a);
			const graph = new g.ComputationalGraph(before);
			const { jacobian } = g.numericJacobian((t) => {
				a.value.data[0] = t.data[0];
				const value = graph.forward().copy();
				a.value.data[0] = 0.7;
				return value;
			}, g.scalar(0.7));
			expect(g.relativeError(g.evaluate(order), jacobian, 1)).toBeLessThan(1e-8);
		}
	});

	it("of what does not depend on the variable: 0", () => {
		const stranger = g.parameter("v", g.column([1, 2]));
		expect(run(g.gradientExpression(g.sum(g.square(b)), stranger)).value.toArray()).toEqual([[0], [0]]);
		expect(g.hessianVectorProduct(g.sum(b), b, g.column([1, 1, 1])).toArray()).toEqual([[0], [0], [0]]);
	});

	it("of a dropout: the mask of the same run", () => {
		const dropped = g.dropout(b, 0.5, new g.Random(1));
		const both = run(g.concatenate(dropped, g.gradientExpression(g.sum(g.square(dropped)), b)))
			.value.toArray()
			.flat();
		expect(both.slice(3).map((slope) => slope === 0)).toEqual(both.slice(0, 3).map((value) => value === 0));
	});

	it("says so where it cannot: no scalar, a gate of one's own", () => {
		expect(() => g.gradientExpression(Z, W)).toThrow("only a scalar has a gradient");
		const own = g.ownGate({ name: "own", forward: (x) => x.copy(), backward: (upstream) => [upstream] });
		expect(() => g.gradientExpression(g.sum(own(b)), b)).toThrow("has no symbolic gradient");
	});

	it("of a Kronecker product, by either factor, and again", () => {
		const random = new g.Random(4);
		for (const [m, n, r, s] of [
			[2, 3, 3, 2],
			[1, 2, 3, 1],
			[3, 1, 1, 2],
		]) {
			const [A, B] = [g.parameter("A", random.matrix(m, n)), g.parameter("B", random.matrix(r, s))];
			const weights = random.matrix(m * r, n * s);
			const output = g.sum(g.times(g.tanh(g.kron(A, B)), weights));
			for (const wrt of [A, B]) {
				const found = g.evaluate(g.gradientExpression(output, wrt));
				expect(g.relativeError(found, g.toShape(g.jacobian(output, wrt), wrt.value))).toBeLessThan(1e-12);
				const again = g.sum(g.square(g.gradientExpression(output, wrt)));
				expect(g.gradcheck(again, {}, { tolerance: 1e-8 }).worst).toBeLessThan(1e-8);
			}
		}
	});
});

describe("derivatives of plain functions", () => {
	const f = (a: g.Node, c: g.Node) => g.sum(g.times(g.tanh(a), c));
	const at = [g.column([0.5, -1]), g.column([2, 3])];

	it("gradient and valueAndGradient", () => {
		const { value, gradients } = g.valueAndGradient(f)(...at);
		expect(value).toBeCloseTo(2 * Math.tanh(0.5) + 3 * Math.tanh(-1), 12);
		expect(gradients[1].data[0]).toBeCloseTo(Math.tanh(0.5), 12);
		expect(g.gradient(f)(...at)).toEqual(gradients);
	});

	it("vjp and jvp are the two sides of one Jacobian", () => {
		const h = (a: g.Node) => g.matmul(W, g.concatenate(a, g.square(a)));
		const [v, u] = [g.column([1, -2]), g.column([0.5, 1, -1])];
		const [left] = g.vjp(h, [at[0]], u);
		const right = g.jvp(h, [at[0]], [v]);
		const dot = (a: g.Matrix, b: g.Matrix) => a.data.reduce((total, value, k) => total + value * b.data[k], 0);
		expect(dot(left, v)).toBeCloseTo(dot(u, right), 12);
	});

	it("an argument that is not used, and directions that do not fit, are errors that say so", () => {
		expect(() => g.gradient((a) => g.sum(a))(at[0], at[1])).toThrow("does not use its argument x1");
		expect(() => g.jvp(f, at, [g.row([1]), at[1]])).toThrow("the direction of x0 is 1×1, and x0 is 2×1");
		expect(() => g.jvp(f, at, [at[0]])).toThrow(
			"2 arguments want as many directions, in a list, and this is a list of 1",
		);
		expect(() => g.jvp(f, at, [at[0], undefined as never])).toThrow("direction 1 is undefined");
		const x = g.parameter("x", at[0].copy());
		expect(() => g.hessianVectorProduct(g.sum(g.tanh(x)), x, g.row([1, 2]))).toThrow(
			"the shape of x, 2×1, and this is 1×2",
		);
	});
});
