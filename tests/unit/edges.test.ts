/** At the edges of what numbers can say: zeros of both signs, subnormal numbers, infinities, NaN; compared with PyTorch. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

type Numbers = (number | string)[];
interface Edges {
	points: Numbers;
	functions: Record<string, { values: Numbers; slopes: Numbers }>;
	pairs: [number | string, number | string][];
	divide: { values: Numbers };
	maximum: { values: Numbers; a: Numbers; b: Numbers };
	columns: {
		x: Numbers;
		logSoftmax: Numbers;
		softmax: Numbers;
		logSumExp: number | string;
		crossEntropy: number | string;
		crossSlopes: Numbers;
	}[];
}
const edges = JSON.parse(readFileSync(path.join(import.meta.dirname, "fixtures/edges.json"), "utf8")) as Edges;

const NAMED: Record<string, (x: g.Operand) => g.Node> = {
	...{ relu: g.relu, logistic: g.logistic, tanh: g.tanh, exp: g.exp, log: g.log, sqrt: g.sqrt, softplus: g.softplus },
	...{ square: g.square, reciprocal: g.reciprocal, abs: g.abs, logLogistic: (x: g.Operand) => g.log(g.logistic(x)) },
};
const functionOf = (name: string) =>
	name.startsWith("power ") ? (x: g.Operand) => g.power(x, Number(name.slice(6))) : NAMED[name];

/** The same number, but for the last two units of its last place; zeros of both signs are one. */
function isSame(found: number, wanted: number | string): boolean {
	const value = Number(wanted);
	if (Object.is(found, value) || found === value) return true;
	return Math.abs(found - value) <= 2e-15 * Math.max(Math.abs(found), Math.abs(value)) + 1e-17;
}

describe.each([
	["the engine room", undefined],
	["the plain run", g.plainEngine],
])("%s", (_name, engine) => {
	const graphOf = (node: g.Node) => new g.ComputationalGraph(node, { engine });
	const points = g.column(edges.points.map(Number));

	it.each(Object.entries(edges.functions))("%s", (name, { values, slopes }) => {
		const x = g.parameter("x", points.copy());
		const graph = graphOf(functionOf(name)(x));
		const found = graph.forward();
		const gradient = graph.backward(g.ones(points.rows, 1)).of(x);
		edges.points.forEach((point, k) => {
			// C and NumPy raise −∞ to ½ as IEEE 754 has it; PyTorch takes a root.
			if (point === "-Infinity" && /power -?\d\.5/.test(name)) return;
			expect([point, found.data[k]]).toSatisfy(([, value]) => isSame(value as number, values[k]));
			// A slope at NaN is NaN here, always: it must not pass for a number.
			const slope = point === "NaN" ? Number.NaN : slopes[k];
			expect([point, gradient.data[k]]).toSatisfy(([, value]) => isSame(value as number, slope));
		});
	});

	const [a, b] = [0, 1].map((side) => g.parameter("ab"[side], g.column(edges.pairs.map((pair) => Number(pair[side])))));

	it("a quotient is one division: also where 1/b is infinite", () => {
		const found = graphOf(g.divide(a, b)).forward();
		edges.pairs.forEach((pair, k) => {
			expect([pair, found.data[k]]).toSatisfy(
				([, value]) =>
					Number(value) === Number(edges.divide.values[k]) || isSame(value as number, edges.divide.values[k]),
			);
		});
		const reciprocal = g.reciprocal(b).named("r");
		const named = graphOf(g.times(reciprocal, a)).forward();
		expect(named).toEqual(found); // whatever has a name, and whatever the order
	});

	it("the gradient of a quotient", () => {
		const [p, q] = [g.parameter("p", g.column([3, -2, 0, 1e-200])), g.parameter("q", g.column([2, 5, 4, 1e-100]))];
		const graph = graphOf(g.divide(p, q));
		graph.forward();
		const gradients = graph.backward(g.column([1, 2, 3, 1]));
		expect([...gradients.of(p).data]).toEqual([1 / 2, 2 / 5, 3 / 4, 1e100]);
		const byQ = [-3 / 4, 4 / 25, 0, -1];
		gradients.of(q).data.forEach((value, k) => expect(value).toBeCloseTo(byQ[k], 12));
	});

	it("the larger of two", () => {
		const graph = graphOf(g.maximum(a, b));
		const found = graph.forward();
		const gradients = graph.backward(g.ones(a.value.rows, 1));
		edges.pairs.forEach((pair, k) => {
			expect([pair, found.data[k]]).toSatisfy(([, value]) => isSame(value as number, edges.maximum.values[k]));
			for (const side of ["a", "b"] as const) {
				const wanted = pair.includes("NaN") ? Number.NaN : edges.maximum[side][k];
				expect([pair, gradients.of(side).data[k]]).toSatisfy(([, value]) => isSame(value as number, wanted));
			}
		});
	});

	it.each(edges.columns.filter(({ x }) => !x.includes("Infinity")))("softmax and its logarithms of $x", (own) => {
		const x = g.parameter("x", g.column(own.x.map(Number)));
		const same = (found: g.Matrix, wanted: Numbers) =>
			found.data.forEach((value, k) => expect([k, value]).toSatisfy(([, v]) => isSame(v, wanted[k])));
		same(graphOf(g.softmax(x)).forward(), own.softmax);
		for (const node of [g.logSoftmax(x), g.log(g.softmax(x)), g.log(g.softmax(x).named("p"))])
			same(graphOf(node).forward(), own.logSoftmax);
		same(graphOf(g.log(g.sum(g.exp(x)))).forward(), [own.logSumExp]);
		const loss = graphOf(g.softmaxCrossEntropy(x, [0]));
		same(loss.forward(), [own.crossEntropy]);
		same(loss.backward().of(x), own.crossSlopes);
	});

	it("log Σ exp of ∞ is ∞", () => {
		const x = g.column([Number.POSITIVE_INFINITY, 1]);
		expect(
			graphOf(g.log(g.sum(g.exp(x))))
				.forward()
				.at(0, 0),
		).toBe(Number.POSITIVE_INFINITY);
	});

	it("a small loss is exact: log(1 + e⁻⁴⁰) is e⁻⁴⁰", () => {
		const loss = graphOf(g.softmaxCrossEntropy(g.column([0, -40]), [0]))
			.forward()
			.at(0, 0);
		expect(loss / Math.exp(-40)).toBeCloseTo(1, 12);
	});
});

describe("gradients of any size can be clipped", () => {
	it.each([1e200, 1e308, 1e-200, 5e-324, 1])("of %d: the norm is right, and the direction stays", (size) => {
		const w = g.parameter("w", g.column([1, 1, 1, 1]));
		const graph = new g.ComputationalGraph(g.sum(g.times(w, g.column([size, -size, 0, 0]))));
		graph.forward();
		const gradients = graph.backward();
		const norm = Math.min(size * Math.SQRT2, Number.MAX_VALUE);
		expect(g.gradientNorm([w], gradients) / norm).toBeCloseTo(1, size < 1e-300 ? -1 : 10);
		g.clipByNorm([w], gradients, 1e-3);
		const clipped = gradients.of(w).data;
		expect([clipped[0] + clipped[1], clipped[2]]).toEqual([0, 0]);
		expect(Math.hypot(...clipped)).toBeLessThanOrEqual(1.0000001e-3);
		if (size >= 1) expect(Math.hypot(...clipped)).toBeCloseTo(1e-3, 12);
	});
});

describe("on every Node the same bits", () => {
	it("whole powers are products, in Adam as in the gate", () => {
		// What Node 20, 22 and 24 compute alike: their own ** differs between them.
		const w = g.parameter("w", g.column([1, -2, 3]));
		const graph = new g.ComputationalGraph(g.sum(g.power(w, 3)));
		const adam = g.adam(0.01, 0.9, 0.999);
		for (let k = 0; k < 1000; k++) {
			graph.forward();
			adam.step([w], graph.backward());
		}
		const bits = Buffer.from(new Float64Array(w.value.data).buffer).toString("hex");
		expect(bits).toBe("c2572889bca5923f31f767b155b033c0ddfd16b485b2d13f");
	});
});
