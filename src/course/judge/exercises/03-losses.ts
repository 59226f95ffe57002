import { softmax } from "../../../gates/softmax";
import { column } from "../../../matrix/make";
import type { Random } from "../../../matrix/random";
import { evaluate } from "../../../run/evaluate";
import type { Exercise } from "../exercise";

const numbers = (random: Random, n: number) => Array.from({ length: n }, () => random.normal(0, 1));
const shares = (random: Random, n: number) => {
	const raw = Array.from({ length: n }, () => 0.1 + random.uniform());
	const whole = raw.reduce((a, b) => a + b, 0);
	return raw.map((value) => value / whole);
};
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const soft = (scores: readonly number[]) => [...evaluate(softmax(column(scores))).data];
export const LESSON_03: readonly Exercise[] = [
	{
		id: "03.1",
		task: "The cross entropy H(p, q) of two lists of probabilities, in nats.",
		points: 1,
		inputs: (random) => [shares(random, 4), shares(random, 4)],
		answer: (p: number[], q: number[]) => -sum(p.map((v, k) => v * Math.log(q[k]))),
		mistakes: [
			{
				name: "p and q exchanged",
				answer: (p: number[], q: number[]) => -sum(q.map((v, k) => v * Math.log(p[k]))),
				tell: "You took H(q, p). What is true weighs, what is claimed stands in the logarithm.",
			},
			{
				name: "sign",
				answer: (p: number[], q: number[]) => sum(p.map((v, k) => v * Math.log(q[k]))),
				tell: "The logarithm of a probability is negative: a cost needs the minus.",
			},
			{
				name: "bits for nats",
				answer: (p: number[], q: number[]) => -sum(p.map((v, k) => v * Math.log2(q[k]))),
				tell: "These are bits. With the natural logarithm the unit is nats.",
			},
			{
				name: "entropy",
				answer: (p: number[]) => -sum(p.map((v) => v * Math.log(v))),
				tell: "That is H(p), the entropy: q does not occur in it.",
			},
		],
		hints: [
			"An average of costs. Who pays, and how often?",
			"With probability pₖ the cost is −log qₖ.",
			"−Σ pₖ log qₖ.",
		],
		solution: "return -p.reduce((total, v, k) => total + v * Math.log(q[k]), 0);",
	},
	{
		id: "03.2",
		task: "The loss of one example: −log of the softmax probability of the class `label`, from a list of scores.",
		points: 1,
		inputs: (random) => [numbers(random, 5), random.integer(5)],
		answer: (scores: number[], label: number) => -Math.log(soft(scores)[label]),
		mistakes: [
			{
				name: "sign",
				answer: (scores: number[], label: number) => Math.log(soft(scores)[label]),
				tell: "Negative: a loss is −log p.",
			},
			{
				name: "1 − p",
				answer: (scores: number[], label: number) => 1 - soft(scores)[label],
				tell: "1 − p also falls as p grows, but it hardly minds being sure and wrong. −log p does.",
			},
			{
				name: "score for probability",
				answer: (scores: number[], label: number) => -scores[label],
				tell: "You forgot what softmax divides by: log Σ exp(scores) is missing.",
			},
		],
		hints: [
			"One-hot leaves one term of the cross entropy.",
			"−log(eˢ/Σeˢ) = log Σ eˢ − s.",
			"Math.log(sum of exp) − scores[label].",
		],
		solution: "return Math.log(scores.reduce((t, s) => t + Math.exp(s), 0)) - scores[label];",
	},
	{
		id: "03.3",
		task: "log Σ exp(s) of a list of scores, right also for scores in the thousands.",
		points: 2,
		inputs: (random) => {
			const base = 1000 * (1 + random.integer(3));
			return [numbers(random, 3).map((v) => v + base)];
		},
		answer: (s: number[]) => Math.max(...s) + Math.log(sum(s.map((v) => Math.exp(v - Math.max(...s))))),
		mistakes: [
			{
				name: "overflow",
				answer: (s: number[]) => Math.log(sum(s.map(Math.exp))),
				tell: "Infinity: e^1000 does not fit into 64 bits. Take the largest score out first: it can be added back outside of the logarithm.",
			},
			{
				name: "largest only",
				answer: (s: number[]) => Math.max(...s),
				tell: "The largest score is nearly it. The others still add a little.",
			},
			{
				name: "largest not added back",
				answer: (s: number[]) => Math.log(sum(s.map((v) => Math.exp(v - Math.max(...s))))),
				tell: "You took the largest out and did not put it back.",
			},
		],
		hints: ["What is e^1000?", "log Σ eˢ = m + log Σ e^(s−m), for any m.", "m = the largest score."],
		solution: "const m = Math.max(...s);\nreturn m + Math.log(s.reduce((t, v) => t + Math.exp(v - m), 0));",
	},
	{
		id: "03.4",
		task: "The gradient of the loss of one example with respect to its scores, as a list.",
		points: 2,
		inputs: (random) => [numbers(random, 4), random.integer(4)],
		answer: (s: number[], y: number) => soft(s).map((p, k) => p - (k === y ? 1 : 0)),
		mistakes: [
			{
				name: "sign",
				answer: (s: number[], y: number) => soft(s).map((p, k) => (k === y ? 1 : 0) - p),
				tell: "y − ŷ is the way downhill. The gradient points uphill: ŷ − y.",
			},
			{ name: "label forgotten", answer: (s: number[]) => soft(s), tell: "That is ŷ. At the right class 1 goes off." },
			{
				name: "right class only",
				answer: (s: number[], y: number) => soft(s).map((p, k) => (k === y ? p - 1 : 0)),
				tell: "The wrong classes have a gradient, too: their probability is too high by ŷ.",
			},
		],
		hints: ["Differentiate log Σ eˢ − s_y.", "The first part gives the softmax.", "ŷ − y, y one-hot."],
		solution:
			"const e = scores.map(Math.exp);\nconst z = e.reduce((a, b) => a + b, 0);\nreturn e.map((v, k) => v / z - (k === label ? 1 : 0));",
	},
	{
		id: "03.5",
		task: "One step of gradient descent: the new θ, from θ, its gradient (lists) and the rate α.",
		points: 1,
		inputs: (random) => [numbers(random, 3), numbers(random, 3), 0.1 + random.uniform()],
		answer: (t: number[], d: number[], a: number) => t.map((v, k) => v - a * d[k]),
		mistakes: [
			{
				name: "uphill",
				answer: (t: number[], d: number[], a: number) => t.map((v, k) => v + a * d[k]),
				tell: "You walk uphill: the gradient points to where the loss grows. Subtract it.",
			},
			{
				name: "rate forgotten",
				answer: (t: number[], d: number[]) => t.map((v, k) => v - d[k]),
				tell: "The whole gradient at once: multiply it by α.",
			},
			{
				name: "step for θ",
				answer: (_t: number[], d: number[], a: number) => d.map((v) => -a * v),
				tell: "That is the step. Where does it start?",
			},
		],
		hints: ["Which way is down?", "θ ← θ − α∇J.", "theta[k] − alpha · gradient[k]."],
		solution: "return theta.map((v, k) => v - alpha * gradient[k]);",
	},
	{
		id: "03.6",
		task: "J(θ) = 2θ². From which rate α on does θ ← θ − α J′(θ) no longer go downhill: the limit below which every step does?",
		points: 1,
		answer: () => 0.5,
		mistakes: [
			{
				name: "half of it",
				answer: () => 0.25,
				tell: "At 0.25 it is there in one step. It still converges beyond that, swinging from side to side.",
			},
			{ name: "inverted", answer: () => 2, tell: "At 2 each step multiplies θ by 1 − 8 = −7: it explodes." },
		],
		hints: ["What does one step multiply θ by?", "θ ← (1 − 4α)θ.", "|1 − 4α| < 1."],
		solution: "0.5",
	},
];
