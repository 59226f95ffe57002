/** `gradlab ner train`: trains a window model on files, or on the generated corpus, and writes it into a folder. */
import { type Command, Option } from "commander";
import { positive, whole } from "./options";
import type { TrainFlags } from "./run-train";

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
		.addOption(positive("--rate <number>", "learning rate of the first epoch", 0.5))
		.addOption(new Option("--dtype <type>", "precision of the numbers").choices(["f32", "f64"]).default("f32"))
		.requiredOption("--out <folder>", "where the model is written")
		.option("--json <file>", "a report of everything, for machines")
		.addHelpText("after", EXAMPLES)
		.action(async (flags: TrainFlags, command: Command) => (await import("./run-train.js")).runTrain(flags, command));
}
