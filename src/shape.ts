/** Rows × columns: of what is a matrix, and of what will be one when the batch is known. */

/** A number of rows or columns; or the batch, whose size is known when numbers arrive. */
export type Dimension = number | "batch";

/** What a matrix, a node and an operand of a gate have in common. */
export interface Shape {
	readonly rows: Dimension;
	readonly cols: Dimension;
}

/** The shape of a matrix: both are known. */
export interface Size extends Shape {
	readonly rows: number;
	readonly cols: number;
}

/** `3×4`, `n×1` for a batch of unknown size */
export function shapeText({ rows, cols }: Shape): string {
	const text = (dimension: Dimension) => (dimension === "batch" ? "B" : String(dimension));
	return `${text(rows)}×${text(cols)}`;
}

/** Whether rows and columns agree. */
export function sameShape(a: Shape, b: Shape): boolean {
	return a.rows === b.rows && a.cols === b.cols;
}

/** How many numbers a shape holds; NaN as long as the batch is not known. */
export function sizeOf({ rows, cols }: Shape): number {
	return Number(rows) * Number(cols);
}
