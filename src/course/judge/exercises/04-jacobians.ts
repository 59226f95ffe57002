/** Lesson 04: Jacobians, written and by number. */
import { matrix } from "../../../matrix/make";
import type { Matrix } from "../../../matrix/matrix";
import type { Random } from "../../../matrix/random";
import { Lent } from "../../lent";
import type { Exercise } from "../exercise";

type Map = (x: number[]) => number[];

/** Its Jacobian has another shape when it is transposed. */
const someMap = (random: Random) => new Lent("map", [1 + random.uniform()]);

function byDifferences(f: Map, x: readonly number[], slope: (f: Map, x: readonly number[], j: number) => number[]) {
	return x.map((_, j) => slope(f, x, j));
}

const moved = (x: readonly number[], j: number, by: number) => x.map((value, k) => (k === j ? value + by : value));

function central(f: Map, x: readonly number[], j: number, h = 1e-5): number[] {
	const [up, down] = [f(moved(x, j, h)), f(moved(x, j, -h))];
	return up.map((value, i) => (value - down[i]) / (2 * h));
}

/** A matrix whose columns are given. */
const ofColumns = (columns: readonly (readonly number[])[]): Matrix =>
	matrix(columns[0].map((_, i) => columns.map((own) => own[i])));

const PUZZLES: readonly Matrix[] = [
	matrix([
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1],
	]),
	matrix([
		[2, 0],
		[0, 2],
	]),
	matrix([[1, 1]]),
	matrix([[1], [6]]),
	matrix([
		[0, 1],
		[1, 0],
	]),
	matrix([[3, 2]]),
	matrix([[0, 1]]),
	matrix([
		[2, 0],
		[0, 4],
		[1, 1],
	]),
];

/** All right but one. */
const but = (number: number, wrong: Matrix) => () => PUZZLES.map((own, k) => (k === number - 1 ? wrong : own));

export const LESSON_04_JACOBIANS: readonly Exercise[] = [
	{
		id: "04.6",
		task: "The Jacobian of f at x by central differences with h = 1e-5: f takes a list of numbers and gives one, x is a list.",
		points: 2,
		tolerance: 1e-7,
		inputs: (random) => [someMap(random), [random.normal(0, 1), random.normal(0, 1)]],
		answer: (f: Map, x: number[]) => ofColumns(byDifferences(f, x, central)),
		mistakes: [
			{
				name: "transposed",
				answer: (f: Map, x: number[]) => matrix(byDifferences(f, x, central)),
				tell: "That is the transpose: you laid each nudge out as a row. A nudge of input j fills column j.",
			},
			{
				name: "forward difference",
				answer: (f: Map, x: number[]) =>
					ofColumns(
						byDifferences(f, x, (own, at, j) =>
							own(moved(at, j, 1e-5)).map((v, i) => (v - own(at as number[])[i]) / 1e-5),
						),
					),
				tell: "You step to one side only: off by about h. Step to both sides and divide by 2h.",
			},
			{
				name: "h for 2h",
				answer: (f: Map, x: number[]) =>
					ofColumns(byDifferences(f, x, (own, at, j) => central(own, at, j).map((v) => 2 * v))),
				tell: "Everything is twice too large: from x − h to x + h it is 2h.",
			},
			{
				name: "all inputs at once",
				answer: (f: Map, x: number[]) =>
					ofColumns(
						byDifferences(f, x, (own, at) => {
							const [up, down] = [1e-5, -1e-5].map((h) => own(at.map((v) => v + h)));
							return up.map((v, i) => (v - down[i]) / 2e-5);
						}),
					),
				tell: "All your columns are alike: you nudge every input at once. Nudge one, leave the others.",
			},
		],
		hints: [
			"One column for each input: nudge input j up and down, and look at all outputs.",
			"Column j is (f(x + h eⱼ) − f(x − h eⱼ)) / 2h.",
			"Collect the columns, then turn them into rows: matrix(f(x).map((_, i) => columns.map((own) => own[i])))",
		],
		solution:
			"const h = 1e-5;\nconst columns = x.map((_, j) => {\n\tconst [up, down] = [h, -h].map((by) => f(x.map((v, k) => (k === j ? v + by : v))));\n\treturn up.map((v, i) => (v - down[i]) / (2 * h));\n});\nreturn matrix(columns[0].map((_, i) => columns.map((own) => own[i])));",
	},
	{
		id: "04.7",
		task: "Eight Jacobians, each as a list of rows: (1) f(x) = x in ℝ³, (2) f(x) = 2x in ℝ², (3) x₁ + x₂, (4) (t, t²) at t = 3, (5) (x₂, x₁), (6) x₁x₂ at (2, 3), (7) max(x₁, x₂) at (2, 3), (8) (x₁², x₂², x₁ + x₂) at (1, 2).",
		points: 4,
		parts: true,
		answer: () => PUZZLES,
		mistakes: [
			{
				name: "identity as a number",
				answer: () => [1, ...PUZZLES.slice(1)],
				tell: "(1) Three inputs, three outputs: 3×3, the identity. 1 is what it does to each.",
			},
			{
				name: "a 2 in every place",
				answer: but(
					2,
					matrix([
						[2, 2],
						[2, 2],
					]),
				),
				tell: "(2) Output 1 does not feel input 2: off the diagonal there is 0.",
			},
			{
				name: "a column for a row",
				answer: but(3, matrix([[1], [1]])),
				tell: "(3) One output, two inputs: one row, two columns.",
			},
			{
				name: "a row for a column",
				answer: but(4, matrix([[1, 6]])),
				tell: "(4) Two outputs, one input: two rows, one column.",
			},
			{
				name: "the values",
				answer: but(4, matrix([[3], [9]])),
				tell: "(4) Those are the values at 3. The slopes are 1 and 2t.",
			},
			{
				name: "not exchanged",
				answer: but(
					5,
					matrix([
						[1, 0],
						[0, 1],
					]),
				),
				tell: "(5) Output 1 is x₂: in row 1 the 1 stands in column 2.",
			},
			{
				name: "times does not switch",
				answer: but(6, matrix([[2, 3]])),
				tell: "(6) times switches: the slope by x₁ is x₂ = 3.",
			},
			{
				name: "max distributes",
				answer: but(7, matrix([[1, 1]])),
				tell: "(7) max routes: a nudge of the smaller one changes nothing.",
			},
			{
				name: "max to the smaller",
				answer: but(7, matrix([[1, 0]])),
				tell: "(7) At (2, 3) the larger one is x₂.",
			},
			{
				name: "sum forgotten",
				answer: but(
					8,
					matrix([
						[2, 0],
						[0, 4],
					]),
				),
				tell: "(8) Three outputs: the sum has a row of its own.",
			},
			{
				name: "squares for slopes",
				answer: but(
					8,
					matrix([
						[1, 0],
						[0, 4],
						[1, 1],
					]),
				),
				tell: "(8) x₁² has the slope 2x₁, which is 2 at x₁ = 1.",
			},
		],
		hints: [
			"First the shape: outputs × inputs.",
			"Then row by row: how does this output move with each input?",
			"(3) is [[1, 1]], (4) is [[1], [6]].",
		],
		solution:
			"[[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[2, 0], [0, 2]], [[1, 1]], [[1], [6]], [[0, 1], [1, 0]], [[3, 2]], [[0, 1]], [[2, 0], [0, 4], [1, 1]]]",
	},
];
