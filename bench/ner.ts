/**
 * `npm run bench:ner`: what the window model reaches, mean and deviation of five seeds, and how far dev F1 jumps from one
 * epoch to the next. `--wikigold FOLDER` (train, dev and test.conll) adds real text, as it is and as short noisy messages,
 * and with the peers installed the same run in PyTorch, and a run that PyTorch makes by itself.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { shuffledMinibatches } from "../src/nn/minibatches";
import {
	generateCorpus,
	linearTagger,
	meanAndDeviation,
	newTagger,
	Random,
	readConll,
	type Sentence,
	scoreOn,
	scoreTagger,
	shippedVectors,
	type TaggerOptions,
	trainTagger,
	type WindowModel,
} from "../src/node/index";
import { ROOT } from "../src/node/places";
import { cpuSeconds } from "./measure";
import { asMessages } from "./noisy";
import { PEER_PYTHON, peerFile } from "./peers";

const SEEDS = [1, 2, 3, 4, 5];
const RESULTS = path.join(ROOT, "test-results");

type Figures = Record<string, number[]>;

async function overSeeds(options: Omit<TaggerOptions, "seed">, tests: Record<string, Sentence[]>): Promise<Figures> {
	const figures: Figures = {};
	const note = (name: string, value: number) => {
		figures[name] = [...(figures[name] ?? []), value];
	};
	for (const seed of SEEDS) {
		const begin = cpuSeconds();
		const { model, history } = await trainTagger({ ...options, seed });
		const tokens = options.train.reduce((sum, sentence) => sum + sentence.tokens.length, 0) * history.length;
		note("tokens a CPU-second", tokens / (cpuSeconds() - begin));
		note(JUMP, jumpOf(history.map(({ devF1 }) => devF1)));
		for (const [name, sentences] of Object.entries(tests)) note(name, scoreTagger(model, sentences).overall.f1);
	}
	return figures;
}

const JUMP = "dev F1, from epoch to epoch";

/** The mean difference of neighbours, in the second half of a run. */
function jumpOf(values: readonly number[]): number {
	const late = values.slice(Math.floor(values.length / 2));
	return meanAndDeviation(late.slice(1).map((value, k) => Math.abs(value - late[k]))).mean;
}

function print(title: string, figures: Figures, must: Record<string, string> = {}): void {
	console.log(`\n${title}`);
	for (const [name, values] of Object.entries(figures)) {
		const { mean, deviation } = meanAndDeviation(values);
		const figure = mean > 1000 ? Math.round(mean).toLocaleString("en") : `${mean.toFixed(1)} ± ${deviation.toFixed(1)}`;
		console.log(`  ${name.padEnd(28)} ${figure.padStart(14)}   ${must[name] ?? ""}`);
	}
}

async function generated(): Promise<Record<string, Figures>> {
	const { train, dev, ...tests } = generateCorpus();
	const withVectors = await overSeeds({ train, dev, vectors: shippedVectors() }, tests);
	print("generated corpus, shipped vectors: entity F1", withVectors, {
		test: "must 97",
		test_xor: "must 95",
		test_ood: "must 80",
	});
	const random = await overSeeds({ train, dev, dimension: 50 }, tests);
	print("generated corpus, random vectors", random);
	const linear = await linearTagger(train, { random: new Random(1) });
	const linearFigures = Object.fromEntries(
		Object.entries(tests).map(([name, sentences]) => [name, [scoreOn(sentences, linear).overall.f1]]),
	);
	print("generated corpus, linear softmax on one-hot windows", linearFigures, { test_xor: "at most 60" });
	return { withVectors, random, linear: linearFigures };
}

async function wikigold(folder: string): Promise<Record<string, Figures>> {
	const [train, dev, test] = ["train", "dev", "test"].map((name) => readConll(path.join(folder, `${name}.conll`)));
	const random = new Random(77);
	const [noisyTrain, noisyDev, noisyTest] = [train, dev, test].map((sentences) => asMessages(sentences, random));
	const figures: Record<string, Figures> = {};
	for (const [name, data, vectors, must] of [
		["WikiGold, random vectors", { train, dev, test }, undefined, "must 30"],
		["WikiGold, shipped GloVe vectors", { train, dev, test }, shippedVectors(), "must 48"],
		[
			"WikiGold as noisy messages, random vectors",
			{ train: noisyTrain, dev: noisyDev, test: noisyTest },
			undefined,
			"",
		],
	] as const) {
		const options = { ...RUN, train: data.train, dev: data.dev, dimension: 50, vectors };
		figures[name] = await overSeeds(options, { test: data.test });
		print(name, figures[name], { test: must, "tokens a CPU-second": "must 100,000", [JUMP]: "must be below 3" });
		const ours = meanAndDeviation(figures[name].test).mean;
		for (const how of ["the same run", "left to itself"] as const) {
			const torch = inTorch(options, data.test, how);
			if (torch === null) continue;
			figures[`${name}: PyTorch, ${how}`] = torch;
			const difference = ours - meanAndDeviation(torch.test).mean;
			print(`${name}: PyTorch, ${how}`, torch, {
				test: `difference ${difference.toFixed(1)}, must be ${how === "the same run" ? "within 1" : "above −1"}`,
			});
		}
	}
	return figures;
}

/** Hyperparameters that both sides are told, so that none is left to a default. */
const RUN = { epochs: 10, rate: 0.5, decay: 0.1, batchSize: 32, unknownRate: 0.05 };

/**
 * The same model by bench/peers/torch_ner.py. The same run: the same first parameters, and the same minibatches in the same
 * order, unknown words and averages of the weights included; what differs then is rounding, and what either side does
 * wrong. Left to itself: PyTorch's own first parameters and order, and none of the others.
 */
function inTorch(options: Omit<TaggerOptions, "seed">, test: Sentence[], how: string): Figures | null {
	if (!existsSync(PEER_PYTHON)) return null;
	const [f1, jumps]: number[][] = [[], []];
	for (const seed of SEEDS) {
		const model = newTagger({ ...options, seed });
		const judged = (sentences: readonly Sentence[]) => {
			const windows = model.windows(sentences);
			const { words, cases } = windows.batch(Int32Array.from({ length: windows.count }, (_, k) => k));
			return { words: [...words.data], cases: [...cases.data], gold: sentences.map(({ tags }) => tags) };
		};
		const file = path.join(RESULTS, "torch-ner.json");
		const content = {
			...RUN,
			how,
			seed,
			pretrained: options.vectors !== undefined,
			classes: model.classes,
			window: model.window,
			parameters: Object.fromEntries(
				model.parameters.map(({ label, value }) => [
					label as string,
					{ rows: value.rows, cols: value.cols, numbers: [...value.data] },
				]),
			),
			minibatches: minibatches(model, options.train, seed, how === "the same run" ? RUN.unknownRate : 0),
			span: model.windows(options.train).count / RUN.batchSize,
			dev: judged(options.dev),
			test: judged(test),
		};
		writeFileSync(file, JSON.stringify(content));
		const answer = execFileSync(PEER_PYTHON, [peerFile("torch_ner.py"), file], { encoding: "utf8" });
		const found = JSON.parse(answer) as { f1: number; devs: number[] };
		f1.push(found.f1);
		jumps.push(jumpOf(found.devs));
	}
	return { [JUMP]: jumps, test: f1 };
}

/** Every minibatch of a run, epoch by epoch, as trainTagger draws them. */
function minibatches(
	model: WindowModel,
	sentences: readonly Sentence[],
	seed: number,
	unknownRate: number,
): object[][] {
	const random = new Random(seed + 1);
	const windows = model.windows(sentences, unknownRate > 0 ? { rate: unknownRate, random } : null);
	return Array.from({ length: RUN.epochs }, () =>
		shuffledMinibatches(windows.count, RUN.batchSize, random).map((indices) => {
			const { words, cases, labels } = windows.batch(indices);
			return { words: [...words.data], cases: [...cases.data], labels: [...labels.data] };
		}),
	);
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { wikigold: { type: "string" } } });
	mkdirSync(RESULTS, { recursive: true });
	const report = {
		generated: await generated(),
		...(values.wikigold !== undefined && { wikigold: await wikigold(values.wikigold) }),
	};
	writeFileSync(path.join(RESULTS, "bench-ner.json"), JSON.stringify(report, null, 2));
}

void main();
