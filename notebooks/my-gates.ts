/**
 * Lesson 09: gates of your own.
 *
 * Write what is marked, save (Ctrl+S), and run the check in the notebook again. Nothing has to be restarted.
 */
import { column, evaluate, fill, type Matrix, softmax, zeros } from "gradlab";

/** 09.1 What goes down through a logistic gate, from its output y and the upstream gradient g, of one shape. */
export function logisticBackward(y: Matrix, g: Matrix): Matrix {
	// BEGIN SOLUTION
	return fill(y.rows, y.cols, (i, j) => g.at(i, j) * y.at(i, j) * (1 - y.at(i, j)));
	// END SOLUTION
}

/** 09.2 What goes down through a ReLU, from its input x and the upstream gradient g, of one shape. */
export function reluBackward(x: Matrix, g: Matrix): Matrix {
	// BEGIN SOLUTION
	return fill(x.rows, x.cols, (i, j) => (x.at(i, j) > 0 ? g.at(i, j) : 0));
	// END SOLUTION
}

/** 09.3 What a bias b gets in Z + b·1ᵀ, from the upstream gradient G (n×B), as a column. */
export function biasBackward(G: Matrix): Matrix {
	// BEGIN SOLUTION
	return column(G.toArray().map((own) => own.reduce((a, b) => a + b, 0)));
	// END SOLUTION
}

/** 09.4 The gradient of the mean softmax cross entropy of a batch, with respect to its scores S (C×B). */
export function crossEntropyBackward(S: Matrix, labels: number[]): Matrix {
	// BEGIN SOLUTION
	const P = evaluate(softmax(S));
	return fill(S.rows, S.cols, (i, j) => (P.at(i, j) - (labels[j] === i ? 1 : 0)) / S.cols);
	// END SOLUTION
}

/** 09.5 A whole gate: tanh of each entry, ready for `ownGate`. */
export const tanhGate = {
	name: "my tanh",

	/** The value, from the input. */
	forward(x: Matrix): Matrix {
		// BEGIN SOLUTION
		return fill(x.rows, x.cols, (i, j) => Math.tanh(x.at(i, j)));
		// END SOLUTION
	},

	/** For each input, here one, what is sent down to it. */
	backward(g: Matrix, _inputs: readonly Matrix[], y: Matrix): Matrix[] {
		// BEGIN SOLUTION
		return [fill(y.rows, y.cols, (i, j) => g.at(i, j) * (1 - y.at(i, j) ** 2))];
		// END SOLUTION
	},
};

/** 09.6 The gradient of L (d×V), from the upstream gradient G (d×n) of a lookup of n words. */
export function lookupBackward(G: Matrix, ids: number[], V: number): Matrix {
	// BEGIN SOLUTION
	const gradient = zeros(G.rows, V);
	for (const [j, id] of ids.entries())
		for (let i = 0; i < G.rows; i++) gradient.set(i, id, gradient.at(i, id) + G.at(i, j));
	return gradient;
	// END SOLUTION
}
