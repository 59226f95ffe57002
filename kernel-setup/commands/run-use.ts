/** What `gradlab ner evaluate`, `tag` and `generate` do. Loaded when one is asked for. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import {
	conllevalReport,
	generateCorpus,
	loadTagger,
	mistakesOf,
	printable,
	readConll,
	scoreTagger,
	seqevalReport,
	spansOf,
	tokenize,
	type WindowModel,
	writeConll,
} from "../../src/node/index";

export interface EvaluateFlags {
	model: string;
	data: string;
	report: string;
	mistakes: boolean;
	json?: string;
}

export function runEvaluate(flags: EvaluateFlags): void {
	const model = loadTagger(flags.model);
	const sentences = readConll(flags.data);
	const gold = sentences.map(({ tags }) => tags);
	const predicted = model.tag(sentences.map(({ tokens }) => tokens));
	if (flags.report === "conlleval") process.stdout.write(conllevalReport(gold, predicted));
	else console.log(seqevalReport(gold, predicted, flags.report === "strict" ? "strict IOB2" : "lenient"));
	const mistakes = flags.mistakes || flags.json !== undefined ? mistakesOf(sentences, predicted) : [];
	if (flags.mistakes)
		for (const { kind, sentence, gold: there, predicted: found, window } of mistakes)
			console.log(
				`${kind.padEnd(18)} ${`${there?.type ?? "-"} → ${found?.type ?? "-"}`.padEnd(14)} ${printable(window)}   (sentence ${sentence + 1})`,
			);
	if (flags.json !== undefined)
		writeFileSync(flags.json, `${JSON.stringify({ scores: scoreTagger(model, sentences), mistakes }, null, 2)}\n`);
}

/** Colours that differ in lightness, too; the class stands beside each name in any case. */
const COLOURS = [33, 36, 35, 32, 34, 31];

export interface TagFlags {
	model: string;
	json?: boolean;
	conll?: boolean;
}

export async function runTag(flags: TagFlags): Promise<void> {
	const model = loadTagger(flags.model);
	process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
	for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
		const tokens = tokenize(line);
		if (tokens.length === 0) continue;
		const [tags] = model.tag([tokens]);
		if (flags.json === true)
			console.log(
				JSON.stringify({
					tokens,
					tags,
					names: spansOf(tags).map((span) => ({ ...span, text: tokens.slice(span.start, span.end).join(" ") })),
				}),
			);
		else if (flags.conll === true) process.stdout.write(writeConll([{ tokens: tokens.map(printable), tags }]));
		else console.log(marked(model, tokens, tags));
	}
}

/** The sentence with its names in colour on a terminal, in brackets elsewhere; the class beside each. */
function marked({ classes }: WindowModel, tokens: readonly string[], tags: readonly string[]): string {
	const parts: string[] = [];
	let at = 0;
	for (const { start, end, type } of spansOf(tags)) {
		parts.push(...tokens.slice(at, start).map(printable));
		const name = printable(tokens.slice(start, end).join(" "));
		const colour = COLOURS[(classes.indexOf(type) - 1 + COLOURS.length) % COLOURS.length];
		parts.push(
			process.stdout.isTTY ? `\u001b[1;${colour}m${name}\u001b[0m\u001b[2m/${type}\u001b[0m` : `[${name}]/${type}`,
		);
		at = end;
	}
	return [...parts, ...tokens.slice(at).map(printable)].join(" ");
}

export interface GenerateFlags {
	out: string;
	train: number;
	other: number;
	seed: number;
}

export function runGenerate({ out, train, other, seed }: GenerateFlags): void {
	mkdirSync(out, { recursive: true });
	for (const [name, sentences] of Object.entries(generateCorpus({ train, dev: other, test: other, seed }))) {
		const file = path.join(out, `${name}.conll`);
		writeFileSync(file, writeConll(sentences));
		console.log(`${file}: ${sentences.length} sentences`);
	}
}
