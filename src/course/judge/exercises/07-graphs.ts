import { matmul, transpose } from "../../../gates/arithmetic";
import type { Matrix } from "../../../matrix/matrix";
import type { Random } from "../../../matrix/random";
import type { Exercise } from "../exercise";

const number = (random: Random) => random.normal(0, 1);
export const LESSON_07: readonly Exercise[] = [
	{
		id: "07.1",
		task: "Three edges, one number missing on each: [downstream of upstream 3 and local −2, upstream of local 4 and downstream −2, local of upstream −0.5 and downstream 2].",
		points: 1.5,
		parts: true,
		answer: () => [-6, -0.5, -4],
		mistakes: [
			{
				name: "added",
				answer: () => [1, 2, 1.5],
				tell: "Along an edge one multiplies: downstream = upstream × local.",
			},
			{
				name: "multiplied back",
				answer: () => [-6, -8, -1],
				tell: "Downstream is the product. To get a factor back, divide by the other one.",
			},
		],
		hints: ["downstream = upstream × local.", "Solve it for what is missing.", "3 · (−2), −2 / 4, 2 / (−0.5)"],
		solution: "[3 * -2, -2 / 4, 2 / -0.5]",
	},
	{
		id: "07.2",
		task: "f = (x + y) · max(y, z) at x = 1, y = 2, z = 0: the list [∂f/∂x, ∂f/∂y, ∂f/∂z].",
		points: 2,
		answer: () => [2, 5, 0],
		mistakes: [
			{
				name: "one path of the fork",
				answer: () => [2, 2, 0],
				tell: "y goes two ways: through x + y, and through max. You took the first. Add what comes by the second, 3.",
			},
			{
				name: "the other path",
				answer: () => [2, 3, 0],
				tell: "y goes two ways. You took the one through max and overwrote the one through x + y, 2. Add them.",
			},
			{ name: "max to both", answer: () => [2, 5, 3], tell: "max routes: z is the smaller one and gets exactly 0." },
		],
		hints: ["x + y = 3, max = 2. What does each factor get?", "x + y gets 2, max gets 3.", "y gets 2 + 3."],
		solution: "[2, 2 + 3, 0]",
	},
	{
		id: "07.3",
		task: "max(a, b) with the upstream gradient g: the list of what a and b get.",
		points: 1,
		inputs: (random) => [number(random), number(random), number(random)],
		answer: (a: number, b: number, g: number) => [a > b ? g : 0, a > b ? 0 : g],
		mistakes: [
			{
				name: "to both",
				answer: (_a: number, _b: number, g: number) => [g, g],
				tell: "max routes. The smaller one could move a little and nothing would happen: it gets 0.",
			},
			{
				name: "to the smaller",
				answer: (a: number, b: number, g: number) => [a > b ? 0 : g, a > b ? g : 0],
				tell: "The other way round: the larger one is the one that counts.",
			},
			{
				name: "1 for g",
				answer: (a: number, b: number) => [a > b ? 1 : 0, a > b ? 0 : 1],
				tell: "Those are the local gradients. Times upstream.",
			},
		],
		hints: ["Nudge the smaller one. What happens?", "Nothing: 0.", "[a > b ? g : 0, a > b ? 0 : g]"],
		solution: "return a > b ? [g, 0] : [0, g];",
	},
	{
		id: "07.4",
		task: "a·b with the upstream gradient g: the list of what a and b get.",
		points: 1,
		inputs: (random) => [number(random), number(random), number(random)],
		answer: (a: number, b: number, g: number) => [b * g, a * g],
		mistakes: [
			{
				name: "not switched",
				answer: (a: number, b: number, g: number) => [a * g, b * g],
				tell: "times switches: each one gets the other.",
			},
			{
				name: "upstream forgotten",
				answer: (a: number, b: number) => [b, a],
				tell: "Those are the local gradients. downstream = upstream × local.",
			},
		],
		hints: ["∂(ab)/∂a is …", "b.", "[b·g, a·g]"],
		solution: "return [b * g, a * g];",
	},
	{
		id: "07.5",
		task: "f has the value v and the slope g at x. Predict f(x + ε).",
		points: 1,
		inputs: (random) => [number(random), number(random), 0.01],
		answer: (v: number, g: number, e: number) => v + g * e,
		mistakes: [
			{
				name: "slope for value",
				answer: (v: number, g: number) => v + g,
				tell: "g is for a step of 1. The step is ε.",
			},
			{
				name: "change for value",
				answer: (_v: number, g: number, e: number) => g * e,
				tell: "That is the change. Where does it start?",
			},
		],
		hints: ["A gradient is an exchange rate.", "The change is about g·ε.", "v + g·ε"],
		solution: "return v + g * e;",
	},
	{
		id: "07.6",
		task: "The slope of f(a) = a·a + a, by adding up what arrives along each edge at a.",
		points: 1,
		inputs: (random) => [1 + random.uniform()],
		answer: (a: number) => 2 * a + 1,
		mistakes: [
			{
				name: "one edge of the product",
				answer: (a: number) => a + 1,
				tell: "a·a has two edges to a, each brings a. You counted one.",
			},
			{
				name: "overwritten",
				answer: () => 1,
				tell: "Only the last edge is left: at a fork gradients are added, not overwritten.",
			},
			{ name: "sum forgotten", answer: (a: number) => 2 * a, tell: "That is a·a. The + a brings 1 more." },
		],
		hints: ["How many edges lead to a?", "Three: two from the product, one from the sum.", "a + a + 1."],
		solution: "return a + a + 1;",
	},
	{
		id: "07.7",
		task: "C = A·B with the upstream gradient G: the list of what A and B get, in their shapes.",
		points: 2,
		inputs: (random) => [random.matrix(3, 3), random.matrix(3, 3), random.matrix(3, 3)],
		answer: (A: Matrix, B: Matrix, G: Matrix) => [matmul(G, transpose(B)), matmul(transpose(A), G)],
		mistakes: [
			{
				name: "not transposed",
				answer: (A: Matrix, B: Matrix, G: Matrix) => [matmul(G, B), matmul(A, G)],
				tell: "Transposes are missing. With square matrices the shapes do not tell: try 2×3 times 3×4.",
			},
			{
				name: "wrong side",
				answer: (A: Matrix, B: Matrix, G: Matrix) => [matmul(transpose(B), G), matmul(G, transpose(A))],
				tell: "The factors are on the wrong sides: A stood left of B, so its gradient keeps G on the left.",
			},
		],
		hints: ["Let the shapes lead: A is m×k, G m×n, B k×n.", "m×k from m×n and k×n: G·Bᵀ.", "[G·Bᵀ, Aᵀ·G]"],
		solution: "return [matmul(G, transpose(B)), matmul(transpose(A), G)];",
	},
];
