/** What `gradlab ner train` does. Loaded when it is asked for: the other commands start without the library. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import {
	checkpointIn,
	classCounts,
	type EpochReport,
	gazetteerTagger,
	generateCorpus,
	majorityTagger,
	type Report,
	readConll,
	readVectors,
	type Sentence,
	saveTagger,
	scoreOn,
	scoreTagger,
	shippedVectors,
	type Tagger,
	trainTagger,
	type WordVectors,
} from "../../src/node/index";

export interface TrainFlags {
	train?: string;
	dev?: string;
	test?: string;
	vectors: string;
	frozen: boolean;
	lenient: boolean;
	resume: boolean;
	only?: string;
	window: number;
	dim?: number;
	hidden: number;
	epochs: number;
	patience: number;
	seed: number;
	batch: number;
	rate: number;
	dtype: "f32" | "f64";
	out: string;
	json?: string;
}

/** Says things on stderr: what a command yields is on stdout, or in files. */
const say = (text: string) => process.stderr.write(`${text}\n`);

export async function runTrain(flags: TrainFlags, command: Command): Promise<void> {
	if ((flags.train === undefined) !== (flags.dev === undefined))
		command.error(
			"error: --train and --dev belong together: training learns from the one and is watched on the other.",
			{ exitCode: 2 },
		);
	if (flags.window % 2 === 0)
		command.error(`error: --window ${flags.window} has no middle. Expected an odd number.`, { exitCode: 2 });
	const problems: string[] = [];
	const data = readData(flags, problems);
	if (problems.length > 0) say(`${problems.length} lines were passed over. The first: ${problems[0]}`);
	const vectors = await vectorsFor(flags.vectors, data);
	say(`${data.train.length} sentences to learn from. Tokens by class: ${countsText(data.train)}`);

	const stopping = new AbortController();
	const stop = () => stopping.abort();
	process.once("SIGINT", stop);
	mkdirSync(flags.out, { recursive: true });
	const checkpoint = path.join(flags.out, "checkpoint.safetensors");
	if (flags.resume && !existsSync(checkpoint))
		command.error(`error: --resume: ${checkpoint} is not there. Start without --resume.`, { exitCode: 2 });
	const begin = performance.now();
	const { model, history, best } = await trainTagger({
		train: data.train,
		dev: data.dev,
		window: flags.window,
		dimension: vectors?.dimension ?? flags.dim,
		hidden: flags.hidden,
		epochs: flags.epochs,
		patience: flags.patience,
		seed: flags.seed,
		batchSize: flags.batch,
		rate: flags.rate,
		precision: flags.dtype,
		vectors,
		frozen: flags.frozen,
		only: flags.only,
		signal: stopping.signal,
		checkpoint: checkpointIn(checkpoint),
		resume: flags.resume,
		onEpoch: (report) => say(epochText(report, flags.epochs)),
	});
	process.removeListener("SIGINT", stop);
	saveTagger(flags.out, model);
	const seconds = (performance.now() - begin) / 1000;
	if (model.coverage !== null) say(`Vectors for ${model.coverage.found} of ${model.coverage.of} words.`);
	const scores: Record<string, Report> = { dev: scoreTagger(model, data.dev) };
	for (const [name, sentences] of Object.entries(data.tests)) scores[name] = scoreTagger(model, sentences);
	const baselines = flags.only === undefined ? baselinesOn(data) : {};
	console.log(tableText(scores, baselines));
	say(`The model is in ${flags.out}. Tag with it: echo "Paris is in France ." | gradlab ner tag --model ${flags.out}`);
	if (flags.json !== undefined)
		writeFileSync(
			flags.json,
			`${JSON.stringify({ options: flags, best, seconds, coverage: model.coverage, classCounts: classCounts(data.train), history: history.map(({ epoch, loss, devF1 }) => ({ epoch, loss, devF1 })), scores, baselines, problems: problems.length, interrupted: stopping.signal.aborted }, null, 2)}\n`,
		);
	if (stopping.signal.aborted) process.exitCode = 130;
}

interface Data {
	readonly train: Sentence[];
	readonly dev: Sentence[];
	readonly tests: Readonly<Record<string, Sentence[]>>;
}

function readData(flags: TrainFlags, problems: string[]): Data {
	const onProblem = flags.lenient ? (problem: string) => problems.push(problem) : undefined;
	const tests: Record<string, Sentence[]> =
		flags.test === undefined ? {} : { test: readConll(flags.test, { onProblem }) };
	if (flags.train !== undefined)
		return { train: readConll(flags.train, { onProblem }), dev: readConll(flags.dev as string, { onProblem }), tests };
	const { train, dev, ...generated } = generateCorpus({ seed: flags.seed });
	return { train, dev, tests: flags.test === undefined ? generated : tests };
}

/** Vectors by name, or from a file; of a large file only the words that occur are kept. */
async function vectorsFor(name: string, { train, dev, tests }: Data): Promise<WordVectors | undefined> {
	if (name === "none") return undefined;
	if (name === "glove") return shippedVectors();
	const all = [train, dev, ...Object.values(tests)].flat();
	return readVectors(name, new Set(all.flatMap(({ tokens }) => tokens.map((token) => token.toLowerCase()))));
}

function baselinesOn({ train, tests }: Data): Record<string, Record<string, number>> {
	const taggers: Record<string, Tagger> = { majority: majorityTagger(train), gazetteer: gazetteerTagger(train) };
	return Object.fromEntries(
		Object.entries(taggers).map(([name, tagger]) => [
			name,
			Object.fromEntries(
				Object.entries(tests).map(([split, sentences]) => [split, scoreOn(sentences, tagger).overall.f1]),
			),
		]),
	);
}

function countsText(sentences: readonly Sentence[]): string {
	return Object.entries(classCounts(sentences))
		.sort(([, a], [, b]) => b - a)
		.map(([name, count]) => `${name} ${count}`)
		.join(", ");
}

function epochText({ epoch, loss, devF1, progress }: EpochReport, epochs: number): string {
	const { secondsLeft, examplesPerSecond } = progress;
	const left = secondsLeft < 60 ? `${Math.ceil(secondsLeft)} s` : `${Math.ceil(secondsLeft / 60)} min`;
	return `epoch ${String(epoch + 1).padStart(3)}/${epochs}   loss ${loss.toFixed(4)}   dev F1 ${devF1.toFixed(2).padStart(6)}   ${Math.round(examplesPerSecond).toLocaleString("en")} tokens/s   ${left} left`;
}

function tableText(
	scores: Readonly<Record<string, Report>>,
	baselines: Readonly<Record<string, Record<string, number>>>,
): string {
	const head = ["", "precision", "recall", "F1", "names", ...Object.keys(baselines)];
	const rows = Object.entries(scores).map(([name, { overall }]) => [
		name,
		...[overall.precision, overall.recall, overall.f1].map((value) => value.toFixed(2)),
		String(overall.support),
		...Object.values(baselines).map((own) => own[name]?.toFixed(2) ?? ""),
	]);
	return [head, ...rows]
		.map(([first, ...cells]) => first.padEnd(10) + cells.map((cell) => cell.padStart(11)).join(""))
		.join("\n");
}
