/** Lesson 02: what stands between the layers. */
import { matmul, plus, transpose } from "../../../gates/arithmetic";
import type { Matrix } from "../../../matrix/matrix";
import type { Random } from "../../../matrix/random";
import { WrongForm } from "../../wrong-form";
import type { Exercise } from "../exercise";

const sigma = (s: number) => 1 / (1 + Math.exp(-s));
const numbers = (random: Random, n: number) => Array.from({ length: n }, () => random.normal(0, 1));
/** The corners of XOR as the hidden layer of the lesson sees them; two of them fall together. */
const CORNERS_IN_H = [
	[0, 0],
	[1, 0],
	[2, 1],
] as const;

function sidesOf(line: unknown): string[] {
	if (!Array.isArray(line) || line.length !== 3 || !line.every((value) => typeof value === "number"))
		throw new WrongForm("A list of three numbers is wanted, [u₁, u₂, c].");
	const [u1, u2, c] = line as number[];
	return CORNERS_IN_H.map(([h1, h2]) => {
		const score = u1 * h1 + u2 * h2 + c;
		return score > 0 ? "above 0" : score < 0 ? "below 0" : "exactly 0";
	});
}

export const LESSON_02: readonly Exercise[] = [
	{
		id: "02.1",
		task: "The single matrix that does what W₂(W₁x) does, for any x.",
		points: 1,
		inputs: (random) => [random.matrix(3, 3), random.matrix(3, 3)],
		answer: (A: Matrix, B: Matrix) => matmul(A, B),
		mistakes: [
			{
				name: "wrong order",
				answer: (A: Matrix, B: Matrix) => matmul(B, A),
				tell: "That is W₁W₂. x meets W₁ first, so W₁ stands next to it: W₂W₁x.",
			},
			{
				name: "sum for product",
				answer: (A: Matrix, B: Matrix) => plus(A, B),
				tell: "Adding matrices adds their answers. One after the other is a product.",
			},
			{
				name: "transposed",
				answer: (A: Matrix, B: Matrix) => matmul(transpose(A), B),
				tell: "W₂ came out transposed.",
			},
		],
		hints: ["Which of the two meets x first?", "(W₂W₁)x = W₂(W₁x).", "matmul(W2, W1)"],
		solution: "return matmul(W2, W1);",
	},
	{
		id: "02.2",
		task: "The slope of the logistic function at z.",
		points: 1,
		inputs: (random) => numbers(random, 1),
		answer: (z: number) => sigma(z) * (1 - sigma(z)),
		mistakes: [
			{
				name: "f for f′",
				answer: (z: number) => sigma(z),
				tell: "That is σ(z) itself. A test: far out σ is flat, so its slope is nearly 0, and yours is nearly 1.",
			},
			{
				name: "slope of tanh",
				answer: (z: number) => 1 - sigma(z) ** 2,
				tell: "1 − y² is the slope of tanh. For the logistic function it is y(1 − y).",
			},
			{ name: "1 − σ", answer: (z: number) => 1 - sigma(z), tell: "One factor is missing: y(1 − y)." },
		],
		hints: ["It can be written by the value y alone.", "Differentiate 1/(1 + e^−z).", "y(1 − y)."],
		solution: "const y = 1 / (1 + Math.exp(-z));\nreturn y * (1 - y);",
	},
	{
		id: "02.3",
		task: "The slopes of ReLU at the numbers of a list (0 at 0, by convention).",
		points: 1,
		inputs: (random) => [[...numbers(random, 4), 0]],
		answer: (z: number[]) => z.map((v) => (v > 0 ? 1 : 0)),
		mistakes: [
			{
				name: "f for f′",
				answer: (z: number[]) => z.map((v) => Math.max(0, v)),
				tell: "That is ReLU itself. Its slope is 1 or 0, never anything else.",
			},
			{
				name: "1 at the kink",
				answer: (z: number[]) => z.map((v) => (v >= 0 ? 1 : 0)),
				tell: "Right but for z = 0: there is no slope there, and the convention here is 0.",
			},
		],
		hints: ["There are two cases.", "To the right of 0 the line rises by 1 for each step.", "v > 0 ? 1 : 0"],
		solution: "return z.map((v) => (v > 0 ? 1 : 0));",
	},
	{
		id: "02.4",
		task: "XOR of two bits a and b (0 or 1), by sums and Math.max(0, …) only: a hidden layer of ReLUs.",
		points: 2,
		inputs: (random) => [random.integer(2), random.integer(2)],
		answer: (a: number, b: number) => (a === b ? 0 : 1),
		mistakes: [
			{
				name: "or",
				answer: (a: number, b: number) => Math.max(a, b),
				tell: "That is OR: it says 1 for two ones as well.",
			},
			{ name: "and", answer: (a: number, b: number) => a * b, tell: "That is AND: 1 for two ones only." },
			{
				name: "sum",
				answer: (a: number, b: number) => a + b,
				tell: "a + b is 2 for two ones: linear. A second unit has to take it back.",
			},
			{
				name: "equal",
				answer: (a: number, b: number) => (a === b ? 1 : 0),
				tell: "Turned round: XOR is 1 where the two differ.",
			},
		],
		hints: [
			"One unit counts the ones. When is it wrong?",
			"A second unit that is 1 only when both are 1.",
			"max(0, a + b) − 2·max(0, a + b − 1).",
		],
		solution: "return Math.max(0, a + b) - 2 * Math.max(0, a + b - 1);",
	},
	{
		id: "02.5",
		task: "A line in the plane of h that puts (0, 0) and (2, 1) on one side and (1, 0) on the other: the list [u₁, u₂, c], so that u₁h₁ + u₂h₂ + c is above 0 for (1, 0) only.",
		points: 1,
		answer: () => [1, -2, -0.5],
		use: sidesOf,
		entries: CORNERS_IN_H.map(([h1, h2]) => `The score of (${h1}, ${h2})`),
		mistakes: [
			{
				name: "turned round",
				answer: () => [-1, 2, 0.5],
				tell: "The line is a good one, and you call its sides the wrong way round: change every sign.",
			},
			{
				name: "h₁ alone",
				answer: () => [1, 0, -0.5],
				tell: "(2, 1) is on the wrong side: it has the largest h₁. It also has h₂ = 1, so weigh that negative.",
			},
			{
				name: "no offset",
				answer: () => [1, -1, 0],
				tell: "(2, 1) still scores above 0: h₂ has to take back more than it is worth now. And (0, 0) lies on the line itself: c moves it off.",
			},
		],
		hints: [
			"Draw the three points. Which line has (1, 0) alone on one side?",
			"h₁ counts for class 1, h₂ against it, and more strongly.",
			"[1, −2, −0.5]: the scores are −0.5, 0.5, −0.5.",
		],
		solution: "[1, -2, -0.5]",
	},
	{
		id: "02.6",
		task: "How many numbers does a layer learn that takes n inputs to m outputs, its bias included?",
		points: 1,
		inputs: (random) => [2 + random.integer(8), 12 + random.integer(8)],
		answer: (m: number, n: number) => m * n + m,
		mistakes: [
			{
				name: "bias forgotten",
				answer: (m: number, n: number) => m * n,
				tell: "That is W. The bias has one number for each output, too.",
			},
			{
				name: "bias of the input",
				answer: (m: number, n: number) => m * n + n,
				tell: "The bias is added to Wx: it has as many numbers as outputs, m.",
			},
		],
		hints: ["What shape is W?", "W is m×n, and b?", "m·n + m."],
		solution: "return m * n + m;",
	},
];
