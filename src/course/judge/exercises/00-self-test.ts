import type { Exercise } from "../exercise";

export const LESSON_00: readonly Exercise[] = [
	{
		id: "00.1",
		task: "The slope of x³ at x = 2.",
		points: 1,
		answer: () => 12,
		mistakes: [
			{ name: "value for slope", answer: () => 8, tell: "8 is the value of x³ at 2. The slope is 3x²." },
			{ name: "exponent kept", answer: () => 6, tell: "3x is 6, but the power goes down by one only: 3x²." },
		],
		hints: ["How does a power lose one?", "The derivative of xⁿ is n·xⁿ⁻¹.", "3·2²."],
		solution: "3 * 2 ** 2",
	},
	{
		id: "00.2",
		task: "The slope of (3x + 1)² at x = 1.",
		points: 1,
		answer: () => 24,
		mistakes: [
			{
				name: "inner derivative forgotten",
				answer: () => 8,
				tell: "2(3x + 1) is 8: the outer slope. The inside moves three times as fast as x, so multiply by 3. That is the chain rule.",
			},
		],
		hints: ["There is a function inside a function.", "Outer slope times inner slope.", "2(3x + 1)·3 at x = 1."],
		solution: "2 * (3 * 1 + 1) * 3",
	},
	{
		id: "00.3",
		task: "∂(x²y)/∂y at x = 3, y = 2.",
		points: 1,
		answer: () => 9,
		mistakes: [
			{ name: "the other variable", answer: () => 12, tell: "12 is ∂/∂x, 2xy. For ∂/∂y the x is a constant." },
		],
		hints: ["Only y moves.", "x² is a constant factor of y.", "3²."],
		solution: "3 ** 2",
	},
	{
		id: "00.4",
		task: "Rows and columns of a 2×3 matrix times a 3×4 matrix, as a list.",
		points: 1,
		answer: () => [2, 4],
		mistakes: [
			{
				name: "inner dimensions",
				answer: () => [3, 3],
				tell: "The two 3s in the middle have to match, and then they are gone. The outer ones remain.",
			},
			{ name: "transposed", answer: () => [4, 2], tell: "Rows come first: those of the left matrix." },
		],
		hints: ["Which dimensions disappear?", "(m×k)(k×n) is m×n.", "m = 2, n = 4."],
		solution: "[2, 4]",
	},
	{
		id: "00.5",
		task: "[[1, 2], [3, 4]] times the column [1, 1], as a list.",
		points: 1,
		answer: () => [3, 7],
		mistakes: [
			{
				name: "transposed matrix",
				answer: () => [4, 6],
				tell: "These are sums down the columns: the transposed matrix. Each entry comes of one row.",
			},
		],
		hints: ["One entry a row.", "Row times column, entry by entry, then add.", "1·1 + 2·1 and 3·1 + 4·1."],
		solution: "[3, 7]",
	},
	{
		id: "00.6",
		task: "The slope of max(0, x) at x = −3.",
		points: 1,
		answer: () => 0,
		mistakes: [
			{
				name: "slope of the other side",
				answer: () => 1,
				tell: "1 is the slope where x is positive. At −3 the function is flat.",
			},
			{ name: "argument for slope", answer: () => -3, tell: "−3 is x. How fast does max(0, x) change there?" },
		],
		hints: ["Draw it.", "Left of 0 it is always 0.", "A flat line has slope 0."],
		solution: "0",
	},
];
