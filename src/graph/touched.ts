/**
 * A matrix of word vectors gets its gradient from lookups only, and a batch looks up few of its columns. The others stay
 * zero: they need not be cleared before a backward pass, and an optimizer need not visit them.
 */
import { Kronecker } from "../local/kronecker";
import type { Local } from "../local/local";
import type { Matrix } from "../matrix/matrix";

/** The indices of a lookup, where that is what a local structure is. */
export function lookedUpBy(local: Local<Matrix>): Matrix | null {
	return local instanceof Kronecker && local.left === null && local.right?.is === "one-hot"
		? (local.right.indices as Matrix)
		: null;
}

/** Which columns of one gradient may differ from zero. */
export class TouchedColumns {
	/** Column numbers, each once, as of the last backward pass. */
	columns: readonly number[] = [];

	/** @param indices of every lookup in the matrix */
	constructor(private readonly indices: readonly Matrix[]) {}

	/** Makes the gradient zero again, and takes note of the columns that the coming pass will touch. */
	renew(gradient: Matrix): void {
		const { rows, data } = gradient;
		for (const column of this.columns) data.fill(0, column * rows, (column + 1) * rows);
		const next = new Set<number>();
		for (const { data: numbers } of this.indices) for (let k = 0; k < numbers.length; k++) next.add(numbers[k]);
		this.columns = [...next];
	}
}
