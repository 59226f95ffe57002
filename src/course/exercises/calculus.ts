/** Lessons 04 to 06: slopes, Jacobians, identities, the gradient of the window net. */
import { plus, times } from "../../gates/arithmetic";
import { TANH } from "../../gates/functions";
import { diag } from "../../gates/jacobians";
import { transpose } from "../../gates/layout";
import { matmul } from "../../gates/linear";
import { slopeOf, tanh } from "../../gates/pointwise";
import { evaluate } from "../../graph/evaluate";
import { column, identityMatrix, type Matrix, matrix, ones, row, zeros } from "../../matrix/matrix";
import type { Random } from "../../matrix/random";
import type { Exercise } from "../exercise";

type F1 = (x: number) => number;
const FUNCTIONS: readonly F1[] = [Math.sin, Math.exp, (x) => x ** 3, Math.tanh];
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
		id: "04.6",
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

const slope = (z: Matrix) => evaluate(slopeOf(TANH, z));

export const LESSON_05: readonly Exercise[] = [
	{
		id: "05.1",
		task: "z = 3y and y = x². dz/dx at x.",
		points: 1,
		inputs: (random) => [1 + random.uniform()],
		answer: (x: number) => 6 * x,
		mistakes: [
			{ name: "outer slope only", answer: () => 3, tell: "3 is dz/dy. How fast does y move with x?" },
			{ name: "inner slope only", answer: (x: number) => 2 * x, tell: "2x is dy/dx. z moves three times as fast." },
			{ name: "value", answer: (x: number) => 3 * x * x, tell: "3x² is z itself." },
		],
		hints: ["Two steps, two slopes.", "dz/dy · dy/dx.", "3 · 2x."],
		solution: "return 3 * 2 * x;",
	},
	{
		id: "05.2",
		task: "∂(Wx + b)/∂x.",
		points: 1,
		inputs: (random) => [random.matrix(3, 3), random.matrix(3, 1)],
		answer: (W: Matrix) => W,
		mistakes: [
			{
				name: "transposed",
				answer: (W: Matrix) => transpose(W),
				tell: "That is Wᵀ, which appears when a gradient goes back. The Jacobian is outputs × inputs: W.",
			},
			{ name: "x for W", answer: (_W: Matrix, x: Matrix) => x, tell: "x is what is nudged. What does it meet?" },
		],
		hints: ["Output i is Σⱼ Wᵢⱼxⱼ + bᵢ.", "∂zᵢ/∂xⱼ = Wᵢⱼ.", "W"],
		solution: "return W;",
	},
	{
		id: "05.3",
		task: "∂(uᵀh)/∂u as a Jacobian; u and h are columns.",
		points: 1,
		inputs: (random) => [random.matrix(4, 1), random.matrix(4, 1)],
		answer: (_u: Matrix, h: Matrix) => transpose(h),
		mistakes: [
			{
				name: "column for row",
				answer: (_u: Matrix, h: Matrix) => h,
				tell: "The entries are right. One output and four inputs make a row: hᵀ.",
			},
			{
				name: "the other factor",
				answer: (u: Matrix) => transpose(u),
				tell: "uᵀ is the Jacobian by h. By u it is the other one.",
			},
		],
		hints: ["How many outputs, how many inputs?", "1×n: a row.", "transpose(h)"],
		solution: "return transpose(h);",
	},
	{
		id: "05.4",
		task: "∂ tanh(z)/∂z as a Jacobian; z is a column.",
		points: 1,
		inputs: (random) => [random.matrix(4, 1)],
		answer: (z: Matrix) => diag(slopeOf(TANH, z)),
		mistakes: [
			{
				name: "f for f′",
				answer: (z: Matrix) => diag(tanh(z)),
				tell: "tanh(z) stands on your diagonal. Its slope 1 − tanh² belongs there.",
			},
			{
				name: "vector for diagonal",
				answer: (z: Matrix) => slopeOf(TANH, z),
				tell: "The slopes are right. The Jacobian is n×n: put them on the diagonal. Each output depends on its own input only.",
			},
			{
				name: "all to all",
				answer: (z: Matrix) => matmul(slopeOf(TANH, z), row(new Array(z.rows).fill(1))),
				tell: "Off the diagonal there is nothing: h₁ does not feel z₂.",
			},
		],
		hints: ["Does h₁ feel z₂?", "A diagonal matrix.", "diag(slopeOf(TANH, z))"],
		solution: "return diag(slopeOf(TANH, z));",
	},
	{
		id: "05.5",
		task: "∂(Wx + b)/∂b for m outputs.",
		points: 1,
		inputs: (random) => [2 + random.integer(4)],
		answer: (m: number) => identityMatrix(m),
		mistakes: [
			{
				name: "ones",
				answer: (m: number) => ones(m, m),
				tell: "All ones says that b₁ moves every output. It moves the first one only.",
			},
			{
				name: "a column of ones",
				answer: (m: number) => ones(m, 1),
				tell: "m outputs and m inputs: the Jacobian is m×m.",
			},
			{ name: "zeros", answer: (m: number) => zeros(m, m), tell: "Zeros says that b does not matter." },
		],
		hints: ["Nudge b₂: which output moves, how far?", "Only the second, by as much.", "identityMatrix(m)"],
		solution: "return identityMatrix(m);",
	},
	{
		id: "05.6",
		task: "Repair uᵀ ⊙ f′(z), f = tanh, so that it is a row; u and z are columns.",
		points: 1,
		inputs: (random) => [random.matrix(4, 1), random.matrix(4, 1)],
		answer: (u: Matrix, z: Matrix) => times(transpose(u), transpose(slopeOf(TANH, z))),
		mistakes: [
			{
				name: "column for row",
				answer: (u: Matrix, z: Matrix) => times(u, slopeOf(TANH, z)),
				tell: "Right numbers, standing up. In Jacobian form it is a row.",
			},
			{
				name: "f for f′",
				answer: (u: Matrix, z: Matrix) => times(transpose(u), transpose(tanh(z))),
				tell: "This is tanh(z) where tanh′(z) belongs. A test: at z = 0 the slope of tanh is 1, yours is 0.",
			},
			{
				name: "square forgotten",
				answer: (u: Matrix, z: Matrix) => row([...u.data].map((v, k) => v * (1 - Math.tanh(z.data[k])))),
				tell: "1 − tanh(z): the square is missing, 1 − tanh².",
			},
		],
		hints: [
			"A row and a column cannot be multiplied entry by entry.",
			"Lay f′(z) down, too.",
			"times(transpose(u), transpose(slopeOf(TANH, z)))",
		],
		solution: "return times(transpose(u), transpose(slopeOf(TANH, z)));",
	},
];

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
			"transpose(times(u, slopeOf(TANH, z)))",
		],
		solution: "return transpose(times(u, slopeOf(TANH, z)));",
	},
	{
		id: "06.2",
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
		solution: "const z = plus(matmul(W, x), b);\nreturn matmul(times(u, slopeOf(TANH, z)), transpose(x));",
	},
	{
		id: "06.3",
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
	{
		id: "06.4",
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
				tell: "δW is the row of the Jacobian form. x is a column: stand it up.",
			},
			{
				name: "f′ forgotten",
				answer: (...n: Net) => matmul(transpose(n[1]), n[0]),
				tell: "Wᵀu: the slope of tanh in between is missing.",
			},
		],
		hints: ["Which factors does ∂s/∂x share with ∂s/∂b?", "δᵀW as a row.", "matmul(transpose(W), delta)"],
		solution: "const z = plus(matmul(W, x), b);\nreturn matmul(transpose(W), times(u, slopeOf(TANH, z)));",
	},
	{
		id: "06.5",
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
		id: "06.6",
		task: "∂z/∂W₂₃ as a column, for z = Wx + b.",
		points: 1,
		inputs: (random) => [random.matrix(4, 1), random.matrix(4, 1)],
		answer: (_b: Matrix, x: Matrix) => column([0, x.data[2], 0, 0]),
		mistakes: [
			{
				name: "indices exchanged",
				answer: (_b: Matrix, x: Matrix) => column([0, 0, x.data[1], 0]),
				tell: "That is W₃₂. In W₂₃ the row is 2: it belongs to z₂, and meets x₃.",
			},
			{
				name: "everywhere",
				answer: (_b: Matrix, x: Matrix) => column([1, 1, 1, 1].map(() => x.data[2])),
				tell: "W₂₃ touches z₂ only.",
			},
			{
				name: "counted from 0",
				answer: (_b: Matrix, x: Matrix) => column([0, 0, x.data[3], 0]),
				tell: "W₂₃ counts from 1, data counts from 0: row 2 is index 1, column 3 is index 2.",
			},
		],
		hints: ["Which entry of z has W₂₃ in it?", "z₂ = … + W₂₃x₃ + …", "column with x₃ at the second place."],
		solution: "return column([0, x.at(2, 0), 0, 0]);",
	},
];
