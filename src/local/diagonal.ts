/**
 * A diagonal: each output depends on its own input only. times switches, the maximum of two routes, a pointwise f scales
 * by its slope: uᵀ diag(f′(z)) is the Hadamard product uᵀ ⊙ f′(z)ᵀ.
 */

import type { Beta, Kernels, Pointwise } from "../kernels/kernels";
import { shareOf } from "../kernels/reference";
import { fill, Matrix } from "../matrix/matrix";
import type { Shape } from "../shape";
import type { Structure } from "./structure";

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
