/** A training loop: shuffled minibatches, a callback per step and per epoch, and a way to stop that loses nothing. */
import { GraphError } from "../errors";
import type { Parameter } from "../graph/node";
import { FINITE, NOT_NEGATIVE, requireNumber, requireWhole } from "../matrix/checks";
import type { Random } from "../matrix/random";
import type { InputValue } from "../run/feed";
import type { Gradients } from "../run/gradients";
import type { ComputationalGraph } from "../run/graph";
import type { Best } from "./best";
import { shuffledMinibatches } from "./minibatches";
import type { Optimizer } from "./optimizer";

/** Whatever is learned from, cut into minibatches. */
export interface Examples {
	readonly count: number;
	/** The inputs of the graph for the examples with these numbers. */
	batch(indices: Int32Array): Readonly<Record<string, InputValue>>;
}

/** Where a training run stands. */
export interface Progress {
	readonly epoch: number;
	readonly step: number;
	/** Steps of the whole run. */
	readonly steps: number;
	/** Mean loss of the last minibatch. */
	readonly loss: number;
	readonly seconds: number;
	/** Seconds left at the present pace. */
	readonly secondsLeft: number;
	readonly examplesPerSecond: number;
}

/** What is trained, on what, and who wants to hear of it. */
export interface TrainOptions {
	graph: ComputationalGraph;
	examples: Examples;
	optimizer: Optimizer;
	epochs: number;
	/** Goes on with this epoch, as loadCheckpoint says. 0 by default. */
	startEpoch?: number;
	/** At most so many examples in a minibatch; all are of one size, give or take one. */
	batchSize: number;
	/** Called between backward and step: the place to clip gradients, or to look at them. */
	onGradients?: (gradients: Gradients, parameters: readonly Parameter[]) => void;
	/** Shuffles the examples. */
	random: Random;
	/** The learning rate of an epoch, from 0. The optimizer's own rate by default. */
	rate?: (epoch: number) => number;
	/** Called after each step. */
	onStep?: (progress: Progress) => void;
	/** Called after each epoch; returning `"stop"` ends the training there. */
	onEpoch?: (progress: Progress) => "stop" | undefined;
	/** Ends the run at the next step. What was learned stays, or what was best of it: see `best`. */
	signal?: AbortSignal;
	/** Puts the best parameters back at the end, however it comes: the last epoch, a stop, an abort or an error. */
	best?: Best;
}

/** A schedule may end at 0. */
const RATE = { words: `${FINITE.words}, ${NOT_NEGATIVE.words}`, holds: (x: number) => FINITE.holds(x) && x >= 0 };

/** Lets others have their turn: a page has no setImmediate. */
const pause = typeof setImmediate === "function" ? setImmediate : (resolve: () => void) => setTimeout(resolve);

/** How long the loop may keep the event loop to itself: a notebook stays responsive and can be interrupted. */
const BREATH_MS = 50;

/**
 * Trains a graph that ends in a loss. Parameters change in place.
 * @returns the progress at the last step
 * @throws DataError for a size or a rate that is none; GraphError when the loss is no longer a finite number, naming the step
 */
export async function train(options: TrainOptions): Promise<Progress> {
	requireWhole("train", "epochs", options.epochs, 0);
	requireWhole("train", "startEpoch", options.startEpoch ?? 0, 0);
	requireWhole("train", "batchSize", options.batchSize, 1);
	requireWhole("train", "the number of examples", options.examples.count, 1);
	if (options.graph.parameters.length === 0)
		throw new GraphError("train: the graph has no parameters to train. parameter(name, value) makes one.");
	try {
		return await run(options);
	} finally {
		options.best?.restore();
	}
}

async function run(options: TrainOptions): Promise<Progress> {
	const { graph, examples, optimizer, epochs, batchSize, random } = options;
	const parameters = graph.parameters;
	const stepsPerEpoch = Math.ceil(examples.count / batchSize);
	const steps = stepsPerEpoch * (epochs - (options.startEpoch ?? 0));
	const begin = performance.now();
	let breath = begin;
	let progress: Progress = {
		epoch: 0,
		step: 0,
		steps,
		loss: Number.NaN,
		seconds: 0,
		secondsLeft: 0,
		examplesPerSecond: 0,
	};
	for (let epoch = options.startEpoch ?? 0; epoch < epochs; epoch++) {
		optimizer.rate = options.rate?.(epoch) ?? optimizer.rate;
		requireNumber("train", `the learning rate of epoch ${epoch}`, optimizer.rate, RATE);
		for (const indices of shuffledMinibatches(examples.count, batchSize, random)) {
			if (options.signal?.aborted) return progress;
			const loss = graph.forward(examples.batch(indices)).data[0];
			const first = Number.isFinite(loss) ? null : firstNonFinite(graph);
			if (first !== null)
				throw new GraphError(
					`train: the loss is ${loss} at step ${progress.step + 1}; the first node with such a value is ${first}. Most often the learning rate (${optimizer.rate}) is too large.`,
				);
			const gradients = graph.backward();
			options.onGradients?.(gradients, parameters);
			optimizer.step(parameters, gradients);
			progress = measured({ epoch, step: progress.step + 1, steps, loss }, begin, examples.count / stepsPerEpoch);
			options.onStep?.(progress);
			if (performance.now() - breath > BREATH_MS) {
				await new Promise(pause);
				breath = performance.now();
			}
		}
		requireFinite(parameters, optimizer.rate);
		if (options.onEpoch?.(progress) === "stop") break;
	}
	return progress;
}

/** The first node, in the order of computation, that holds a NaN or an infinity. */
function firstNonFinite(graph: ComputationalGraph): string {
	const culprit = graph.order.find((node) => graph.borrowValue(node).data.some((value) => !Number.isFinite(value)));
	return (culprit ?? graph.output).name;
}

/** A step from a loss that was finite can lead to weights that are not. @throws GraphError naming the parameter */
function requireFinite(parameters: readonly Parameter[], rate: number): void {
	const lost = parameters.find(({ value }) => value.data.some((entry) => !Number.isFinite(entry)));
	if (lost === undefined) return;
	throw new GraphError(
		`train: ${lost.name} holds a number that is not finite after a step, while the loss before it was finite: a gradient was infinite or NaN, or the learning rate (${rate}) is too large.`,
	);
}

function measured(
	now: Pick<Progress, "epoch" | "step" | "steps" | "loss">,
	begin: number,
	examplesPerStep: number,
): Progress {
	const seconds = (performance.now() - begin) / 1000;
	const pace = seconds / now.step;
	return { ...now, seconds, secondsLeft: pace * (now.steps - now.step), examplesPerSecond: examplesPerStep / pace };
}
