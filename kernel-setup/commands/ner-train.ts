/** `gradlab ner train`: trains a window model on files, or on the generated corpus, and writes it into a folder. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import {
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
	score,
	scoreTagger,
	shippedVectors,
	type Tagger,
	trainTagger,
	type WordVectors,
} from "../../src/index";
import { positive, whole } from "./options";

interface TrainFlags {
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

const EXAMPLES = `
Examples:
  gradlab ner train --out model                          on the generated corpus
  gradlab ner train --train train.conll --dev dev.conll --test test.conll --out model --json report.json
  gradlab ner train --train train.conll.gz --dev dev.conll --vectors glove.6B.50d.txt.gz --epochs 20 --out model`;

export function addTrain(ner: Command): void {
	ner
		.command("train")
		.description("train a window model; Ctrl+C ends the training and keeps the best model so far")
		.option("--train <file>", "sentences to learn from, .conll or .conll.gz; the generated corpus by default")
		.option("--dev <file>", "sentences that decide which epoch is the best")
		.option("--test <file>", "sentences to judge the result by")
		.option("--vectors <file>", "pre-trained vectors, .txt, .vec, .gz or .npy; glove: those that ship; none", "glove")
		.option("--frozen", "leave pre-trained vectors as they are", false)
		.option("--lenient", "pass over lines that cannot be read, and count them", false)
		.option("--resume", "go on with the run that was interrupted in --out", false)
		.option("--only <class>", "the binary head: is the word in the middle of this class?")
		.addOption(whole("--window <words>", "words in a window, odd", 5))
		.addOption(whole("--dim <numbers>", "length of a word vector; that of the vectors where there are some", 50))
		.addOption(whole("--hidden <units>", "units of the hidden layer", 100))
		.addOption(whole("--epochs <number>", "how often every sentence is seen", 10))
		.addOption(whole("--patience <epochs>", "stop when so many epochs in a row were not the best", 5))
		.addOption(whole("--seed <number>", "the same seed gives the same model", 1, 0))
		.addOption(whole("--batch <windows>", "windows in a minibatch", 32))
		.addOption(positive("--rate <number>", "learning rate of the first epoch", 0.2))
		.addOption(new Option("--dtype <type>", "precision of the numbers").choices(["f32", "f64"]).default("f32"))
		.requiredOption("--out <folder>", "where the model is written")
		.option("--json <file>", "a report of everything, for machines")
		.addHelpText("after", EXAMPLES)
		.action(trainCommand);
}

/** Says things on stderr: what a command yields is on stdout, or in files. */
const say = (text: string) => process.stderr.write(`${text}\n`);

async function trainCommand(flags: TrainFlags, command: Command): Promise<void> {
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
		checkpoint,
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
				Object.entries(tests).map(([split, sentences]) => [
					split,
					score(
						sentences.map(({ tags }) => tags),
						tagger(sentences.map(({ tokens }) => tokens)),
					).overall.f1,
				]),
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
