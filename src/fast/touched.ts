/**
 * A matrix of word vectors gets its gradient from lookups only, and a batch looks up few of its columns. The others stay
 * zero: they need not be cleared before a backward pass, and an optimizer need not visit them.
 */
import type { Columns } from "../kernels/kernels";
import type { Local } from "../local/local";
import type { Matrix } from "../matrix/matrix";

/** The indices of a lookup, where that is what a local structure is. */
export function lookedUpBy(local: Local<Matrix>): Matrix | null {
	return local.kind === "kronecker" && local.left === null && local.right?.is === "one-hot"
		? local.right.indices
		: null;
}

/** Which columns of one gradient may differ from zero. */
export class TouchedColumns implements Columns {
	/** Column numbers, each once, as of the last backward pass. */
	readonly list: Int32Array;
	count = 0;
	private readonly isListed: Uint8Array;

	/** @param indices of every lookup in the matrix @param columns how many the matrix has */
	constructor(
		private readonly indices: readonly Matrix[],
		columns: number,
	) {
		this.list = new Int32Array(columns);
		this.isListed = new Uint8Array(columns);
	}

	/** Makes the gradient zero again, and takes note of the columns that the coming pass will touch. */
	renew(gradient: Matrix): void {
		const { rows, data } = gradient;
		const isListed = this.isListed;
		const list = this.list;
		for (let c = 0; c < this.count; c++) {
			const column = list[c];
			isListed[column] = 0;
			for (let k = column * rows; k < (column + 1) * rows; k++) data[k] = 0;
		}
		this.count = 0;
		for (const { data: numbers } of this.indices) {
			for (let k = 0; k < numbers.length; k++) {
				const column = numbers[k];
				if (isListed[column] === 1) continue;
				isListed[column] = 1;
				list[this.count++] = column;
			}
		}
	}
}
