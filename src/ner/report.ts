/** Scores as the field prints them: the text of conlleval, and that of seqeval's classification report. */
import { DataError } from "../errors";
import { percent, type Score, score } from "./score";
import { classOf, spansOf, strictSpansOf } from "./tags";

/** One list of tags a sentence. */
export type Tags = readonly (readonly string[])[];

const fixed = (value: number) => value.toFixed(2).padStart(6);

/**
 * What the shared task's script prints: phrases found, accuracy, and precision, recall and FB1 over all and by class.
 * Source: conlleval, E. Tjong Kim Sang and S. Buchholz, CoNLL-2000.
 */
export function conllevalReport(gold: Tags, predicted: Tags): string {
	const { overall, byClass, tokenAccuracy, tokens } = score(gold, predicted);
	const scores = ({ precision, recall, f1 }: Score) =>
		`precision: ${fixed(precision)}%; recall: ${fixed(recall)}%; FB1: ${fixed(f1)}`;
	const lines = [
		`processed ${tokens} tokens with ${overall.support} phrases; found: ${overall.found} phrases; correct: ${overall.right}.`,
		`accuracy: ${fixed(tokenAccuracy)}%; ${scores(overall)}`,
		...Object.entries(byClass).map(([name, own]) => `${name.padStart(17)}: ${scores(own)}  ${own.found}`),
	];
	return `${lines.join("\n")}\n`;
}

/** How strictly names are read off tags: lenient, where an I-X that continues nothing begins a name, or strict IOB2, where only B-X does. */
export type Reading = "lenient" | "strict IOB2";

/** Precision, recall and F1 by class with micro, macro and weighted averages, as seqeval's classification_report prints them. */
export function seqevalReport(gold: Tags, predicted: Tags, reading: Reading = "lenient"): string {
	const { byClass, overall } = score(gold, predicted, reading === "lenient" ? spansOf : strictSpansOf);
	const classes = Object.entries(byClass);
	if (classes.length === 0)
		throw new DataError("seqevalReport: neither the gold tags nor the predicted ones hold a name.");
	const average = (weightOf: (own: Score) => number) => {
		const weights = classes.map(([, own]) => weightOf(own));
		const whole = weights.reduce((a, b) => a + b, 0);
		const mean = (of: (own: Score) => number) =>
			whole === 0 ? 0 : classes.reduce((sum, [, own], k) => sum + weights[k] * of(own), 0) / whole;
		return {
			precision: mean((s) => s.precision),
			recall: mean((s) => s.recall),
			f1: mean((s) => s.f1),
			support: overall.support,
		};
	};
	const width = Math.max(...classes.map(([name]) => name.length), "weighted avg".length);
	const row = (
		name: string,
		{ precision, recall, f1, support }: Pick<Score, "precision" | "recall" | "f1" | "support">,
	) =>
		`${name.padStart(width)} ${[precision, recall, f1].map((value) => ` ${(value / 100).toFixed(2).padStart(9)}`).join("")} ${String(support).padStart(9)}`;
	const head = `${" ".repeat(width)} ${["precision", "recall", "f1-score", "support"].map((name) => ` ${name.padStart(9)}`).join("")}`;
	return [
		head,
		"",
		...classes.map(([name, own]) => row(name, own)),
		"",
		row("micro avg", overall),
		row(
			"macro avg",
			average(() => 1),
		),
		row(
			"weighted avg",
			average(({ support }) => support),
		),
		"",
	].join("\n");
}

/** Mean and standard deviation, of several seeds for example. */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	return { mean, deviation: Math.sqrt(square / values.length) };
}

/** How often a token of the one class was taken for the other: rows are gold, columns predicted, in per cent of the row where asked. */
export function confusionMatrix(
	gold: Tags,
	predicted: Tags,
	classes: readonly string[],
	inPercent = false,
): number[][] {
	const numbers = new Map(classes.map((name, k) => [name, k]));
	const counts = classes.map(() => classes.map(() => 0));
	gold.forEach((tags, s) =>
		tags.forEach((tag, k) => {
			const [row, column] = [tag, predicted[s][k]].map((own) => numbers.get(classOf(own)));
			if (row === undefined || column === undefined)
				throw new DataError(
					`confusionMatrix: the tag ${row === undefined ? tag : predicted[s][k]} is of no class in ${classes.join(", ")}.`,
				);
			counts[row][column]++;
		}),
	);
	if (!inPercent) return counts;
	return counts.map((row) => {
		const whole = row.reduce((a, b) => a + b, 0);
		return row.map((count) => percent(count, whole));
	});
}
