/** A row: the output is one number (a loss, a largest entry), so the Jacobian is the gradient itself, lying down. */
import type { Shape } from "../errors";
import { Matrix } from "../matrix/matrix";
import type { Local } from "./local";

export class Row<T extends Shape> implements Local<T> {
	readonly kind = "row";

	/** @param addGradient gradient += upstream · ∂output/∂input, in the shape of the input, from the operands' numbers */
	constructor(
		readonly operands: readonly T[],
		readonly addGradient: (operands: readonly Matrix[], upstream: number, gradient: Matrix) => void,
	) {}

	pull(this: Row<Matrix>, upstream: Matrix, downstream: Matrix): void {
		this.addGradient(this.operands, upstream.data[0], downstream);
	}

	push(this: Row<Matrix>, nudge: Matrix, moved: Matrix): void {
		const row = this.dense(moved, nudge).data;
		for (let k = 0; k < row.length; k++) moved.data[0] += row[k] * nudge.data[k];
	}

	dense(this: Row<Matrix>, _output: Shape, input: Shape): Matrix {
		const gradient = new Matrix(input.rows as number, input.cols as number);
		this.addGradient(this.operands, 1, gradient);
		return new Matrix(1, gradient.data.length, gradient.data);
	}
}
