/** Where training starts. */
import { requireWhole } from "../matrix/checks";
import { zeros } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";
import type { Random } from "../matrix/random";

/**
 * Normal with deviation √(2 / cols): keeps the size of signals through layers of relu, which halve them.
 * Source: K. He et al., "Delving deep into rectifiers", 2015.
 */
export function he(rows: number, cols: number, random: Random): Matrix {
	requireWhole("he", "the number of rows", rows, 1);
	requireWhole("he", "the number of columns", cols, 1);
	const result = zeros(rows, cols);
	for (let k = 0; k < result.data.length; k++) result.data[k] = random.normal(0, Math.sqrt(2 / cols));
	return result;
}

/**
 * Uniform in ±√(6 / (rows + cols)): keeps the size of signals and of gradients from layer to layer.
 * Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
 */
export function xavier(rows: number, cols: number, random: Random): Matrix {
	requireWhole("xavier", "the number of rows", rows, 1);
	requireWhole("xavier", "the number of columns", cols, 1);
	const bound = Math.sqrt(6 / (rows + cols));
	return random.matrix(rows, cols, -bound, bound);
}
