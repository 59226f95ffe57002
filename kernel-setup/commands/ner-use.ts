/** `gradlab ner evaluate`, `tag` and `generate`: what one does with a model, and where sentences come from. */
import { type Command, Option } from "commander";
import { whole } from "./options";
import type { EvaluateFlags, GenerateFlags, TagFlags } from "./run-use";

/** What the commands do, and the library with it: nobody waits for it who does not ask. */
const running = () => import("./run-use.js");

export function addEvaluate(ner: Command): void {
	ner
		.command("evaluate")
		.description("judge a model by sentences with tags")
		.requiredOption("--model <folder>", "where the model lies")
		.requiredOption("--data <file>", "sentences with tags, .conll or .conll.gz")
		.addOption(
			new Option("--report <kind>", "whose report to print")
				.choices(["conlleval", "seqeval", "strict"])
				.default("conlleval"),
		)
		.option("--mistakes", "list every mistake, with the tokens around it", false)
		.option("--json <file>", "the scores, for machines")
		.addHelpText(
			"after",
			"\nExample:\n  gradlab ner evaluate --model model --data test.conll --report seqeval --mistakes",
		)
		.action(async (flags: EvaluateFlags) => (await running()).runEvaluate(flags));
}

export function addTag(ner: Command): void {
	ner
		.command("tag")
		.description("tag the text on standard input, a sentence a line")
		.requiredOption("--model <folder>", "where the model lies")
		.addOption(new Option("--json", "one JSON object a line: tokens, tags and names").conflicts("conll"))
		.option("--conll", "a token and its tag a line")
		.addHelpText(
			"after",
			'\nExample:\n  echo "Paris Hilton stayed at the Hilton in Paris ." | gradlab ner tag --model model',
		)
		.action(async (flags: TagFlags) => (await running()).runTag(flags));
}

export function addGenerate(ner: Command): void {
	ner
		.command("generate")
		.description("write the generated corpus as .conll files")
		.requiredOption("--out <folder>", "where the files are written")
		.addOption(whole("--train <sentences>", "training sentences", 3000))
		.addOption(whole("--other <sentences>", "sentences in each of the other files", 500))
		.addOption(whole("--seed <number>", "the same seed gives the same sentences", 1, 0))
		.addHelpText("after", "\nExample:\n  gradlab ner generate --out corpus --seed 7")
		.action(async (flags: GenerateFlags) => (await running()).runGenerate(flags));
}
