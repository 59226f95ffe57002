/** Permutation and selection: each output is a copy of one input. transpose, concatenate, reshape, diag; a single 1 in each row. */

import type { Beta, Kernels } from "../kernels/kernels";
import { Matrix } from "../matrix/matrix";
import type { Shape, Size } from "../shape";
import { sizeOf } from "../shape";
import type { Structure } from "./structure";

/** downstream = β·downstream + upstream × local, by kernels. */
export type PullBy = (upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta) => void;

/** A single 1 in each row: outputs that copy inputs. */
export class Selection<T extends Shape> implements Structure<T> {
	readonly kind = "selection";
	readonly operands: readonly T[] = [];

	/**
	 * @param name what the gate does: `transpose`, `concatenate` …
	 * @param source for output k (column-major) the index of the input that it copies, −1 when it copies none of this input
	 * @param pullBy the same as a kernel: downstream = β·downstream + upstream × local. Entry by entry where it is not given.
	 */
	constructor(
		readonly name: string,
		readonly source: (k: number, output: Size, input: Size) => number,
		readonly pullBy: PullBy | null,
		/** What it was made with, besides its name: the rows of a slice. The same name and settings, the same selection. */
		readonly settings: readonly number[] = [],
	) {}

	pull(upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		if (this.pullBy !== null) {
			this.pullBy(upstream, downstream, kernels, beta);
			return;
		}
		if (beta === 0) downstream.data.fill(0);
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

	dense(output: Size, input: Size): Matrix {
		const m = sizeOf(output);
		const jacobian = new Matrix(m, sizeOf(input));
		for (let k = 0; k < m; k++) {
			const source = this.source(k, output, input);
			if (source >= 0) jacobian.data[source * m + k] = 1;
		}
		return jacobian;
	}
}

/** A selection, from which input each output copies. */
export function selection<T extends Shape>(
	name: string,
	source: (k: number, output: Size, input: Size) => number,
	pullBy: PullBy | null = null,
	settings: readonly number[] = [],
): Selection<T> {
	return new Selection(name, source, pullBy, settings);
}
