/** Bad input never passes in silence: whatever comes in from outside is taken as it should be, or refused by an error of the library. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as g from "../../src/node/index";

// biome-ignore lint/suspicious/noExplicitAny: tests what is not of the right type
type Any = any;

const LIBRARY_ERRORS = [g.DataError, g.ShapeError, g.GraphError, g.CheckError];
const isOurs = (error: unknown) => LIBRARY_ERRORS.some((kind) => error instanceof kind);

/** Values that are no number. */
const NO_NUMBER = [null, undefined, "2", "", [2], [[2]], {}, true, 2n, () => 2, Symbol("2"), g.scalar(2)];
/** Values that are no whole number from 1 on. */
const NO_SIZE = [...NO_NUMBER, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY];

const x = g.input("x", 2, "batch");
const w = g.parameter("w", g.row([1, 2]));
const loss = () => g.mean(g.square(g.matmul(w, x)));
const random = () => new g.Random(1);
const oneByOne = { count: 1, batch: () => ({ x: [1, 2] }) };
const gradientsOf = (p: g.Parameter) => {
	const graph = new g.ComputationalGraph(g.sum(p));
	graph.forward();
	return graph.backward();
};
const training = (options: Any) =>
	g.train({
		graph: new g.ComputationalGraph(loss()),
		examples: oneByOne,
		optimizer: g.sgd(0.1),
		epochs: 1,
		batchSize: 1,
		random: random(),
		...options,
	});

/** What takes a number, whatever the number. */
const TAKES_A_NUMBER: Record<string, (value: Any) => unknown> = {
	scalar: g.scalar,
	"column, an entry": (v) => g.column([1, v]),
	"row, an entry": (v) => g.row([v]),
	"matrix, an entry": (v) => g.matrix([[1, v]]),
	"fill, a value": (v) => g.fill(1, 1, () => v),
	set: (v) => g.zeros(1, 1).set(0, 0, v),
	scale: (v) => g.scale(w, v),
	power: (v) => g.power(w, v),
	leakyRelu: (v) => g.leakyRelu(w, v ?? null),
	"forward, an entry": (v) => new g.ComputationalGraph(loss()).forward({ x: [1, v] }),
	sgd: g.sgd,
	"the span of an average": (v) => new g.Average([w], v),
	momentum: (v) => g.momentum(0.1, v ?? null),
	adam: (v) => g.adam(v ?? null),
	clipByNorm: (v) => g.clipByNorm([w], gradientsOf(w), v),
	clipByValue: (v) => g.clipByValue([w], gradientsOf(w), v),
	constantRate: g.constantRate,
	inverseDecay: (v) => g.inverseDecay(0.1, v),
	"stepDecay, the factor": (v) => g.stepDecay(0.1, v, 1),
	dropout: (v) => g.dropout(w, v, random()),
	"the rate of an epoch": (v) => training({ rate: () => v ?? "none" }),
};

/** What takes a size: a whole number from 1 on. */
const TAKES_A_SIZE: Record<string, (value: Any) => unknown> = {
	"rows of a Matrix": (v) => new g.Matrix(v, 1),
	"columns of a Matrix": (v) => new g.Matrix(1, v),
	zeros: (v) => g.zeros(v, 1),
	ones: (v) => g.ones(1, v),
	identityMatrix: g.identityMatrix,
	identityNode: g.identityNode,
	"rows of an input": (v) => g.input("a", v),
	"columns of an input": (v) => g.input("a", 1, v ?? null),
	"rows of reshape": (v) => g.reshape(w, v, 1),
	"columns of reshape": (v) => g.reshape(w, 1, v),
	"units of a layer": (v) => g.layer(x, v, { random: random() }),
	"batchSize of train": (batchSize) => training({ batchSize }),
	"epochs of train": (epochs) => training({ epochs }),
	"startEpoch of train": (v) => training({ startEpoch: v ?? "0" }),
	"examples of train": (count) => training({ examples: { ...oneByOne, count } }),
	"stepDecay, its length": (v) => g.stepDecay(0.1, 0.5, v),
	"rows of he": (v) => g.he(v, 1, random()),
	"columns of xavier": (v) => g.xavier(1, v, random()),
	cosineDecay: (v) => g.cosineDecay(0.1, v),
	warmUp: (v) => g.warmUp(v, g.constantRate(1)),
	"Random, below": (v) => random().integer(v),
	Random: (v) => new g.Random(v === -1 ? "−1" : v),
	"at, the row": (v) => g.ones(1, 1).at(v, 0),
	"at, the column": (v) => g.ones(1, 1).at(0, v),
	"verify, the trials": (v) =>
		g
			.derive(g.sum(g.square(w)).named("s"))
			.withRespectTo(w)
			.verify({ trials: v ?? null }),
};

async function errorOf(act: () => unknown): Promise<unknown> {
	try {
		return { none: await act() };
	} catch (error) {
		return error;
	}
}

const named = (values: readonly unknown[]) =>
	values.map((value) => [typeof value === "symbol" || typeof value === "bigint" ? String(value) : value, value]);

describe.each(Object.entries(TAKES_A_NUMBER))("%s", (_name, act) => {
	it.each(named(NO_NUMBER))("refuses %j, in the library's style", async (_text, value) => {
		expect(await errorOf(() => act(value))).toSatisfy(isOurs);
	});
});

describe.each(Object.entries(TAKES_A_SIZE))("%s", (_name, act) => {
	it.each(named(NO_SIZE))("refuses %j, in the library's style", async (_text, value) => {
		expect(await errorOf(() => act(value))).toSatisfy(isOurs);
	});
});

describe("what else used to pass in silence", () => {
	const forward = (value: Any) => () => new g.ComputationalGraph(loss()).forward({ x: value });
	const gauss = { name: "gauss", f: (x: number) => Math.exp(-x * x), slope: (x: number, y: number) => -2 * x * y };
	const CASES: Record<string, [() => unknown, string]> = {
		"matrices of different shapes have no relative error": [
			() => g.relativeError(g.row([1, 2]), g.column([1, 2])),
			"the shapes differ (A is 1×2, B is 2×1)",
		],
		"7 numbers are no columns of 2": [forward([1, 2, 3, 4, 5, 6, 7]), "the input x is 2×B, and 7 numbers came"],
		"no numbers are no batch": [forward([]), "A batch has at least one example"],
		"nor is a matrix without columns": [forward(g.zeros(2, 0)), "the input x is 2×B, and 2×0 came"],
		"rows in an array are not flattened": [forward([[1], [2]]), "entry 0 is a list of 1"],
		"a text is no list of numbers": [forward("12"), "this is the text “12”"],
		"null is no value": [forward(null), "this is null"],
		"values without names": [() => new g.ComputationalGraph(loss()).forward(g.row([1, 2]) as Any), "by name"],
		"what an object inherits is no value": [
			() => new g.ComputationalGraph(g.sum(g.input("constructor", 1))).forward({}),
			"the input constructor (1×1) is missing",
		],
		"an array is no Float64Array": [() => new g.Matrix(1, 2, [1, 2] as Any), "this is a list of 2"],
		"nor are whole numbers": [() => new g.Matrix(1, 2, new Int32Array(2) as Any), "this is Int32Array"],
		"what does not fit into memory": [() => g.zeros(1e9, 1e9), "more than fits into memory"],
		"a seed of letters": [() => new g.Random("a" as Any), "the seed is the text “a”"],
		"a parameter without numbers": [() => g.parameter("W", [[1]] as Any), "its value is a matrix"],
		"a label of nothing": [() => g.input("", 1), "its label is a text"],
		"two batch dimensions": [() => g.input("a", "batch", "batch"), "only one of the dimensions"],
		"nothing to pick from": [() => random().pick([]), "nothing to pick from"],
		"a graph of no node": [() => new g.ComputationalGraph(null as Any), "made of nodes, and this is null"],
		"a graph of a matrix": [() => new g.ComputationalGraph(g.ones(1, 1) as Any), "this is Matrix"],
		"wrt by name": [() => new g.ComputationalGraph(loss(), { wrt: ["w"] as Any }), "this is the text “w”"],
		"wrt without a list": [() => new g.ComputationalGraph(loss(), { wrt: w as Any }), "a list of nodes"],
		"masks from nowhere": [() => g.dropout(w, 0.5, undefined as Any), "new Random(1)), and this is undefined"],
		"the value of nothing": [
			() => {
				const graph = new g.ComputationalGraph(loss());
				graph.forward({ x: [1, 2] });
				return graph.value(undefined as Any);
			},
			"undefined is not part of this graph",
		],
		"pieces of nothing": [() => g.concatenate(), "the number of pieces"],
		"a scheme that there is not": [() => g.numericJacobian((A) => A, g.ones(1, 1), "nope" as Any), "forward, central"],
		"the slope of a function without curvature has no slope": [
			() => g.gradcheck(g.sum(g.slopeOf(g.pointwise(gauss), w))),
			"gauss states no curvature, its second derivative, so its slope cannot be differentiated again. Where gauss is defined, write beside its slope, y being f(x): curvature: (x, y) => …,",
		],
		"nor has its curvature, where no higher slopes are stated": [
			() => {
				const slope = g.slopeOf(g.pointwise({ ...gauss, curvature: (x, y) => (4 * x * x - 2) * y }), w);
				return g.evaluate(g.gradientExpression(g.sum(g.gradientExpression(g.sum(slope), w)), w));
			},
			"gauss states no derivative of order 3, so its slope cannot be differentiated again. Where gauss is defined, write beside its slope, y being f(x): higher: (order) => (x, y) => …,",
		],
		"nothing to check": [() => g.gradcheck(g.sum(g.constant(3))), "nothing to check"],
		"numbers for a matrix": [() => g.float32([1] as Any), "a matrix was expected, and this is a list of 1"],
		"numbers for a formula": [() => g.expression(5 as Any, {}), "a text and what its names stand for"],
		"tags without a scheme": [() => g.score([["PER", "O"]], [["O", "O"]]), "“PER” is no tag"],
		"tags of another scheme": [() => g.score([["S-PER"]], [["S-PER"]]), "toIob2"],
		"a scheme of tags that there is not": [() => g.fromIob2(["B-X"], "XYZ" as Any), "IOB1, IOB2 and BIOES"],
		"a mean of nothing": [() => g.meanAndDeviation([]), "the number of values"],
		"a sentence with too few tags": [
			() => {
				const sentence = { tokens: ["a", "b"], tags: ["O"] };
				return new g.Windows([sentence], g.buildVocabulary([sentence]), ["O"]);
			},
			"has 2 tokens and 1 tags",
		],
		"a model that is not a number": [
			() => {
				const vocabulary = g.buildVocabulary([{ tokens: ["a"], tags: ["O"] }]);
				const model = new g.WindowModel({ vocabulary, classes: ["O", "PER"], random: random() });
				model.parameters[2].value.data.fill(Number.NaN);
				return model.tag([["a"]]);
			},
			"scores are NaN",
		],
		"a file that is not there": [() => g.readSafetensors("/nowhere/a"), "there is no such file"],
		"a checkpoint that is not there": [
			() => g.loadCheckpoint("/nowhere/a", { parameters: [w], optimizer: g.sgd(1), random: random() }),
			"there is no such file",
		],
		"a place where no file can be": [
			() => g.writeSafetensors("/nowhere/a", { matrices: {}, metadata: {} }),
			"cannot be written",
		],
		"a number among the metadata": [
			() => g.writeSafetensors("/nowhere/a", { matrices: {}, metadata: { epoch: 1 } as Any }),
			"epoch is 1",
		],
		"no layers": [() => g.feedForward(x, [], { random: random() }), "the number of layers"],
	};
	it.each(Object.entries(CASES))("%s", async (_name, [act, message]) => {
		const error = await errorOf(act);
		expect(error).toSatisfy(isOurs);
		expect((error as Error).message).toContain(message);
	});

	it("a graph without parameters cannot be trained", async () => {
		const graph = new g.ComputationalGraph(g.mean(x));
		expect(await errorOf(() => training({ graph }))).toMatchObject({
			message: expect.stringContaining("no parameters"),
		});
	});

	it("parameters that are NaN after a step end the training, where the loss before it was finite", async () => {
		const p = g.parameter("p", g.scalar(0));
		const graph = new g.ComputationalGraph(g.sum(g.times(g.sqrt(p), g.scale(p, 0))));
		expect(await errorOf(() => training({ graph, examples: { count: 1, batch: () => ({}) } }))).toMatchObject({
			message: expect.stringContaining("p"),
		});
	});

	it("any value for an input is taken as it is meant, or refused by a GraphError", () => {
		const value = fc.oneof(fc.anything(), fc.array(fc.anything()), fc.array(fc.double()), fc.float64Array());
		fc.assert(
			fc.property(value, (v: Any) => {
				const isRight =
					(Array.isArray(v) || v instanceof Float64Array) &&
					v.length > 0 &&
					v.length % 2 === 0 &&
					[...v].every((entry) => typeof entry === "number");
				const graph = new g.ComputationalGraph(g.scale(x, 1));
				if (!isRight) expect(() => graph.forward({ x: v })).toThrow(g.GraphError);
				else expect([...graph.forward({ x: v }).data]).toEqual([...v]);
			}),
			{ seed: 1, numRuns: 2000 },
		);
	});
});
