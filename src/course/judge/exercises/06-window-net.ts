/** Lesson 06: the gradient of the window net. */
import { matmul, plus, times, transpose } from "../../../gates/arithmetic";
import { tanh } from "../../../gates/functions";
import { slopeOf } from "../../../gates/pointwise";
import { column, row } from "../../../matrix/make";
import type { Matrix } from "../../../matrix/matrix";
import type { Random } from "../../../matrix/random";
import { evaluate } from "../../../run/evaluate";
import type { Exercise } from "../exercise";

const slope = (z: Matrix) => evaluate(slopeOf(tanh, z));

/** The net s = uᵀ tanh(Wx + b). Square, so that a wrong transpose has the right shape. */
const net = (random: Random) => [random.matrix(3, 1), random.matrix(3, 3), random.matrix(3, 1), random.matrix(3, 1)];
const zOf = (W: Matrix, b: Matrix, x: Matrix) => evaluate(plus(matmul(W, x), b));
const deltaOf = (u: Matrix, W: Matrix, b: Matrix, x: Matrix) => evaluate(times(u, slope(zOf(W, b, x))));
const wrongDelta = (u: Matrix, W: Matrix, b: Matrix, x: Matrix) => evaluate(times(u, tanh(zOf(W, b, x))));
type Net = [u: Matrix, W: Matrix, b: Matrix, x: Matrix];

export const LESSON_06: readonly Exercise[] = [
	{
		id: "06.1",
		task: "∂s/∂b as a row, from u and z (columns), without a matrix.",
		points: 1,
		inputs: (random) => [random.matrix(3, 1), random.matrix(3, 1)],
		answer: (u: Matrix, z: Matrix) => transpose(times(u, slope(z))),
		mistakes: [
			{
				name: "f for f′",
				answer: (u: Matrix, z: Matrix) => transpose(times(u, tanh(z))),
				tell: "This is tanh(z) where tanh′(z) belongs. A quick test: at z = 0 the slope of tanh is 1, yours is 0.",
			},
			{
				name: "column for row",
				answer: (u: Matrix, z: Matrix) => times(u, slope(z)),
				tell: "Right numbers, standing up. One output makes one row.",
			},
			{
				name: "u forgotten",
				answer: (_u: Matrix, z: Matrix) => transpose(slope(z)),
				tell: "That is how h moves. The score weighs it by u.",
			},
			{
				name: "f′ forgotten",
				answer: (u: Matrix) => transpose(u),
				tell: "That is ∂s/∂h. Between h and z there is the slope of tanh.",
			},
		],
		hints: [
			"Three local Jacobians: uᵀ, a diagonal, I.",
			"The diagonal scales the entries of uᵀ.",
			"transpose(times(u, slopeOf(tanh, z)))",
		],
		solution: "return transpose(times(u, slopeOf(tanh, z)));",
	},
	{
		id: "06.2",
		task: "∂z/∂W₂₃ as a column, for z = Wx + b.",
		points: 1,
		inputs: (random) => [random.matrix(3, 1), random.matrix(4, 1)],
		answer: (_b: Matrix, x: Matrix) => column([0, x.data[2], 0]),
		mistakes: [
			{
				name: "indices exchanged",
				answer: (_b: Matrix, x: Matrix) => column([0, 0, x.data[1]]),
				tell: "That is W₃₂. In W₂₃ the row is 2: it belongs to z₂, and meets x₃.",
			},
			{
				name: "everywhere",
				answer: (_b: Matrix, x: Matrix) => column([1, 1, 1].map(() => x.data[2])),
				tell: "W₂₃ touches z₂ only.",
			},
			{
				name: "counted from 0",
				answer: (_b: Matrix, x: Matrix) => column([0, 0, x.data[3]]),
				tell: "W₂₃ counts from 1, data counts from 0: row 2 is index 1, column 3 is index 2.",
			},
		],
		hints: ["Which entry of z has W₂₃ in it?", "z₂ = … + W₂₃x₃ + …", "column with x₃ at the second place."],
		solution: "return column([0, x.at(2, 0), 0]);",
	},
	{
		id: "06.3",
		task: "∂s/∂W as a Jacobian: the row of nm numbers, in the order in which W lies, column by column. From δ and x (columns).",
		points: 2,
		inputs: (random) => [random.matrix(3, 1), random.matrix(3, 1)],
		answer: (d: Matrix, x: Matrix) => row([...x.data].flatMap((xj) => [...d.data].map((di) => di * xj))),
		mistakes: [
			{
				name: "row by row",
				answer: (d: Matrix, x: Matrix) => row([...d.data].flatMap((di) => [...x.data].map((xj) => di * xj))),
				tell: "The numbers are right, in the order of W's rows. W lies column by column: W₁₁, W₂₁, W₃₁, W₁₂ …",
			},
			{
				name: "matrix for row",
				answer: (d: Matrix, x: Matrix) => matmul(d, transpose(x)),
				tell: "That is the shape convention. In Jacobian form it is one row.",
			},
		],
		hints: ["One output, nm inputs.", "W₁₁, W₂₁, W₃₁ come first: all with x₁.", "for each xⱼ, all δᵢxⱼ."],
		solution: "return row([...x.data].flatMap((xj) => [...delta.data].map((di) => di * xj)));",
	},
	{
		id: "06.4",
		task: "∂s/∂W in the shape of W, from u, W, b, x.",
		points: 2,
		inputs: net,
		answer: (...n: Net) => matmul(deltaOf(...n), transpose(n[3])),
		mistakes: [
			{
				name: "outer product transposed",
				answer: (...n: Net) => matmul(n[3], transpose(deltaOf(...n))),
				tell: "Transposed: entry (i, j) has to be δᵢxⱼ. Here W is square, so its shape does not tell.",
			},
			{
				name: "f for f′",
				answer: (...n: Net) => matmul(wrongDelta(...n), transpose(n[3])),
				tell: "Your δ has tanh(z) where tanh′(z) belongs.",
			},
			{
				name: "u forgotten",
				answer: (...n: Net) => matmul(slope(zOf(n[1], n[2], n[3])), transpose(n[3])),
				tell: "u is missing in δ: how much does the score care for each hidden unit?",
			},
			{
				name: "u for δ",
				answer: (...n: Net) => matmul(n[0], transpose(n[3])),
				tell: "The slope of tanh is missing between u and x.",
			},
		],
		hints: ["δ first. Then what does W₂₃ touch?", "It touches z₂, with strength x₃.", "matmul(delta, transpose(x))"],
		solution: "const z = plus(matmul(W, x), b);\nreturn matmul(times(u, slopeOf(tanh, z)), transpose(x));",
	},
	{
		id: "06.5",
		task: "∂s/∂x in the shape of x, from u, W, b, x.",
		points: 2,
		inputs: net,
		answer: (...n: Net) => matmul(transpose(n[1]), deltaOf(...n)),
		mistakes: [
			{
				name: "W not transposed",
				answer: (...n: Net) => matmul(n[1], deltaOf(...n)),
				tell: "Wδ fits only because W is square here. Back through W one goes by Wᵀ.",
			},
			{
				name: "f for f′",
				answer: (...n: Net) => matmul(transpose(n[1]), wrongDelta(...n)),
				tell: "Your δ has tanh(z) where tanh′(z) belongs.",
			},
			{
				name: "row for column",
				answer: (...n: Net) => transpose(matmul(transpose(n[1]), deltaOf(...n))),
				tell: "δᵀW is the row of the Jacobian form. x is a column: stand it up.",
			},
			{
				name: "f′ forgotten",
				answer: (...n: Net) => matmul(transpose(n[1]), n[0]),
				tell: "Wᵀu: the slope of tanh in between is missing.",
			},
		],
		hints: ["Which factors does ∂s/∂x share with ∂s/∂b?", "δᵀW as a row.", "matmul(transpose(W), delta)"],
		solution: "const z = plus(matmul(W, x), b);\nreturn matmul(transpose(W), times(u, slopeOf(tanh, z)));",
	},
	{
		id: "06.6",
		task: "∂s/∂u in the shape of u, from u, W, b, x.",
		points: 1,
		inputs: net,
		answer: (...n: Net) => tanh(zOf(n[1], n[2], n[3])),
		mistakes: [
			{ name: "z for h", answer: (...n: Net) => zOf(n[1], n[2], n[3]), tell: "That is z. u weighs h = tanh(z)." },
			{
				name: "row for column",
				answer: (...n: Net) => transpose(tanh(zOf(n[1], n[2], n[3]))),
				tell: "The Jacobian is the row hᵀ. In the shape of u it stands.",
			},
			{
				name: "slope",
				answer: (...n: Net) => slope(zOf(n[1], n[2], n[3])),
				tell: "No slope of tanh here: u comes after it.",
			},
		],
		hints: ["s = uᵀh is linear in u.", "Nudge u₂: s moves by h₂.", "tanh(plus(matmul(W, x), b))"],
		solution: "return tanh(plus(matmul(W, x), b));",
	},
];
