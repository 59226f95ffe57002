/** Lesson 11: what is wrong, from the gradients. */
import { scale } from "../../gates/arithmetic";
import { column, fill, type Matrix } from "../../matrix/matrix";
import type { Random } from "../../matrix/random";
import type { Exercise } from "../exercise";

const number = (random: Random) => random.normal(0, 1);
function diagnosis(ratio: number): string {
	return ratio < 1e-3 ? "vanishing" : ratio > 1e3 ? "exploding" : "healthy";
}

export const LESSON_11: readonly Exercise[] = [
	{
		id: "11.1",
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
		id: "11.2",
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
		id: "11.3",
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
];
