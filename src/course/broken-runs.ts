/**
 * Four training runs that do not work, for lesson 11: same data, same size, each with one setting that spoils it. What
 * is wrong can be told from the gradients alone, and mended by changing that setting.
 */
import { DataError } from "../errors";
import { matmul } from "../gates/arithmetic";
import { leakyRelu, logistic, relu, tanh } from "../gates/functions";
import { addColumn } from "../gates/linear";
import { softmaxCrossEntropy } from "../gates/loss";
import { constant, type Node, type Operand, type Parameter, parameter } from "../graph/node";
import { fill } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";
import { Random } from "../matrix/random";
import { clipByNorm, clipByValue } from "../nn/clip";
import { he, xavier } from "../nn/init";
import { sgd } from "../nn/optimizer";
import type { Gradients } from "../run/gradients";
import { ComputationalGraph } from "../run/graph";

const ACTIVATIONS = {
	tanh,
	relu,
	logistic,
	"leaky relu": (z: Operand) => leakyRelu(z, 0.1),
	none: (z: Operand) => z as Node,
} as const;

/** What a run is set to. */
export interface RunSettings {
	/** f of the hidden layers. */
	f: keyof typeof ACTIVATIONS;
	/** How weights start: Xavier's or He's spread, or uniform between −start and start. */
	start: "xavier" | "he" | number;
	/** What every bias starts at. */
	bias: number;
	/** Hidden layers, of 16 units each. */
	depth: number;
	/** The learning rate. */
	rate: number;
	/** Clips the gradients before each step: all together to a norm, or each entry to a value. */
	clip: { norm: number } | { value: number } | null;
}

/** The names of the four runs. */
export type RunName = "A" | "B" | "C" | "D";

const HEALTHY: RunSettings = { f: "tanh", start: "xavier", bias: 0, depth: 3, rate: 0.3, clip: null };

/** The four, each healthy but for one setting. */
export const BROKEN_RUNS: Readonly<Record<RunName, RunSettings>> = {
	A: { ...HEALTHY, bias: 5 },
	B: { ...HEALTHY, f: "relu", start: "he", bias: -40 },
	C: { ...HEALTHY, f: "relu", start: 3, depth: 6 },
	D: { ...HEALTHY, clip: { value: 0.0001 } },
};

/** A net that is ready to be trained, with its weights from the first layer to the last. */
export interface TrialRun {
	readonly settings: RunSettings;
	readonly graph: ComputationalGraph;
	readonly weights: readonly Parameter[];
}

const INPUTS = 8;
const UNITS = 16;
const EXAMPLES = 64;

/** The class of a point is whether its first two coordinates have the same sign: no line tells. */
function data(): { X: Matrix; labels: number[] } {
	const X = new Random(1).matrix(INPUTS, EXAMPLES);
	return { X, labels: Array.from({ length: EXAMPLES }, (_, k) => (X.at(0, k) * X.at(1, k) > 0 ? 1 : 0)) };
}

function startOf(start: RunSettings["start"]): (rows: number, cols: number, random: Random) => Matrix {
	if (start === "xavier") return xavier;
	if (start === "he") return he;
	if (!Number.isFinite(start))
		throw new DataError(`start: ${JSON.stringify(start)} is none of "xavier", "he" or a number.`);
	return (rows, cols, random) => random.matrix(rows, cols, -start, start);
}

/**
 * Builds a run: a broken one by its name, with what you change in it, or one of your own settings.
 * @throws DataError for an activation or a start that there is not
 */
export function buildRun(run: RunName | "healthy", changes: Partial<RunSettings> = {}, seed = 1): TrialRun {
	const settings = { ...(run === "healthy" ? HEALTHY : BROKEN_RUNS[run]), ...changes };
	const f = ACTIVATIONS[settings.f];
	if (f === undefined) throw new DataError(`f: "${settings.f}" is none of ${Object.keys(ACTIVATIONS).join(", ")}.`);
	const random = new Random(seed);
	const init = startOf(settings.start);
	const { X, labels } = data();
	const weights: Parameter[] = [];
	let h: Node = constant(X);
	for (let k = 1; k <= settings.depth; k++) {
		const W = parameter(`W${k}`, init(UNITS, h.rows as number, random));
		const b = parameter(
			`b${k}`,
			fill(UNITS, 1, () => settings.bias),
		);
		weights.push(W);
		h = f(addColumn(matmul(W, h), b).named(`z${k}`));
	}
	const U = parameter("U", xavier(2, UNITS, random));
	return { settings, weights, graph: new ComputationalGraph(softmaxCrossEntropy(matmul(U, h), labels)) };
}

function gradientsOf({ graph, settings }: TrialRun): Gradients {
	graph.forward();
	const gradients = graph.backward();
	const { clip } = settings;
	if (clip !== null && "norm" in clip) clipByNorm(graph.parameters, gradients, clip.norm);
	if (clip !== null && "value" in clip) clipByValue(graph.parameters, gradients, clip.value);
	return gradients;
}

/** What can be read off the gradient of one layer's weights. */
export interface GradientReading {
	readonly name: string;
	/** The length of the gradient. */
	readonly norm: number;
	/** The largest absolute entry. */
	readonly largest: number;
	/** The absolute entry in the middle of all. */
	readonly median: number;
	/** The share of entries that are exactly 0. */
	readonly zeros: number;
}

/** The gradients with which a run would step now, layer by layer, the first one first. */
export function readGradients(run: TrialRun): GradientReading[] {
	const gradients = gradientsOf(run);
	return run.weights.map((W) => {
		const sizes = [...gradients.of(W).data].map(Math.abs).sort((a, b) => a - b);
		return {
			name: W.name,
			norm: Math.hypot(...sizes),
			largest: sizes[sizes.length - 1],
			median: sizes[Math.floor(sizes.length / 2)],
			zeros: sizes.filter((size) => size === 0).length / sizes.length,
		};
	});
}

/** Plain gradient descent. @returns the loss before the first step and after the last; not finite where it exploded */
export function trainRun(run: TrialRun, steps = 400): { first: number; last: number } {
	const optimizer = sgd(run.settings.rate);
	const first = run.graph.forward().at(0, 0);
	for (let k = 0; k < steps; k++) optimizer.step(run.graph.parameters, gradientsOf(run));
	return { first, last: run.graph.forward().at(0, 0) };
}

/** A run learns when its loss ends well below that of a coin, ln 2. */
export function learns({ last }: { last: number }): boolean {
	return last < Math.LN2 / 2;
}
