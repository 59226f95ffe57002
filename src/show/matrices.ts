/** Matrices side by side as heat maps, with what stands between them: δ · xᵀ = ∂s/∂W, each with its shape. A static picture. */
import { DataError } from "../errors";
import { Node } from "../graph/node";
import { matrixText } from "../matrix/format";
import type { Matrix } from "../matrix/matrix";
import { evaluate } from "../run/evaluate";
import { shapeText } from "../shape";
import { largestSize, shortNumber } from "./figure-data";
import { divergingColour, escapeXml, inkOn, pictureHtml, svgText } from "./svg";

/** A matrix with its name, or what stands between two of them. */
export type MatrixPart = string | readonly [name: string, matrix: Matrix | Node];

/** Pixels of a cell with its number in it, of one without, and the gap between parts. */
const [WIDE, SMALL, GAP, HEAD, FOOT] = [60, 16, 14, 26, 22];
const [CELL_HEIGHT, SIGN_WIDTH] = [28, 22];
/** Matrices of more numbers are colours only. */
const FEW = 40;

/** Matrices side by side. */
export class MatrixPicture {
	constructor(private readonly parts: readonly (string | { name: string; matrix: Matrix })[]) {}

	/** In words and numbers. */
	toString(): string {
		return this.parts
			.map((part) => (typeof part === "string" ? part : `${part.name} =\n${matrixText(part.matrix)}`))
			.join("\n");
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.toString();
	}

	/** The picture. Equal colours are equal numbers in all of its matrices: blue below 0, white at 0, red above. */
	svg(): string {
		const matrices = this.parts.flatMap((part) => (typeof part === "string" ? [] : [part.matrix]));
		const largest = largestSize(matrices.flatMap((A) => A.toArray()));
		const heights = matrices.map((A) => A.rows * cellOf(A).height);
		const middle = HEAD + Math.max(...heights) / 2;
		let x = GAP;
		const drawn = this.parts.map((part) => {
			const left = x;
			if (typeof part === "string") {
				const width = Math.max(SIGN_WIDTH, part.length * 9);
				x += width + GAP;
				return svgText(left + width / 2, middle + 6, part, 'text-anchor="middle" font-size="18"');
			}
			// A narrow matrix still has room for its name and shape.
			const label = `${part.name}, ${shapeText(part.matrix)}`;
			const width = Math.max(part.matrix.cols * cellOf(part.matrix).width, label.length * 7);
			x += width + GAP;
			return matrixSvg(part.matrix, label, left + width / 2, middle, largest);
		});
		const height = HEAD + Math.max(...heights) + FOOT;
		const words = escapeXml(this.toString());
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${x} ${height}" width="${x}" role="img" aria-label="${words}" font-family="sans-serif" font-size="12" fill="#222"><title>${words}</title><rect width="${x}" height="${height}" fill="#fff"/>${drawn.join("")}</svg>`;
	}

	[Symbol.for("Jupyter.display")](): Record<string, string> {
		const [svg, words] = [this.svg(), this.toString()];
		return { "text/html": pictureHtml(svg, words), "image/svg+xml": svg, "text/plain": words };
	}
}

function cellOf({ data, rows }: Matrix): { width: number; height: number; hasNumber: boolean } {
	if (data.length <= FEW) return { width: WIDE, height: CELL_HEIGHT, hasNumber: true };
	// Large ones stay in the picture: 300 pixels high at most.
	const side = Math.max(2, Math.min(SMALL, 300 / rows));
	return { width: side, height: side, hasNumber: false };
}

function matrixSvg(A: Matrix, label: string, center: number, middle: number, largest: number): string {
	const { width, height, hasNumber } = cellOf(A);
	const [left, top] = [center - (A.cols * width) / 2, middle - (A.rows * height) / 2];
	const cells: string[] = [];
	for (let i = 0; i < A.rows; i++)
		for (let j = 0; j < A.cols; j++) {
			const share = A.at(i, j) / largest;
			const [x, y] = [left + j * width, top + i * height];
			cells.push(
				`<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width}" height="${height}" fill="${divergingColour(share)}" stroke="#ccc" stroke-width="0.5"/>`,
			);
			if (!hasNumber) continue;
			const number = shortNumber(A.at(i, j)).replace("-", "−");
			cells.push(svgText(x + width / 2, y + height / 2 + 4, number, `text-anchor="middle" fill="${inkOn(share)}"`));
		}
	const frame = `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${A.cols * width}" height="${A.rows * height}" fill="none" stroke="#555"/>`;
	const name = svgText(center, top - 8, label, 'text-anchor="middle" font-weight="bold"');
	return cells.join("") + frame + name;
}

/**
 * Draws matrices side by side with what stands between them: `matrices(["δ", d], "·", ["xᵀ", xT], "=", ["∂s/∂W", G])`.
 * Nodes without inputs do for matrices.
 * @throws DataError when there is no matrix among them
 */
export function matrices(...parts: MatrixPart[]): MatrixPicture {
	if (parts.every((part) => typeof part === "string"))
		throw new DataError('matrices: there is none to draw. Name each one, as in matrices(["A", A], "·", ["B", B]).');
	return new MatrixPicture(
		parts.map((part) =>
			typeof part === "string"
				? part
				: { name: part[0], matrix: part[1] instanceof Node ? evaluate(part[1]) : part[1] },
		),
	);
}
