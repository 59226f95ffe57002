/** The identity, times a number: plus distributes, minus distributes and negates, scale scales. */
import type { Shape } from "../errors";
import type { Kernels } from "../kernels/kernels";
import { fill, type Matrix } from "../matrix/matrix";
import { type Local, sizeOf } from "./local";

export class Identity<T extends Shape> implements Local<T> {
	readonly kind = "identity";
	readonly operands: readonly T[] = [];
	constructor(readonly scale: number) {}

	pull(upstream: Matrix, downstream: Matrix, kernels: Kernels): void {
		kernels.add(this.scale, upstream, downstream);
	}

	push(nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		kernels.add(this.scale, nudge, moved);
	}

	dense(output: Shape): Matrix {
		return fill(sizeOf(output), sizeOf(output), (i, j) => (i === j ? this.scale : 0));
	}
}

export function identity<T extends Shape>(scale = 1): Identity<T> {
	return new Identity(scale);
}
