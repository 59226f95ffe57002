/** Lesson 05: the chain rule, and an identity a card. */
import { matmul, times, transpose } from "../../../gates/arithmetic";
import { tanh } from "../../../gates/functions";
import { diag } from "../../../gates/jacobians";
import { slopeOf } from "../../../gates/pointwise";
import { identityMatrix, ones, row, zeros } from "../../../matrix/make";
import type { Matrix } from "../../../matrix/matrix";
import type { Exercise } from "../exercise";

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
		id: "05.4",
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
		id: "05.5",
		task: "∂ tanh(z)/∂z as a Jacobian; z is a column.",
		points: 1,
		inputs: (random) => [random.matrix(4, 1)],
		answer: (z: Matrix) => diag(slopeOf(tanh, z)),
		mistakes: [
			{
				name: "f for f′",
				answer: (z: Matrix) => diag(tanh(z)),
				tell: "tanh(z) stands on your diagonal. Its slope 1 − tanh² belongs there.",
			},
			{
				name: "vector for diagonal",
				answer: (z: Matrix) => slopeOf(tanh, z),
				tell: "The slopes are right. The Jacobian is n×n: put them on the diagonal. Each output depends on its own input only.",
			},
			{
				name: "all to all",
				answer: (z: Matrix) => matmul(slopeOf(tanh, z), row(new Array(z.rows).fill(1))),
				tell: "Off the diagonal there is nothing: h₁ does not feel z₂.",
			},
		],
		hints: ["Does h₁ feel z₂?", "A diagonal matrix.", "diag(slopeOf(tanh, z))"],
		solution: "return diag(slopeOf(tanh, z));",
	},
	{
		id: "05.6",
		task: "Repair uᵀ ⊙ f′(z), f = tanh, so that it is a row; u and z are columns.",
		points: 1,
		inputs: (random) => [random.matrix(4, 1), random.matrix(4, 1)],
		answer: (u: Matrix, z: Matrix) => times(transpose(u), transpose(slopeOf(tanh, z))),
		mistakes: [
			{
				name: "column for row",
				answer: (u: Matrix, z: Matrix) => times(u, slopeOf(tanh, z)),
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
			"times(transpose(u), transpose(slopeOf(tanh, z)))",
		],
		solution: "return times(transpose(u), transpose(slopeOf(tanh, z)));",
	},
];
