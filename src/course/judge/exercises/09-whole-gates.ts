/** Lesson 09: a whole gate, and an expression whose gradients come by themselves. */
import { matmul, negate, plus, transpose } from "../../../gates/arithmetic";
import { log, logistic, tanh } from "../../../gates/functions";
import type { OwnGate } from "../../../gates/own";
import type { Operand } from "../../../graph/node";
import { fill } from "../../../matrix/make";
import type { Exercise } from "../exercise";

/** A gate of tanh whose backward pass is as given, entry by entry. */
const tanhGate = (down: (g: number, x: number, y: number) => number): OwnGate => ({
	name: "tanh",
	forward: (x) => fill(x.rows, x.cols, (i, j) => Math.tanh(x.at(i, j))),
	backward: (g, [x], y) => [fill(y.rows, y.cols, (i, j) => down(g.at(i, j), x.at(i, j), y.at(i, j)))],
});

const scoreOf = (u: Operand, W: Operand, b: Operand, x: Operand) => matmul(transpose(u), tanh(plus(matmul(W, x), b)));
const binaryLoss = (u: Operand, W: Operand, b: Operand, x: Operand) => negate(log(logistic(scoreOf(u, W, b, x))));

export const LESSON_09_WHOLE_GATES: readonly Exercise[] = [
	{
		id: "09.5",
		file: "my-gates.ts",
		task: "A whole gate: `tanhGate`, with forward (from x) and backward (from g, the inputs, the output y).",
		points: 2,
		inputs: (random) => [random.matrix(3, 2), random.matrix(3, 2)],
		how: "gate",
		answer: () => tanhGate((g, _x, y) => g * (1 - y * y)),
		mistakes: [
			{
				name: "upstream forgotten",
				answer: () => tanhGate((_g, _x, y) => 1 - y * y),
				tell: "You send the local gradient alone. Downstream is upstream × local: times g.",
			},
			{
				name: "tanh taken twice",
				answer: () => tanhGate((g, _x, y) => g * (1 - Math.tanh(y) ** 2)),
				tell: "y is tanh(x) already: 1 − y², not 1 − tanh²(y).",
			},
			{
				name: "input for output",
				answer: () => tanhGate((g, x) => g * (1 - x * x)),
				tell: "1 − y² takes the output y of the gate. You took its input x.",
			},
			{
				name: "slope of σ",
				answer: () => tanhGate((g, _x, y) => g * y * (1 - y)),
				tell: "y(1 − y) belongs to the logistic function.",
			},
		],
		hints: [
			"forward: Math.tanh of each entry. backward returns a list, with one matrix in it.",
			"The slope of tanh, written by its value y, is 1 − y².",
			"[fill(y.rows, y.cols, (i, j) => g.at(i, j) * (1 - y.at(i, j) ** 2))]",
		],
	},
	{
		id: "09.7",
		task: "The loss of the binary window model as an expression: J = −log σ(uᵀ tanh(Wx + b)), from u, W, b and x.",
		points: 1,
		inputs: (random) => [random.matrix(3, 1), random.matrix(3, 4), random.matrix(3, 1), random.matrix(4, 1)],
		how: "expression",
		entries: ["The value of J", "∂J/∂u", "∂J/∂W", "∂J/∂b"],
		answer: () => binaryLoss,
		mistakes: [
			{
				name: "no minus",
				answer: () => (u: Operand, W: Operand, b: Operand, x: Operand) => log(logistic(scoreOf(u, W, b, x))),
				tell: "That is the log probability, which is to grow. A loss is to fall: put the minus before it.",
			},
			{
				name: "no log",
				answer: () => (u: Operand, W: Operand, b: Operand, x: Operand) => negate(logistic(scoreOf(u, W, b, x))),
				tell: "You have −σ(s). The cross entropy is −log σ(s).",
			},
			{
				name: "f forgotten",
				answer: () => (u: Operand, W: Operand, b: Operand, x: Operand) =>
					negate(log(logistic(matmul(transpose(u), plus(matmul(W, x), b))))),
				tell: "tanh is missing: without it u and W are one matrix (lesson 02).",
			},
		],
		hints: [
			"Write from the inside out: matmul(W, x), plus b, tanh …",
			"… then matmul(transpose(u), …), logistic, log, negate.",
			"negate(log(logistic(matmul(transpose(u), tanh(plus(matmul(W, x), b))))))",
		],
		solution: "return negate(log(logistic(matmul(transpose(u), tanh(plus(matmul(W, x), b))))));",
	},
];
