import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import * as g from "../../src/node/index";
import { temporaryFolder } from "../temporary";

/** A long narrow valley: 100 times steeper across than along. */
function valley() {
	const w = g.parameter("w", g.column([4, 1]));
	const graph = new g.ComputationalGraph(g.sum(g.times(g.square(w), g.column([0.5, 50]))));
	return { w, graph };
}

function descend(optimizer: g.Optimizer, steps: number): number {
	const { w, graph } = valley();
	for (let k = 0; k < steps; k++) {
		graph.forward();
		optimizer.step([w], graph.backward());
	}
	return graph.forward().at(0, 0);
}

describe("optimizers", () => {
	it("sgd: one step is θ − α∇J", () => {
		const { w, graph } = valley();
		graph.forward();
		g.sgd(0.01).step([w], graph.backward());
		expect(w.value.toArray()).toEqual([[4 - 0.01 * 4], [1 - 0.01 * 100]]);
	});

	it("momentum: the second step remembers the first", () => {
		const w = g.parameter("w", g.scalar(1));
		const graph = new g.ComputationalGraph(g.scale(w, 1)); // slope 1 everywhere
		const optimizer = g.momentum(0.1, 0.5);
		for (let k = 0; k < 2; k++) {
			graph.forward();
			optimizer.step([w], graph.backward());
		}
		expect(w.value.at(0, 0)).toBeCloseTo(1 - 0.1 * 1 - 0.1 * 1.5, 12);
	});

	it("adam: the first step has the size of the rate, whatever the gradient", () => {
		for (const slope of [1e-3, 1, 1e3]) {
			const w = g.parameter("w", g.scalar(1));
			const graph = new g.ComputationalGraph(g.scale(w, slope));
			graph.forward();
			g.adam(0.1).step([w], graph.backward());
			expect(w.value.at(0, 0)).toBeCloseTo(0.9, 4);
		}
	});

	it("in a narrow valley, momentum and adam get further than plain descent", () => {
		const plain = descend(g.sgd(0.015), 60);
		expect(descend(g.momentum(0.015), 60)).toBeLessThan(plain / 2);
		expect(descend(g.adam(0.3), 60)).toBeLessThan(plain / 2);
	});

	it.each([0, -1, Number.NaN])("a rate of %d is refused", (rate) => {
		for (const make of [g.sgd, g.momentum, g.adam]) expect(() => make(rate)).toThrow(g.DataError);
	});
});

describe("schedules", () => {
	it.each([
		["constant", g.constantRate(2), [2, 2, 2]],
		["inverse", g.inverseDecay(1, 1), [1, 1 / 2, 1 / 3]],
		["steps", g.stepDecay(1, 0.1, 2), [1, 1, 0.1]],
		["cosine", g.cosineDecay(1, 3), [1, 0.5, 0]],
		["warm-up", g.warmUp(2, g.constantRate(3)), [1, 2, 3]],
	])("%s", (_name, schedule, expected) => {
		expected.forEach((rate, epoch) => expect(schedule(epoch)).toBeCloseTo(rate, 12));
	});
});

describe("clipping", () => {
	const run = () => {
		const { w, graph } = valley();
		graph.forward();
		return { w, gradients: graph.backward() };
	};

	it("by norm keeps the direction, by value does not", () => {
		const one = run();
		expect(g.clipByNorm([one.w], one.gradients, 1)).toBeCloseTo(Math.hypot(4, 100), 10);
		expect(g.gradientNorm([one.w], one.gradients)).toBeCloseTo(1, 12);
		expect(one.gradients.of(one.w).at(1, 0) / one.gradients.of(one.w).at(0, 0)).toBeCloseTo(25, 10);
		const two = run();
		g.clipByValue([two.w], two.gradients, 1);
		expect(two.gradients.of(two.w).toArray()).toEqual([[1], [1]]);
	});

	it("leaves a short gradient as it is", () => {
		const { w, gradients } = run();
		const before = gradients.of(w);
		g.clipByNorm([w], gradients, 1e6);
		expect(gradients.of(w)).toEqual(before);
	});
});

describe("dropout", () => {
	it("draws a mask for each forward pass, and for nothing else: not for work(), values, traces or Jacobians", () => {
		const random = new g.Random(5);
		const w = g.parameter("w", g.ones(6, 1));
		const graph = new g.ComputationalGraph(g.sum(g.square(g.dropout(g.tanh(w), 0.5, random))));
		graph.forward();
		const state = [...random.state];
		const gradient = graph.backward().of(w);
		graph.work();
		graph.trace();
		graph.jacobian(w);
		graph.tangent({ w: g.ones(6, 1) });
		for (const node of graph.order) graph.value(node);
		expect([random.state, graph.backward().of(w)]).toEqual([state, gradient]);
		graph.forward();
		expect(random.state).not.toEqual(state);
	});
});

describe("the average of the weights", () => {
	const drift = (span: number, steps: number) => {
		const w = g.parameter("w", g.scalar(0));
		const average = new g.Average([w], span);
		for (let k = 1; k <= steps; k++) {
			w.value.set(0, 0, k % 2 === 0 ? 11 : 9); // it jumps about 10
			average.step();
		}
		return { w, average };
	};

	it("lies between the places that the weights jump to", () => {
		for (const [span, steps] of [
			[20, 40],
			[1000, 3000],
			[50, 7],
		]) {
			const { w, average } = drift(span, steps);
			const last = w.value.at(0, 0);
			expect(Math.abs(average.during(() => w.value.at(0, 0)) - 10)).toBeLessThan(Math.min(0.6, 3 / Math.sqrt(steps)));
			expect(w.value.at(0, 0)).toBe(last);
		}
	});

	it("gives the weights back also where something is thrown, and does nothing before the first step", () => {
		const { w, average } = drift(20, 4);
		expect(() =>
			average.during(() => {
				throw new Error("no");
			}),
		).toThrow("no");
		expect(w.value.at(0, 0)).toBe(11);
		expect(new g.Average([w], 20).during(() => w.value.at(0, 0))).toBe(11);
	});
});

describe("initialisation keeps the size of signals", () => {
	const deviation = ({ data }: g.Matrix) =>
		Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);

	it("Xavier: ±√(6 / (rows + cols)); He: √(2 / cols)", () => {
		expect(deviation(g.xavier(100, 200, new g.Random(1)))).toBeCloseTo(Math.sqrt(2 / 300), 2);
		expect(deviation(g.he(200, 100, new g.Random(1)))).toBeCloseTo(Math.sqrt(2 / 100), 2);
	});
});

describe("training", () => {
	const examples = { count: 1, batch: () => ({}) };

	it("a loss that explodes names the node where it happened first", async () => {
		const w = g.parameter("w", g.scalar(1e200));
		const graph = new g.ComputationalGraph(g.minus(g.square(w).named("squared"), g.square(w)).named("J"));
		const options = { graph, examples, optimizer: g.sgd(1), epochs: 1, batchSize: 1, random: new g.Random(1) };
		await expect(g.train(options)).rejects.toThrow("the first node with such a value is squared");
	});

	it("gradients can be clipped between backward and step", async () => {
		const { w, graph } = valley();
		await g.train({
			graph,
			examples,
			optimizer: g.sgd(1),
			epochs: 1,
			batchSize: 1,
			random: new g.Random(1),
			onGradients: (gradients, parameters) => g.clipByValue(parameters, gradients, 0.25),
		});
		expect(w.value.toArray()).toEqual([[3.75], [0.75]]);
	});
});

describe("checkpoints", () => {
	const folder = temporaryFolder("checkpoints");
	const file = path.join(folder, "run.safetensors");
	const data = new g.Random(9).matrix(3, 40);
	const examples = {
		count: 40,
		batch: (indices: Int32Array) => ({ X: g.fill(3, indices.length, (i, j) => data.at(i, indices[j])) }),
	};

	function makeRun(make: () => g.Optimizer) {
		const random = new g.Random(4);
		const W = g.parameter("W", random.matrix(2, 3));
		const X = g.input("X", 3, "batch");
		const graph = new g.ComputationalGraph(g.squaredError(g.tanh(g.matmul(W, X)), g.slice(X, 0, 2)));
		return { W, graph, parameters: graph.parameters, random, optimizer: make() };
	}

	it.each([
		["sgd", () => g.sgd(0.1)],
		["momentum", () => g.momentum(0.05)],
		["adam", () => g.adam(0.05)],
	])("%s: a resumed run computes the same bits as an uninterrupted one", async (_name, make) => {
		const whole = makeRun(make);
		const options = { examples, epochs: 6, batchSize: 8 };
		await g.train({ ...options, ...whole });
		const interrupted = makeRun(make);
		await g.train({
			...options,
			...interrupted,
			onEpoch: ({ epoch }) => {
				if (epoch !== 2) return undefined;
				g.saveCheckpoint(file, interrupted, epoch);
				return "stop";
			},
		});
		const resumed = makeRun(make);
		const startEpoch = g.loadCheckpoint(file, resumed);
		expect(startEpoch).toBe(3);
		await g.train({ ...options, ...resumed, startEpoch });
		expect(resumed.W.value).toEqual(whole.W.value);
	});

	it("a resumed run keeps the best epoch, however long ago it was, and its averages", async () => {
		/** What each epoch scores; the best is the second. */
		const scores = [1, 9, 3, 2, 8];
		const whole = async (stops: readonly number[]) => {
			let run = {
				...makeRun(() => g.sgd(0.5)),
				best: undefined as unknown as g.Best,
				average: undefined as unknown as g.Average,
			};
			const make = () => {
				const made = makeRun(() => g.sgd(0.5));
				return { ...made, best: new g.Best(made.parameters), average: new g.Average(made.parameters, 4) };
			};
			run = make();
			let startEpoch = 0;
			for (const stop of [...stops, 4]) {
				const { average, best } = run;
				await g.train({
					...{ examples, epochs: 5, batchSize: 8, startEpoch, best },
					...run,
					onStep: () => average.step(),
					onEpoch: ({ epoch }) => {
						average.during(() => best.offer(scores[epoch]));
						g.saveCheckpoint(file, run, epoch);
						return epoch === stop ? "stop" : undefined;
					},
				});
				if (stop === 4) break;
				run = make();
				startEpoch = g.loadCheckpoint(file, run);
				expect([startEpoch, run.best.score, run.best.since]).toEqual([
					stop + 1,
					stop === 0 ? 1 : 9,
					Math.max(0, stop - 1),
				]);
			}
			return { W: run.W.value, score: run.best.score, file: readFileSync(file) };
		};
		const uninterrupted = await whole([]);
		for (const stops of [[0], [1], [3], [0, 1, 2, 3]]) expect(await whole(stops)).toEqual(uninterrupted);
	});

	it("a file of another kind of run, or one that is no checkpoint, says what is missing", () => {
		const run = makeRun(() => g.sgd(1));
		g.saveCheckpoint(file, run, 0);
		expect(() => g.loadCheckpoint(file, { ...run, best: new g.Best(run.parameters) })).toThrow("stands (best)");
		g.writeSafetensors(file, { matrices: { W: run.W.value }, metadata: { epoch: "zero" } });
		expect(() => g.loadCheckpoint(file, run)).toThrow("stands (epoch)");
	});

	it("what is written is read, name by name, and no half-written file stands under the name", () => {
		const matrices = {
			A: g.matrix([
				[1, 2, 3],
				[4, 5, 6],
			]),
			ü: g.scalar(-0),
		};
		g.writeSafetensors(file, { matrices, metadata: { note: "x" } });
		expect(g.readSafetensors(file)).toEqual({ matrices, metadata: { note: "x" } });
		expect(readdirSync(folder)).toEqual(["run.safetensors"]);
		// Row by row in the file, as everybody else reads it.
		const bytes = readFileSync(file);
		const begin = 8 + Number(bytes.readBigUInt64LE());
		expect([0, 1, 2].map((k) => bytes.readDoubleLE(begin + 8 * k))).toEqual([1, 2, 3]);
	});

	it("a file that is cut off, or no such file at all, or another model, is a DataError that says so", () => {
		g.writeSafetensors(file, {
			matrices: { W: g.ones(2, 2) },
			metadata: { epoch: "0", random: "[1,2,3,4]", steps: "0" },
		});
		expect(() =>
			g.loadCheckpoint(
				file,
				makeRun(() => g.sgd(1)),
			),
		).toThrow("the model wants W (2×3), and the file has it as 2×2");
		const bytes = readFileSync(file);
		for (const [length, message] of [
			[bytes.length - 8, "the numbers of “W” are not all there"],
			[20, "its header is longer than the file"],
			[3, "it has only 3 bytes"],
		] as const) {
			writeFileSync(file, bytes.subarray(0, length));
			expect(() => g.readSafetensors(file)).toThrow(g.DataError);
			expect(() => g.readSafetensors(file)).toThrow(message);
		}
	});
});
