import { transpose } from "../../../gates/arithmetic";
import { matrix } from "../../../matrix/make";
import type { Matrix } from "../../../matrix/matrix";
import type { Random } from "../../../matrix/random";
import { Lent } from "../../lent";
import type { Exercise } from "../exercise";

type F1 = (x: number) => number;
const FUNCTIONS = ["sin", "exp", "cube", "tanh"].map((name) => new Lent(name));
const anyFunction = (random: Random) => [random.pick(FUNCTIONS), random.normal(0, 1), 0.01];

export const LESSON_04: readonly Exercise[] = [
	{
		id: "04.1",
		task: "The slope of f at x by a forward difference with step h.",
		points: 1,
		inputs: anyFunction,
		tolerance: 1e-9,
		answer: (f: F1, x: number, h: number) => (f(x + h) - f(x)) / h,
		mistakes: [
			{
				name: "central",
				answer: (f: F1, x: number, h: number) => (f(x + h) - f(x - h)) / (2 * h),
				tell: "That is the central difference: better, and the next exercise. Here one step, forward.",
			},
			{
				name: "not divided",
				answer: (f: F1, x: number, h: number) => f(x + h) - f(x),
				tell: "That is the rise. A slope is rise over run: divide by h.",
			},
			{
				name: "backward",
				answer: (f: F1, x: number, h: number) => (f(x) - f(x - h)) / h,
				tell: "You stepped back. Forward is f(x + h) − f(x).",
			},
		],
		hints: ["Rise over run.", "How much does f grow from x to x + h?", "(f(x + h) − f(x)) / h."],
		solution: "return (f(x + h) - f(x)) / h;",
	},
	{
		id: "04.2",
		task: "The slope of f at x by a central difference with step h.",
		points: 1,
		inputs: anyFunction,
		tolerance: 1e-9,
		answer: (f: F1, x: number, h: number) => (f(x + h) - f(x - h)) / (2 * h),
		mistakes: [
			{
				name: "half the run",
				answer: (f: F1, x: number, h: number) => (f(x + h) - f(x - h)) / h,
				tell: "From x − h to x + h the run is 2h: yours is twice the slope.",
			},
			{
				name: "forward",
				answer: (f: F1, x: number, h: number) => (f(x + h) - f(x)) / h,
				tell: "That is the forward difference: its error is of order h. Step to both sides.",
			},
		],
		hints: ["Step to both sides.", "The run is 2h.", "(f(x + h) − f(x − h)) / 2h."],
		solution: "return (f(x + h) - f(x - h)) / (2 * h);",
	},
	{
		id: "04.3",
		task: "Richardson: combine a central difference with step h (coarse) and one with h/2 (fine) so that the errors of order h² cancel.",
		points: 2,
		inputs: (random) => [random.normal(0, 1), random.normal(0, 1)],
		answer: (coarse: number, fine: number) => fine + (fine - coarse) / 3,
		mistakes: [
			{
				name: "average",
				answer: (coarse: number, fine: number) => (coarse + fine) / 2,
				tell: "The average keeps an error between the two. The coarse error is four times the fine one: use that to cancel it.",
			},
			{
				name: "other way",
				answer: (coarse: number, fine: number) => fine - (fine - coarse) / 3,
				tell: "Away from the truth: go on in the direction from coarse to fine.",
			},
		],
		hints: [
			"How many times larger is the coarse error?",
			"coarse = T + 4e, fine = T + e. Solve for T.",
			"(4·fine − coarse)/3.",
		],
		solution: "return (4 * fine - coarse) / 3;",
	},
	{
		id: "04.4",
		task: "Rows and columns of the Jacobian of a function of n inputs with m outputs, as a list.",
		points: 1,
		inputs: (random) => [2 + random.integer(4), 7 + random.integer(4)],
		answer: (m: number, n: number) => [m, n],
		mistakes: [
			{ name: "transposed", answer: (m: number, n: number) => [n, m], tell: "Turned round: one row for each output." },
		],
		hints: ["Row i tells of output i.", "Outputs × inputs.", "[m, n]"],
		solution: "return [m, n];",
	},
	{
		id: "04.5",
		task: "The Jacobian of (x₁ + x₂, x₁·x₂, x₂²) at (x₁, x₂), 3×2.",
		points: 2,
		inputs: (random) => [random.normal(0, 1), random.normal(0, 1)],
		answer: (a: number, b: number) =>
			matrix([
				[1, 1],
				[b, a],
				[0, 2 * b],
			]),
		mistakes: [
			{
				name: "transposed",
				answer: (a: number, b: number) =>
					matrix([
						[1, b, 0],
						[1, a, 2 * b],
					]),
				tell: "Transposed: a row for each output, a column for each input.",
			},
			{
				name: "product not switched",
				answer: (a: number, b: number) =>
					matrix([
						[1, 1],
						[a, b],
						[0, 2 * b],
					]),
				tell: "∂(x₁x₂)/∂x₁ is x₂: a product switches.",
			},
			{
				name: "value for slope",
				answer: (a: number, b: number) =>
					matrix([
						[1, 1],
						[b, a],
						[0, b * b],
					]),
				tell: "x₂² is there as it is. Its slope is 2x₂.",
			},
		],
		hints: ["Row by row: differentiate by x₁, then by x₂.", "First row [1, 1].", "[[1, 1], [x₂, x₁], [0, 2x₂]]."],
		solution: "return matrix([[1, 1], [x2, x1], [0, 2 * x2]]);",
	},
	{
		id: "04.8",
		task: "The gradient of aᵀx with respect to x, in the shape of x; a is a column.",
		points: 1,
		inputs: (random) => [random.matrix(4, 1)],
		answer: (a: Matrix) => a,
		mistakes: [
			{
				name: "row for column",
				answer: (a: Matrix) => transpose(a),
				tell: "That is the Jacobian, a row. A gradient has the shape of its variable: stand it up.",
			},
		],
		hints: ["Nudge x₂: how far does aᵀx move?", "By a₂.", "a itself."],
		solution: "return a;",
	},
];
