/** Where training starts. */
import type { Matrix } from "../matrix/matrix";
import type { Random } from "../matrix/random";

/**
 * Uniform in ±√(6 / (rows + cols)): keeps the size of signals and of gradients from layer to layer.
 * Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
 */
export function xavier(rows: number, cols: number, random: Random): Matrix {
	const bound = Math.sqrt(6 / (rows + cols));
	return random.matrix(rows, cols, -bound, bound);
}
