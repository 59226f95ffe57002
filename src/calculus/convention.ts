/**
 * Two ways to lay out ∂s/∂W for a scalar s and an n×m matrix W. In Jacobian form it is a row of nm numbers, so that
 * Jacobians can be multiplied. In shape convention it has the shape of W, so that W − α ∂s/∂W makes sense. The numbers are
 * the same, and since storage is column-major, so is the memory.
 */
import { ShapeError } from "../errors";
import { Matrix } from "../matrix/matrix";
import { type Shape, shapeText } from "../shape";

/** 1×nm → n×m. @throws ShapeError when it is no row, or its length does not fit */
export function toShape(jacobian: Matrix, shape: { rows: number; cols: number }): Matrix {
	requireFit("toShape", jacobian, shape, jacobian.rows === 1);
	return new Matrix(shape.rows, shape.cols, jacobian.data.slice());
}

/** n×m → 1×nm. */
export function toJacobian(gradient: Matrix): Matrix {
	return new Matrix(1, gradient.data.length, gradient.data.slice());
}

function requireFit(
	operation: string,
	jacobian: Matrix,
	shape: Shape & { rows: number; cols: number },
	isRow: boolean,
): void {
	if (isRow && jacobian.data.length === shape.rows * shape.cols) return;
	const operand = { name: "J", rows: jacobian.rows, cols: jacobian.cols };
	throw new ShapeError(
		operation,
		[operand],
		`J has to be 1×${shape.rows * shape.cols} to become ${shapeText(shape)}`,
		"Only the Jacobian of a scalar can be laid out in the shape of its variable. Lesson 06.",
	);
}
