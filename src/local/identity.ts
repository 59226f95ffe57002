/** The identity, times a number: plus distributes, minus distributes and negates, scale scales. */

import type { Beta, Kernels } from "../kernels/kernels";
import { fill, type Matrix } from "../matrix/matrix";
import type { Shape, Size } from "../shape";
import { sizeOf } from "../shape";
import type { Structure } from "./structure";

/** I, times a number. */
export class Identity<T extends Shape> implements Structure<T> {
	readonly kind = "identity";
	readonly operands: readonly T[] = NONE;

	constructor(readonly scale: number) {}

	pull(upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		kernels.add(this.scale, upstream, downstream, beta);
	}

	push(nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		kernels.add(this.scale, nudge, moved, 1);
	}

	dense(output: Size): Matrix {
		return fill(sizeOf(output), sizeOf(output), (i, j) => (i === j ? this.scale : 0));
	}
}

const NONE: readonly never[] = [];
/** Most identities scale by 1: one object serves them all. */
const UNSCALED = Object.freeze(new Identity<never>(1));

/** I, times a number. */
export function identity<T extends Shape>(scale = 1): Identity<T> {
	return scale === 1 ? (UNSCALED as Identity<T>) : new Identity(scale);
}
