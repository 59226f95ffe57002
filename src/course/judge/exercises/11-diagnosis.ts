/** Lesson 11: what is wrong, from the gradients. */
import { scale } from "../../../gates/arithmetic";
import { column, fill } from "../../../matrix/make";
import type { Matrix } from "../../../matrix/matrix";
import type { Random } from "../../../matrix/random";
import { BROKEN_RUNS, buildRun, learns, type RunName, type RunSettings, trainRun } from "../../broken-runs";
import { WrongForm } from "../../wrong-form";
import type { Exercise } from "../exercise";

const number = (random: Random) => random.normal(0, 1);
function diagnosis(ratio: number): string {
	return ratio < 1e-3 ? "vanishing" : ratio > 1e3 ? "exploding" : "healthy";
}

const RUN_NAMES = Object.keys(BROKEN_RUNS) as RunName[];
const CURES: Record<RunName, Partial<RunSettings>> = {
	A: { bias: 0 },
	B: { bias: 0 },
	C: { start: "he" },
	D: { clip: null },
};

/** More than these layers mend nothing. */
const MOST_LAYERS = 12;

/** Settings that can be tried. @throws WrongForm for those that would take for ever, or are none */
function modest(changes: Partial<RunSettings>): Partial<RunSettings> {
	if (typeof changes !== "object" || Array.isArray(changes))
		throw new WrongForm("The settings of a run are an object, as in { rate: 0.1 }.");
	const { depth = 1, rate = 0, bias = 0 } = changes;
	if (!(Number.isInteger(depth) && depth >= 1 && depth <= MOST_LAYERS))
		throw new WrongForm(`depth: 1 to ${MOST_LAYERS} hidden layers, not ${depth}.`);
	for (const [key, value] of Object.entries({ rate, bias }))
		if (typeof value !== "number") throw new WrongForm(`${key}: a number is wanted.`);
	return changes;
}

/** Trains a run with what somebody changed in it, and says what became of it. */
function outcomeOf(name: RunName, cures: Record<RunName, Partial<RunSettings>>): string {
	if (typeof cures !== "object" || Array.isArray(cures))
		throw new WrongForm("An object is wanted, as in { A: { rate: 0.1 }, B: …, C: …, D: … }.");
	const losses = trainRun(buildRun(name, modest(cures[name] ?? {})));
	if (learns(losses)) return "learns";
	if (!Number.isFinite(losses.last)) return "explodes: its loss is no number any more";
	return `does not learn: its loss is ${losses.last.toPrecision(3)} after 400 steps`;
}

export const LESSON_11: readonly Exercise[] = [
	{
		id: "11.1",
		task: 'What is wrong with the runs A, B, C and D, from their gradients alone: a list of four words out of "saturated", "dead", "exploding", "clipped".',
		points: 4,
		parts: true,
		entries: ["Run A", "Run B", "Run C", "Run D"],
		answer: () => ["saturated", "dead", "exploding", "clipped"],
		mistakes: [
			{
				name: "dead for saturated",
				answer: () => ["dead", "dead", "exploding", "clipped"],
				tell: "(A) Dead means exactly 0, for every entry. These are tiny and not 0: something is nearly flat.",
			},
			{
				name: "clipped for saturated",
				answer: () => ["clipped", "dead", "exploding", "clipped"],
				tell: "(A) Clipping leaves the same largest entry in every layer. Here the entries shrink from layer to layer: each one multiplies by a slope that is all but 0.",
			},
			{
				name: "saturated for dead",
				answer: () => ["saturated", "saturated", "exploding", "clipped"],
				tell: "(B) A saturated unit has a tiny slope. Here every entry is exactly 0, which only a shut ReLU does.",
			},
			{
				name: "clipped for exploding",
				answer: () => ["saturated", "dead", "clipped", "clipped"],
				tell: "(C) Clipping would cap the largest entry. These are in the hundreds, and differ from layer to layer.",
			},
			{
				name: "saturated for clipped",
				answer: () => ["saturated", "dead", "exploding", "saturated"],
				tell: "(D) Look at the largest entry: the same round number in every layer, and most entries have it. No function does that by itself.",
			},
		],
		hints: [
			"Which run has zeros only? Which one has huge numbers?",
			"A limit shows as the same largest entry in every layer.",
			"What is left is tiny, and not 0: f is flat where its units are.",
		],
		solution: '["saturated", "dead", "exploding", "clipped"]',
	},
	{
		id: "11.2",
		task: 'A list of gradient norms, from the first layer to the last: "vanishing" where the first is below a thousandth of the last, "exploding" where it is above a thousand times, else "healthy".',
		points: 1,
		inputs: (random) => [[10 ** (random.uniform() * 12 - 6), 0.5, 1]],
		answer: (norms: number[]) => diagnosis(norms[0] / norms[norms.length - 1]),
		mistakes: [
			{
				name: "turned round",
				answer: (norms: number[]) => diagnosis(norms[norms.length - 1] / norms[0]),
				tell: "Turned round: gradients travel from the last layer to the first. Small at the first means vanished on the way.",
			},
			{ name: "always healthy", answer: () => "healthy", tell: "Look at the ratio of the first to the last." },
		],
		hints: [
			"In which direction does the gradient travel?",
			"From the last layer to the first.",
			"first / last below 1e-3: vanishing.",
		],
		solution:
			'const ratio = norms[0] / norms[norms.length - 1];\nreturn ratio < 1e-3 ? "vanishing" : ratio > 1e3 ? "exploding" : "healthy";',
	},
	{
		id: "11.3",
		task: "The share of dead ReLU units in Z (units × examples): those whose z is never above 0.",
		points: 2,
		inputs: (random) => [fill(5, 6, (i) => (i < 2 ? -random.uniform() : random.normal(0, 1)))],
		answer: (Z: Matrix) => Z.toArray().filter((own) => own.every((z) => z <= 0)).length / Z.rows,
		mistakes: [
			{
				name: "entries for units",
				answer: (Z: Matrix) =>
					Z.toArray()
						.flat()
						.filter((z) => z <= 0).length /
					(Z.rows * Z.cols),
				tell: "That is the share of entries that are off. A unit is dead only when it is off for every example.",
			},
			{
				name: "alive for dead",
				answer: (Z: Matrix) => Z.toArray().filter((own) => own.some((z) => z > 0)).length / Z.rows,
				tell: "Those are the living ones.",
			},
		],
		hints: ["Look at one row.", "Dead: every entry at or below 0.", "Rows that are all ≤ 0, over all rows."],
		solution: "return Z.toArray().filter((own) => own.every((z) => z <= 0)).length / Z.rows;",
	},
	{
		id: "11.4",
		task: "The slope of the logistic function is 1/4 at most. The largest factor by which d of them in a row can scale a gradient.",
		points: 1,
		inputs: (random) => [3 + random.integer(10)],
		answer: (d: number) => 0.25 ** d,
		mistakes: [
			{ name: "added", answer: (d: number) => 0.25 * d, tell: "Local gradients multiply along a path." },
			{ name: "slope of 1/2", answer: (d: number) => 0.5 ** d, tell: "y(1 − y) is largest at y = ½: there it is ¼." },
		],
		hints: ["Along a path slopes …", "multiply.", "(1/4)^d"],
		solution: "return 0.25 ** d;",
	},
	{
		id: "11.5",
		task: "Clip a gradient (a column) by its norm: shorten it to `limit` where it is longer, and leave it as it is else.",
		points: 1,
		inputs: (random) => [column([number(random) * 1.5, number(random) * 1.5, number(random)]), 2],
		answer: (g: Matrix, limit: number) => scale(g, Math.min(1, limit / Math.hypot(...g.data))),
		mistakes: [
			{
				name: "by value",
				answer: (g: Matrix, limit: number) => column([...g.data].map((v) => Math.max(-limit, Math.min(limit, v)))),
				tell: "You cut every entry by itself: the direction changes. Shorten the whole vector.",
			},
			{
				name: "always",
				answer: (g: Matrix, limit: number) => scale(g, limit / Math.hypot(...g.data)),
				tell: "Short gradients have to stay short: yours stretches them to the limit.",
			},
		],
		hints: ["How long is it?", "Multiply by limit/norm where the norm is larger.", "Math.min(1, limit / norm)"],
		solution: "const norm = Math.hypot(...g.data);\nreturn scale(g, Math.min(1, limit / norm));",
	},
	{
		id: "11.6",
		task: 'Mend the four runs: { A: …, B: …, C: …, D: … }, each with the settings that you change, as in { rate: 0.1 } or { start: "he" }.',
		points: 4,
		parts: true,
		entries: ["Run A", "Run B", "Run C", "Run D"],
		use: (cures: Record<RunName, Partial<RunSettings>>) => RUN_NAMES.map((name) => outcomeOf(name, cures)),
		answer: () => CURES,
		mistakes: [
			{
				name: "a smaller rate for saturation",
				answer: () => ({ ...CURES, A: { rate: 0.01 } }),
				tell: "(A) The rate is not to blame: the biases push tanh to where it is flat. Start them at 0.",
			},
			{
				name: "a larger rate for the dead",
				answer: () => ({ ...CURES, B: { rate: 10 } }),
				tell: "(B) Any rate times 0 is 0. Let something through: another bias, or a ReLU that leaks.",
			},
			{
				name: "clipped harder",
				answer: () => ({ ...CURES, D: { clip: { value: 0.00001 } } }),
				tell: "(D) That clips even more off. Clip less, or by norm, or not at all.",
			},
		],
		hints: [
			"Each run has one setting that is out of the ordinary: print BROKEN_RUNS.",
			"A and B are pushed to where f is flat, C starts too large, D may hardly step.",
			'{ A: { bias: 0 }, B: { bias: 0 }, C: { start: "he" }, D: { clip: null } }',
		],
		solution: '{ A: { bias: 0 }, B: { bias: 0 }, C: { start: "he" }, D: { clip: null } }',
	},
];
