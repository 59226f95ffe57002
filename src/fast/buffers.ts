/**
 * Buffers that are lent and given back: what nobody will read again is the next one's memory. A graph of a thousand
 * layers of one shape gets by with a few.
 */
import type { Kernels } from "../kernels/kernels";
import type { Matrix, Precision } from "../matrix/matrix";

/** Shapes with the same key are the same; the number of columns stays below this. */
const MOST_COLUMNS = 2 ** 26;

export class Buffers {
	private readonly free = new Map<number, Matrix[]>();
	/** How many hold a buffer on to it, where it is more than one. */
	private readonly holders = new Map<Matrix, number>();
	/** All that were ever made here. */
	private readonly made: Matrix[] = [];

	constructor(
		private readonly kernels: Kernels,
		private readonly precision: Precision,
	) {}

	/** A rows×cols matrix with anything in it. */
	take(rows: number, cols: number): Matrix {
		return this.free.get(rows * MOST_COLUMNS + cols)?.pop() ?? this.fresh(rows, cols);
	}

	/** A rows×cols matrix of zeros, which is never lent to another. */
	fresh(rows: number, cols: number): Matrix {
		const matrix = this.kernels.zeros(rows, cols, this.precision);
		this.made.push(matrix);
		return matrix;
	}

	/** Gives all memory back. */
	release(): void {
		for (const matrix of this.made) this.kernels.release(matrix);
		this.made.length = 0;
		this.free.clear();
	}

	/** One more holds on to it. */
	share(buffer: Matrix): void {
		this.holders.set(buffer, (this.holders.get(buffer) ?? 1) + 1);
	}

	isShared(buffer: Matrix): boolean {
		return this.holders.has(buffer);
	}

	/** One less holds on to it; the last one's is free. */
	giveBack(buffer: Matrix): void {
		const holders = this.holders.get(buffer) ?? 1;
		if (holders > 2) this.holders.set(buffer, holders - 1);
		else if (holders === 2) this.holders.delete(buffer);
		else {
			const key = buffer.rows * MOST_COLUMNS + buffer.cols;
			const others = this.free.get(key);
			if (others === undefined) this.free.set(key, [buffer]);
			else others.push(buffer);
		}
	}
}
