/**
 * Each output depends on one input at most, so that a row of the Jacobian has one entry at most. The identity: plus
 * distributes, minus distributes and negates, scale scales. A diagonal: times switches, the maximum of two routes, a
 * pointwise f scales by its slope, where uᵀ diag(f′(z)) is the Hadamard product uᵀ ⊙ f′(z)ᵀ. A selection: transpose,
 * concatenate, reshape and diag copy.
 */
import type { Beta, Kernels, Pointwise } from "../kernels/kernels";
import { shareOf } from "../kernels/reference";
import { fill } from "../matrix/make";
import { Matrix } from "../matrix/matrix";
import { type Shape, type Size, sizeOf } from "../shape";
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

/** Where the entries of the diagonal come from. */
export type Entries<T> =
	/** the other factor of a Hadamard product */
	| { readonly by: "operand"; readonly operand: T }
	/** f′(x), where y = f(x) */
	| { readonly by: "slope"; readonly f: Pointwise; readonly x: T; readonly y: T }
	/** 1 where mine is larger than the other, ½ where they tie, 0 where it loses */
	| { readonly by: "route"; readonly mine: T; readonly other: T };

/** A diagonal matrix, by what its entries come from. */
export class Diagonal<T extends Shape> implements Structure<T> {
	readonly kind = "diagonal";
	readonly operands: readonly T[];

	constructor(readonly entries: Entries<T>) {
		this.operands = operandsOf(entries);
	}

	pull(this: Diagonal<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels, beta: Beta): void {
		const { entries } = this;
		if (entries.by === "operand") kernels.times(upstream, entries.operand, downstream, beta);
		else if (entries.by === "slope") kernels.slope(entries.f, entries.x, entries.y, upstream, downstream, beta);
		else kernels.route(entries.mine, entries.other, upstream, downstream, beta);
	}

	/** A diagonal is its own transpose. */
	push(this: Diagonal<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		this.pull(nudge, moved, kernels, 1);
	}

	dense(this: Diagonal<Matrix>): Matrix {
		const d = this.vector().data;
		return fill(d.length, d.length, (i, j) => (i === j ? d[i] : 0));
	}

	/** The entries, in the shape of the input. */
	vector(this: Diagonal<Matrix>): Matrix {
		const { entries } = this;
		switch (entries.by) {
			case "operand":
				return entries.operand;
			case "slope":
				return combine(entries.x, entries.y, (x, y) => entries.f.slope(x, y));
			case "route":
				return combine(entries.mine, entries.other, shareOf);
		}
	}
}

/** Whose numbers the entries are computed from. */
function operandsOf<T>(entries: Entries<T>): readonly T[] {
	if (entries.by === "operand") return [entries.operand];
	if (entries.by === "route") return [entries.mine, entries.other];
	if (entries.f.slopeFrom === undefined) return [entries.x, entries.y];
	return entries.f.slopeFrom === "x" ? [entries.x] : [entries.y];
}

function combine(a: Matrix, b: Matrix, f: (a: number, b: number) => number): Matrix {
	return new Matrix(
		a.rows,
		a.cols,
		a.data.map((value, k) => f(value, b.data[k])),
	);
}

/** A diagonal, from where its entries come from. */
export function diagonal<T extends Shape>(entries: Entries<T>): Diagonal<T> {
	return new Diagonal(entries);
}

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
