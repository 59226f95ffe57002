/** Permutation and selection: each output is a copy of one input. transpose, concatenate, reshape, diag; a single 1 in each row. */
import type { Shape } from "../errors";
import { Matrix } from "../matrix/matrix";
import { type Local, sizeOf } from "./local";

export class Selection<T extends Shape> implements Local<T> {
	readonly kind = "selection";
	readonly operands: readonly T[] = [];

	/**
	 * @param name what the gate does: `transpose`, `concatenate` …
	 * @param source for output k (column-major) the index of the input that it copies, −1 when it copies none of this input
	 */
	constructor(
		readonly name: string,
		readonly source: (k: number, output: Shape, input: Shape) => number,
	) {}

	pull(upstream: Matrix, downstream: Matrix): void {
		for (let k = 0; k < upstream.data.length; k++) {
			const source = this.source(k, upstream, downstream);
			if (source >= 0) downstream.data[source] += upstream.data[k];
		}
	}

	push(nudge: Matrix, moved: Matrix): void {
		for (let k = 0; k < moved.data.length; k++) {
			const source = this.source(k, moved, nudge);
			if (source >= 0) moved.data[k] += nudge.data[source];
		}
	}

	dense(output: Shape, input: Shape): Matrix {
		const m = sizeOf(output);
		const jacobian = new Matrix(m, sizeOf(input));
		for (let k = 0; k < m; k++) {
			const source = this.source(k, output, input);
			if (source >= 0) jacobian.data[source * m + k] = 1;
		}
		return jacobian;
	}
}

export function selection<T extends Shape>(
	name: string,
	source: (k: number, output: Shape, input: Shape) => number,
): Selection<T> {
	return new Selection(name, source);
}
