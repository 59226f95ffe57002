/** Sentences of docstrings that nothing else holds the code to. */
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

describe("dropout", () => {
	it("silences entries with its probability, divides the others by 1 − rate, and passes their gradients so", () => {
		const x = g.parameter("x", g.ones(100, 100));
		const graph = new g.ComputationalGraph(g.sum(g.dropout(x, 0.2, new g.Random(1)).named("dropped")));
		graph.forward();
		const dropped = [...graph.value("dropped").data];
		expect(new Set(dropped)).toEqual(new Set([0, 1.25]));
		const silent = dropped.filter((value) => value === 0).length;
		expect(Math.abs(silent - 2000)).toBeLessThan(5 * Math.sqrt(10_000 * 0.2 * 0.8));
		expect([...graph.backward().of(x).data]).toEqual(dropped);
	});

	it("draws another mask each time, and changes nothing where it is for judging", () => {
		const mode = { training: true };
		const graph = new g.ComputationalGraph(g.dropout(g.parameter("x", g.ones(50, 1)), 0.5, new g.Random(1), mode));
		expect(graph.forward()).not.toEqual(graph.forward());
		mode.training = false;
		expect(graph.forward()).toEqual(g.ones(50, 1));
	});
});

describe("the best of a run", () => {
	it("is kept, ends the run after that many offers in a row without a better one, and comes back", () => {
		const w = g.parameter("w", g.scalar(0));
		const best = new g.Best([w]);
		const offered = [3, 5, 4, 5, 1].map((score, epoch) => {
			w.value.set(0, 0, epoch);
			return best.stopAfter(3, score);
		});
		expect(offered).toEqual([undefined, undefined, undefined, undefined, "stop"]);
		best.restore();
		expect([w.value.at(0, 0), best.score, best.since]).toEqual([1, 5, 3]);
	});
});

describe("nearest neighbours", () => {
	it("are the nearest by angle, whatever their length", () => {
		const vocabulary = new g.Vocabulary(["<unk>", "own", "aslant", "long", "against", "across"]);
		const L = g.matrix([
			[0, 1, 3, 100, -5, 0],
			[0, 0, 3, 1, 0, 2],
		]);
		const found = g.nearestNeighbours(L, vocabulary, "own");
		expect(found.filter(({ word }) => word !== "<unk>").map(({ word }) => word)).toEqual([
			"long",
			"aslant",
			"across",
			"against",
		]);
		const similarityTo = (word: string) => found.find((one) => one.word === word)?.similarity;
		expect(similarityTo("aslant")).toBeCloseTo(Math.SQRT1_2, 12);
		expect(similarityTo("against")).toBeCloseTo(-1, 12);
	});
});

describe("a gate of one's own", () => {
	it("gives the same gradient on every pass", () => {
		const double = g.ownGate({ name: "double", forward: (x) => scaled(x), backward: (u) => [scaled(u)] });
		const x = g.parameter("x", g.column([1, 2]));
		const graph = new g.ComputationalGraph(g.sum(g.tanh(double(g.square(x)))));
		graph.forward();
		const first = graph.backward().of(x);
		graph.forward();
		expect(graph.backward().of(x)).toEqual(first);
		const expected = [1, 2].map((v) => 4 * v * (1 - Math.tanh(2 * v * v) ** 2));
		expect(g.relativeError(first, g.column(expected))).toBeLessThan(1e-12);
	});

	const scaled = (A: g.Matrix) =>
		new g.Matrix(
			A.rows,
			A.cols,
			A.data.map((v) => 2 * v),
		);
});
