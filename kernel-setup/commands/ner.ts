/** `gradlab ner …`: the window model from the command line, by the same functions as the lessons. */
import type { Command } from "commander";
import { addTrain } from "./ner-train";
import { addEvaluate, addGenerate, addTag } from "./ner-use";

export function addNer(program: Command): void {
	const ner = program.command("ner").description("find names in text: train a window model, judge it, tag with it");
	addTrain(ner);
	addEvaluate(ner);
	addTag(ner);
	addGenerate(ner);
}
