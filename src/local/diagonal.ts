/**
 * A diagonal: each output depends on its own input only. times switches, the maximum of two routes, a pointwise f scales
 * by its slope: uᵀ diag(f′(z)) is the Hadamard product uᵀ ⊙ f′(z)ᵀ.
 */
import type { Shape } from "../errors";
import type { Kernels, Pointwise } from "../kernels/kernels";
import { fill, Matrix } from "../matrix/matrix";
import type { Local } from "./local";

/** Where the entries of the diagonal come from. */
export type Entries<T> =
	/** the other factor of a Hadamard product */
	| { readonly by: "operand"; readonly operand: T }
	/** f′(x), where y = f(x) */
	| { readonly by: "slope"; readonly f: Pointwise; readonly x: T; readonly y: T }
	/** numbers that belong to no operand, like the mask of a dropout */
	| { readonly by: "numbers"; readonly numbers: Matrix }
	/** 1 where mine is larger than the other, ½ where they tie, 0 where it loses */
	| { readonly by: "route"; readonly mine: T; readonly other: T };

export class Diagonal<T extends Shape> implements Local<T> {
	readonly kind = "diagonal";
	readonly operands: readonly T[];

	constructor(readonly entries: Entries<T>) {
		if (entries.by === "numbers") this.operands = [];
		else if (entries.by === "operand") this.operands = [entries.operand];
		else this.operands = entries.by === "slope" ? [entries.x, entries.y] : [entries.mine, entries.other];
	}

	pull(this: Diagonal<Matrix>, upstream: Matrix, downstream: Matrix, kernels: Kernels): void {
		const { entries } = this;
		if (entries.by === "operand") kernels.addTimes(upstream, entries.operand, downstream);
		else if (entries.by === "slope") kernels.addSlope(entries.f, entries.x, entries.y, upstream, downstream);
		else kernels.addTimes(upstream, this.vector(), downstream);
	}

	/** A diagonal is its own transpose. */
	push(this: Diagonal<Matrix>, nudge: Matrix, moved: Matrix, kernels: Kernels): void {
		this.pull(nudge, moved, kernels);
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
			case "numbers":
				return entries.numbers;
			case "slope":
				return combine(entries.x, entries.y, (x, y) => entries.f.slope(x, y));
			case "route":
				return combine(entries.mine, entries.other, (mine, other) => (mine > other ? 1 : mine === other ? 0.5 : 0));
		}
	}
}

function combine(a: Matrix, b: Matrix, f: (a: number, b: number) => number): Matrix {
	return new Matrix(
		a.rows,
		a.cols,
		a.data.map((value, k) => f(value, b.data[k])),
	);
}

export function diagonal<T extends Shape>(entries: Entries<T>): Diagonal<T> {
	return new Diagonal(entries);
}
