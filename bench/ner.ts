/**
 * `npm run bench:ner`: what the window model reaches, mean of three seeds. `--wikigold FOLDER` (train, dev and test.conll)
 * adds real text, and with the peers installed the same model in PyTorch on the same windows.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
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
} from "../src/index";
import { shuffledMinibatches } from "../src/nn/minibatches";
import { ROOT } from "../src/places";
import { cpuSeconds } from "./measure";
import { PEER_PYTHON, peerFile } from "./peers";

const SEEDS = [1, 2, 3];
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
		for (const [name, sentences] of Object.entries(tests)) note(name, scoreTagger(model, sentences).overall.f1);
	}
	return figures;
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
	const figures: Record<string, Figures> = {};
	for (const [name, vectors, must] of [
		["random vectors", undefined, "must 30"],
		["shipped GloVe vectors", shippedVectors(), "must 48"],
	] as const) {
		const options = { ...RUN, train, dev, dimension: 50, vectors };
		figures[name] = await overSeeds(options, { test });
		print(`WikiGold, ${name}`, figures[name], { test: must, "tokens a CPU-second": "must 100,000" });
		const torch = inTorch(options, test);
		if (torch === null) continue;
		figures[`${name}, PyTorch`] = torch;
		const [ours, theirs] = [figures[name].test, torch.test].map((values) => meanAndDeviation(values).mean);
		print(`WikiGold, ${name}, the same model in PyTorch`, torch, {
			test: `difference ${(ours - theirs).toFixed(1)}, must be within 1`,
		});
	}
	return figures;
}

/** Hyperparameters that both sides are told, so that none is left to a default. */
const RUN = { epochs: 10, rate: 0.2, decay: 0.3, batchSize: 32, unknownRate: 0.1 };

/**
 * The same model by bench/peers/torch_ner.py: the same first parameters, and the same minibatches in the same order, unknown
 * words included. What differs then is rounding, and what either side does wrong.
 */
function inTorch(options: Omit<TaggerOptions, "seed">, test: Sentence[]): Figures | null {
	if (!existsSync(PEER_PYTHON)) return null;
	const f1 = SEEDS.map((seed) => {
		const model = newTagger({ ...options, seed });
		const judged = (sentences: readonly Sentence[]) => {
			const windows = model.windows(sentences);
			const { words, cases } = windows.batch(Int32Array.from({ length: windows.count }, (_, k) => k));
			return { words: [...words.data], cases: [...cases.data], gold: sentences.map(({ tags }) => tags) };
		};
		const file = path.join(RESULTS, "torch-ner.json");
		const content = {
			...RUN,
			classes: model.classes,
			window: model.window,
			parameters: Object.fromEntries(
				model.parameters.map(({ label, value }) => [
					label as string,
					{ rows: value.rows, cols: value.cols, numbers: [...value.data] },
				]),
			),
			minibatches: minibatches(model, options.train, seed),
			dev: judged(options.dev),
			test: judged(test),
		};
		writeFileSync(file, JSON.stringify(content));
		const answer = execFileSync(PEER_PYTHON, [peerFile("torch_ner.py"), file], { encoding: "utf8" });
		return (JSON.parse(answer) as { f1: number }).f1;
	});
	return { test: f1 };
}

/** Every minibatch of a run, epoch by epoch, as trainTagger draws them. */
function minibatches(model: WindowModel, sentences: readonly Sentence[], seed: number): object[][] {
	const random = new Random(seed + 1);
	const windows = model.windows(sentences, { rate: RUN.unknownRate, random });
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
