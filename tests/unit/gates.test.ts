import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kernelsCalled } from "../../src/fast/choose";
import * as g from "../../src/index";
import { disagreement, type Filling, type GateCase } from "./gate-check";

type Sizes = readonly [number, number, number];
type Make = (sizes: Sizes) => GateCase;

const x = (rows: number, cols: number, name = "x") => g.input(name, rows, cols);
const one =
	(make: (x: g.Node) => g.Node, filling: Filling = "any"): Make =>
	([m, n]) => ({ node: make(x(m, n)), fillings: [filling] });
const two =
	(make: (a: g.Node, b: g.Node) => g.Node): Make =>
	([m, n]) => ({ node: make(x(m, n, "a"), x(m, n, "b")), fillings: ["any", "any"] });

/** x ⊙ x ⊙ x, by forward and backward as a learner states them; the other input does not matter. */
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
		null,
	],
});

/** Every gate, on sources of random shapes. */
const GATES: Record<string, Make> = {
	plus: two(g.plus),
	minus: two(g.minus),
	times: two(g.times),
	maximum: two(g.maximum),
	max: one(g.max),
	scale: one((a) => g.scale(a, -2.5)),
	negate: one(g.negate),
	matmul: ([m, n, k]) => ({ node: g.matmul(x(m, k, "A"), x(k, n, "B")), fillings: [] }),
	addColumn: ([m, n]) => ({ node: g.addColumn(x(m, n, "Z"), x(m, 1, "b")), fillings: [] }),
	dot: ([m]) => ({ node: g.dot(x(m, 1, "u"), x(m, 1, "h")), fillings: [] }),
	transpose: one(g.transpose),
	concatenate: ([m, n, k]) => ({ node: g.concatenate(x(m, n, "a"), x(k, n, "b"), x(1, n, "c")), fillings: [] }),
	sum: one(g.sum),
	logistic: one(g.logistic),
	tanh: one(g.tanh),
	relu: one(g.relu, "away from 0"),
	exp: one(g.exp),
	log: one(g.log, "positive"),
	square: one(g.square),
	"tanh′": one((z) => g.slopeOf(g.tanh, z)),
	"logistic′": one((z) => g.slopeOf(g.logistic, z)),
	softmax: one(g.softmax),
	lookup: ([d, words, batch]) => ({
		node: g.lookup(x(d, 5, "L"), x(words, batch, "ids")),
		fillings: ["any", { indicesBelow: 5 }],
	}),
	softmaxCrossEntropy: ([classes, batch]) => ({
		node: g.softmaxCrossEntropy(x(classes, batch, "s"), x(1, batch, "y")),
		fillings: ["any", { indicesBelow: classes }],
	}),
	logisticCrossEntropy: ([, batch]) => ({
		node: g.logisticCrossEntropy(x(1, batch, "s"), x(1, batch, "y")),
		fillings: ["any", { indicesBelow: 2 }],
	}),
	"spread a column": ([m, n]) => ({ node: g.spread(x(m, 1, "b"), x(m, n, "like")), fillings: [] }),
	"spread a row": ([m, n]) => ({ node: g.spread(x(1, n, "b"), x(m, n, "like")), fillings: [] }),
	"collapse to a column": ([m, n]) => ({ node: g.collapse(x(m, n, "A"), x(m, 1, "like")), fillings: [] }),
	unselect: ([m, n]) => ({
		node: g.unselect(
			x(m, n, "u"),
			g.selection("slice", (k) => k),
			x(m, n + 1, "like"),
		),
		fillings: [],
	}),
	scatter: ([d, words, batch]) => ({
		node: g.scatter(x(d * words, batch, "u"), x(words, batch, "ids"), x(d, 5, "L")),
		fillings: ["any", { indicesBelow: 5 }],
	}),
	divide: ([m, n]) => ({ node: divideGate(m, n), fillings: ["positive"] }),
	power: one((a) => g.power(a, 2.5), "positive"),
	sqrt: one(g.sqrt, "positive"),
	softplus: one(g.softplus),
	logLogistic: one(g.logLogistic),
	leakyRelu: one((a) => g.leakyRelu(a, 0.1), "away from 0"),
	slice: ([m, n]) => ({ node: g.slice(x(m + 2, n), 1, m + 1), fillings: [] }),
	reshape: ([m, n]) => ({ node: g.reshape(x(m, n), n, m), fillings: [] }),
	mean: one(g.mean),
	rowSums: one(g.rowSums),
	columnSums: one(g.columnSums),
	logSoftmax: one(g.logSoftmax),
	squaredError: two(g.squaredError),
	diag: ([m]) => ({ node: g.diag(x(m, 1)), fillings: [] }),
	kron: ([m, n, k]) => ({ node: g.kron(x(m, 2, "A"), x(k % 3 || 1, (n % 3) + 1, "B")), fillings: [] }),
	vec: one(g.vec),
	"a gate of one's own": two((a, b) => cube(a, b)),
	abs: one(g.abs, "away from 0"),
	sign: one(g.sign, "away from 0"),
	sin: one(g.sin),
	cos: one(g.cos),
	trace: ([m]) => ({ node: g.trace(x(m, m, "A")), fillings: [] }),
	determinant: ([m]) => ({ node: g.determinant(x(m, m, "A")), fillings: [] }),
	logDet: ([m]) => ({ node: g.logDet(x(m, m, "A")), fillings: ["well posed"] }),
	inverse: ([m]) => ({ node: g.inverse(x(m, m, "A")), fillings: ["well posed"] }),
	norm1: one(g.norm1, "away from 0"),
	norm2: ([m]) => ({ node: g.norm2(x(m, 1)), fillings: ["away from 0"] }),
	frobenius: one(g.frobenius, "away from 0"),
	raise: ([m, n]) => ({ node: g.raise(x(m, n, "a"), x(m, n, "b")), fillings: ["positive", "any"] }),
	scaleBy: ([m, n]) => ({ node: g.scaleBy(x(1, 1, "s"), x(m, n, "A")), fillings: [] }),
};

/** a ⊘ b is a times the reciprocal of b; the reciprocal is the gate that is new in it. */
function divideGate(m: number, n: number): g.Node {
	return g.reciprocal(x(m, n, "b"));
}

const size = fc.integer({ min: 1, max: 8 });
/** Entries of `maximum` and `max` that nearly tie would make a numeric derivative step across the kink. */
const KINKED = new Set(["maximum", "max"]);

// What a gate says is the same on all kernels; on the readable ones a tenth of the cases shows that they carry it out.
describe.each([
	{ kernels: kernelsCalled("simd"), cases: 1000 },
	{ kernels: g.reference, cases: 100 },
])("every gate on the $kernels.name kernels, $cases cases: pull ≡ upstream × dense to 1e-12, and both ≡ Ridders to 1e-9", ({
	kernels,
	cases,
}) => {
	it.each(Object.entries(GATES))("%s", (name, make) => {
		fc.assert(
			fc.property(fc.tuple(size, size, size), fc.integer(), (sizes, seed) => {
				const { pull, numeric } = disagreement(make(sizes), new g.Random(seed), kernels);
				expect(pull).toBeLessThanOrEqual(1e-12);
				if (!KINKED.has(name)) expect(numeric).toBeLessThanOrEqual(1e-9);
			}),
			{ numRuns: cases, seed: 1 },
		);
	});

	it.each([...KINKED])("%s agrees with Ridders away from its kinks", (name) => {
		for (let seed = 0; seed < 20; seed++) {
			const random = new g.Random(seed);
			const node = GATES[name]([3, 2, 1]).node;
			const values = node.inputs.map((_, which) =>
				g.fill(3, 2, (i, j) => 2 * random.shuffle([0, 1])[0] + 0.3 * (i + 3 * j) + 0.13 * which),
			);
			const inputs = Object.fromEntries(node.inputs.map((input, k) => [input.label as string, values[k]]));
			expect(g.gradcheck(g.sum(node), inputs).worst).toBeLessThanOrEqual(1e-9);
		}
	});
});

/** What does not move, and what is another gate the other way round. */
const NOT_TRIED = /^(wins|largest|perColumn|perEntry|oneHot|un\w+)$/;

it("every gate of the list is tried", () => {
	const tried = new Set(Object.values(GATES).map((make) => make([2, 3, 2]).node.gate?.name));
	expect(g.gateList().filter(({ name }) => !tried.has(name) && !NOT_TRIED.test(name))).toEqual([]);
});

describe("the gate test can fail", () => {
	const honest = g.tanh(x(2, 3)).gate as g.Gate;
	const withLocal = (local: g.Gate["local"]): GateCase => ({
		node: g.operation({ ...honest, local }, [x(2, 3)]),
		fillings: ["any"],
	});

	it("on a planted wrong sign", () => {
		const wrong = { ...g.tanh.pointwise, slope: (_x: number, y: number) => -(1 - y * y) };
		const { numeric } = disagreement(
			withLocal(([input], y) => g.diagonal({ by: "slope", f: wrong, x: input, y })),
			new g.Random(1),
		);
		expect(numeric).toBeGreaterThan(0.1);
	});

	it("on a pull that disagrees with its dense form", () => {
		const lying = () =>
			Object.assign(g.identity<never>(3), { pull: (u: g.Matrix, d: g.Matrix, k: g.Kernels) => k.add(2, u, d, 0) });
		expect(disagreement(withLocal(lying), new g.Random(1)).pull).toBeGreaterThan(0.1);
	});
});

describe("what gates do", () => {
	const run = (node: g.Node, inputs: Record<string, g.InputValue> = {}) =>
		new g.ComputationalGraph(node).forward(inputs);
	const gradient = (node: g.Node, of: g.Node | string, inputs: Record<string, g.InputValue> = {}) => {
		const graph = new g.ComputationalGraph(node);
		graph.forward(inputs);
		return graph.backward().of(of).toArray();
	};

	it("max routes: the loser gets exactly 0", () => {
		const [a, b] = [g.parameter("a", g.column([1, 5])), g.parameter("b", g.column([2, 3]))];
		expect(gradient(g.sum(g.maximum(a, b)), a)).toEqual([[0], [1]]);
		expect(gradient(g.sum(g.maximum(a, b)), b)).toEqual([[1], [0]]);
		expect(gradient(g.max(a), a)).toEqual([[0], [1]]);
	});

	it("max at a tie: the winners share", () => {
		const a = g.parameter("a", g.column([2, 1, 2]));
		expect(gradient(g.max(a), a)).toEqual([[0.5], [0], [0.5]]);
		expect(gradient(g.sum(g.maximum(a, g.column([2, 0, 9]))), a)).toEqual([[0.5], [1], [0]]);
	});

	it("relu has slope 0 at 0", () => {
		const a = g.parameter("a", g.column([-1, 0, 2]));
		expect(gradient(g.sum(g.relu(a)), a)).toEqual([[0], [0], [1]]);
	});

	it("times switches: each factor gets the other", () => {
		const [a, b] = [g.parameter("a", g.scalar(3)), g.parameter("b", g.scalar(-4))];
		expect([gradient(g.times(a, b), a), gradient(g.times(a, b), b)]).toEqual([[[-4]], [[3]]]);
	});

	it("lookup is L·e: the same value and the same gradient as the product with one-hot columns", () => {
		const L = g.parameter("L", new g.Random(1).matrix(3, 4));
		const oneHot = g.matrix([
			[0, 0, 1],
			[0, 0, 0],
			[1, 1, 0],
			[0, 0, 0],
		]);
		const weights = new g.Random(2).matrix(3, 3);
		const [byLookup, byProduct] = [g.lookup(L, [2, 2, 0]), g.matmul(L, oneHot)];
		expect(run(byLookup)).toEqual(run(byProduct));
		expect(gradient(g.sum(g.times(byLookup, weights)), L)).toEqual(gradient(g.sum(g.times(byProduct, weights)), L));
	});

	it("a lookup of several rows of indices stacks a window", () => {
		const L = g.matrix([
			[1, 2, 3],
			[10, 20, 30],
		]);
		expect(run(g.lookup(L, g.input("ids", 2, 1)), { ids: [2, 0] }).toArray()).toEqual([[3], [30], [1], [10]]);
	});

	it("softmax and the losses are finite and right for huge scores", () => {
		expect(run(g.softmax(g.column([1e4, 0]))).toArray()).toEqual([[1], [0]]);
		expect(run(g.softmaxCrossEntropy(g.column([1e4, 0]), [1])).at(0, 0)).toBe(1e4);
		expect(run(g.softmaxCrossEntropy(g.column([-1e4, 0]), [1])).at(0, 0)).toBe(0);
		expect(run(g.logisticCrossEntropy(g.row([800, -800]), [0, 1])).at(0, 0)).toBe(800);
		expect(run(g.logistic(g.row([-800, 800]))).toArray()).toEqual([[0, 1]]);
	});

	it("the gradient of softmax cross entropy is (ŷ − y) / B", () => {
		const s = g.parameter(
			"s",
			g.matrix([
				[0, 0],
				[0, 0],
			]),
		);
		expect(gradient(g.softmaxCrossEntropy(s, [0, 1]), s)).toEqual([
			[-0.25, 0.25],
			[0.25, -0.25],
		]);
	});

	it.each([
		[
			"an index that is no column",
			() => run(g.lookup(g.matrix([[1, 2]]), [2])),
			/lookup: index 2 at position 0 is not a whole number from 0 to 1/,
		],
		["a label that is no class", () => run(g.softmaxCrossEntropy(g.column([0, 0]), [-1])), /index -1/],
		["a fraction as an index", () => run(g.lookup(g.matrix([[1, 2]]), [0.5])), /index 0.5/],
	])("%s is a DataError", (_claim, act, message) => {
		expect(act).toThrow(g.DataError);
		expect(act).toThrow(message);
	});

	it.each([
		[
			"matmul",
			() => g.matmul(x(3, 4, "W"), x(5, 1)),
			"matmul(W, x): W has 4 columns but x has 5 rows (W is 3×4, x is 5×1). Was one of them built with another window size? Lesson 06.",
		],
		[
			"plus",
			() => g.plus(x(1, 3, "a"), x(3, 1, "b")),
			"plus(a, b): the shapes differ (a is 1×3, b is 3×1). One of them is the transpose",
		],
		[
			"addColumn",
			() => g.addColumn(x(3, 2, "Z"), x(2, 1, "b")),
			"addColumn(Z, b): b needs one entry for each row of Z",
		],
		["dot", () => g.dot(x(3, 1, "u"), x(1, 3, "h")), "h has to be a column"],
		["concatenate", () => g.concatenate(x(3, 1, "a"), x(3, 2, "b")), "b is 3×2"],
		["softmaxCrossEntropy", () => g.softmaxCrossEntropy(x(3, 2, "s"), [0]), "one label for each column"],
		["logisticCrossEntropy", () => g.logisticCrossEntropy(x(2, 2, "s"), [0, 1]), "s has to be a row of scores"],
		["diag", () => g.diag(x(2, 2, "A")), "A is no vector"],
		["slice", () => g.slice(x(3, 2, "A"), 2, 5), "rows 2 to 5 are not in A"],
		["reshape", () => g.reshape(x(3, 2, "A"), 4, 2), "A does not fill 4×2"],
		["squaredError", () => g.squaredError(x(3, 2, "p"), x(2, 3, "y")), "the shapes differ"],
	])("%s: shapes that do not fit are a ShapeError that says what and why", (_gate, act, message) => {
		expect(act).toThrow(g.ShapeError);
		expect(act).toThrow(message);
	});
});
