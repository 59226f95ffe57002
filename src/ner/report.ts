/** Scores as the field prints them: the text of conlleval, and that of seqeval's classification report. */
import { DataError } from "../errors";
import { requireWhole } from "../matrix/checks";
import { percent, type Score, score } from "./score";
import { classOf, spansOf, strictSpansOf } from "./tags";

/** One list of tags a sentence. */
export type Tags = readonly (readonly string[])[];

const fixed = (value: number) => twoDigits(value).padStart(6);

/**
 * A number with two digits behind the point, where a tie goes to the even digit, as in Python and C: 0.625 is 0.62.
 * toFixed knows the number exactly, too, and differs in the ties alone, which are the odd multiples of 1/8.
 */
function twoDigits(value: number): string {
	const up = value.toFixed(2);
	const isTie = (value * 8) % 2 === 1;
	return isTie && Number(up.at(-1)) % 2 === 1 ? (value - 0.005).toFixed(2) : up;
}

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

/** Scores as shares of 1, computed in seqeval's order, since a last digit hangs on it. */
interface Fractions {
	readonly precision: number;
	readonly recall: number;
	readonly f1: number;
}

function fractionsOf({ right, found, support }: Score): Fractions {
	const [precision, recall] = [found === 0 ? 0 : right / found, support === 0 ? 0 : right / support];
	return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** NumPy's sum of up to 128 numbers: eight in turns from eight numbers on, then in pairs. */
function sumAsNumpy(values: readonly number[]): number {
	const whole = values.length < 8 ? 0 : values.length - (values.length % 8);
	const lanes = values.slice(0, Math.min(8, whole));
	for (let k = 8; k < whole; k++) lanes[k % 8] += values[k];
	const [a, b, c, d, e, f, g, h] = lanes;
	const start = whole === 0 ? 0 : a + b + (c + d) + (e + f + (g + h));
	return values.slice(whole).reduce((sum, value) => sum + value, start);
}

/** How strictly names are read off tags: lenient, where an I-X that continues nothing begins a name, or strict IOB2, where only B-X does. */
export type Reading = "lenient" | "strict IOB2";

/** Precision, recall and F1 by class with micro, macro and weighted averages, as seqeval's classification_report prints them. */
export function seqevalReport(gold: Tags, predicted: Tags, reading: Reading = "lenient"): string {
	const { byClass, overall } = score(gold, predicted, reading === "lenient" ? spansOf : strictSpansOf);
	const classes = Object.entries(byClass);
	if (classes.length === 0)
		throw new DataError("seqevalReport: neither the gold tags nor the predicted ones hold a name.");
	const own = classes.map(([, counts]) => fractionsOf(counts));
	const average = (weights: readonly number[]): Fractions => {
		const whole = sumAsNumpy(weights);
		const mean = (of: (own: Fractions) => number) =>
			whole === 0 ? 0 : sumAsNumpy(own.map((each, k) => of(each) * weights[k])) / whole;
		return { precision: mean((f) => f.precision), recall: mean((f) => f.recall), f1: mean((f) => f.f1) };
	};
	const width = Math.max(...classes.map(([name]) => name.length), "weighted avg".length);
	const row = (name: string, { precision, recall, f1 }: Fractions, support: number) =>
		`${name.padStart(width)} ${[precision, recall, f1].map((value) => ` ${twoDigits(value).padStart(9)}`).join("")} ${String(support).padStart(9)}`;
	const head = `${" ".repeat(width)} ${["precision", "recall", "f1-score", "support"].map((name) => ` ${name.padStart(9)}`).join("")}`;
	return [
		head,
		"",
		...classes.map(([name, { support }], k) => row(name, own[k], support)),
		"",
		row("micro avg", fractionsOf(overall), overall.support),
		row("macro avg", average(classes.map(() => 1)), overall.support),
		row("weighted avg", average(classes.map(([, { support }]) => support)), overall.support),
		"",
	].join("\n");
}

/** Mean and standard deviation, of several seeds for example. */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
	requireWhole("meanAndDeviation", "the number of values", values.length, 1);
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
