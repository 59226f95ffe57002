/** Matrices side by side as heat maps, with what stands between them: δ · xᵀ = ∂s/∂W, each with its shape. A static picture. */
import { DataError } from "../errors";
import { Node } from "../graph/node";
import { shown } from "../matrix/checks";
import { matrixText } from "../matrix/format";
import { Matrix } from "../matrix/matrix";
import { evaluate } from "../run/evaluate";
import { shapeText } from "../shape";
import { widthOf, withMinus } from "./chart-text";
import { fieldText, isDrawable, largestSize } from "./figure-data";
import { divergingColour, escapeXml, inkOn, pictureHtml, svgText } from "./svg";

/** A matrix with its name, or what stands between two of them. */
export type MatrixPart = string | readonly [name: string, matrix: Matrix | Node];

/** Pixels of a cell with its number in it, of one without, and the gap between parts. */
const [WIDE, SMALL, GAP, HEAD, FOOT] = [60, 16, 14, 26, 22];
const [CELL_HEIGHT, SIGN_WIDTH] = [28, 22];
/** Print of a name: bold letters are a little wider. */
const BOLD = 13;
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

	/** The picture. Equal colours are equal numbers in all of its matrices: blue below 0, white at 0, red above, grey for none. */
	svg(): string {
		const matrices = this.parts.flatMap((part) => (typeof part === "string" ? [] : [part.matrix]));
		const largest = largestSize(matrices.flatMap((A) => A.toArray()));
		const cells = new Map(matrices.map((A) => [A, cellsOf(A)]));
		const heights = matrices.map((A) => A.rows * (cells.get(A) as Cells).height);
		const middle = HEAD + Math.max(...heights) / 2;
		let x = GAP;
		const drawn = this.parts.map((part) => {
			const left = x;
			if (typeof part === "string") {
				const width = Math.max(SIGN_WIDTH, widthOf(part, 18));
				x += width + GAP;
				return svgText(left + width / 2, middle + 6, part, 'text-anchor="middle" font-size="18"');
			}
			// A narrow matrix still has room for its name and shape.
			const label = `${part.name}, ${shapeText(part.matrix)}`;
			const own = cells.get(part.matrix) as Cells;
			const width = Math.max(part.matrix.cols * own.width, widthOf(label, BOLD));
			x += width + GAP;
			return matrixSvg(part.matrix, own, label, left + width / 2, middle, largest);
		});
		const height = HEAD + Math.max(...heights) + FOOT;
		const [words, size] = [escapeXml(this.toString()), x.toFixed(0)];
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${height}" width="${size}" role="img" aria-label="${words}" font-family="sans-serif" font-size="12" fill="#222"><title>${words}</title><rect width="${size}" height="${height}" fill="#fff"/>${drawn.join("")}</svg>`;
	}

	[Symbol.for("Jupyter.display")](): Record<string, string> {
		const [svg, words] = [this.svg(), this.toString()];
		return { "text/html": pictureHtml(svg, words), "image/svg+xml": svg, "text/plain": words };
	}
}

/** How large cells are, and what is written in them. */
interface Cells {
	readonly width: number;
	readonly height: number;
	/** By column; null where there are too many to be read. */
	readonly texts: readonly string[] | null;
}

function cellsOf({ data, rows }: Matrix): Cells {
	if (data.length <= FEW) {
		const text = fieldText({ z: [[...data]] });
		const texts = [...data].map((value) => withMinus(text(value)));
		const width = texts.reduce((most, own) => Math.max(most, widthOf(own) + 8), WIDE);
		return { width, height: CELL_HEIGHT, texts };
	}
	// Large ones stay in the picture: 300 pixels high at most.
	const side = Math.max(2, Math.min(SMALL, 300 / rows));
	return { width: side, height: side, texts: null };
}

function matrixSvg(A: Matrix, cell: Cells, label: string, center: number, middle: number, largest: number): string {
	const { width, height, texts } = cell;
	const [left, top] = [center - (A.cols * width) / 2, middle - (A.rows * height) / 2];
	const cells: string[] = [];
	for (let i = 0; i < A.rows; i++)
		for (let j = 0; j < A.cols; j++) {
			const share = isDrawable(A.at(i, j)) ? A.at(i, j) / largest : Number.NaN;
			const [x, y] = [left + j * width, top + i * height];
			cells.push(
				`<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${divergingColour(share)}" stroke="#ccc" stroke-width="0.5"/>`,
			);
			if (texts === null) continue;
			const number = texts[j * A.rows + i];
			cells.push(svgText(x + width / 2, y + height / 2 + 4, number, `text-anchor="middle" fill="${inkOn(share)}"`));
		}
	const frame = `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${(A.cols * width).toFixed(1)}" height="${(A.rows * height).toFixed(1)}" fill="none" stroke="#555"/>`;
	const name = svgText(center, top - 8, label, 'text-anchor="middle" font-weight="bold"');
	return cells.join("") + frame + name;
}

/**
 * Draws matrices side by side with what stands between them: `matrices(["δ", d], "·", ["xᵀ", xT], "=", ["∂s/∂W", G])`.
 * Nodes without inputs do for matrices.
 * @throws DataError when there is no matrix among them, and for what is none
 */
export function matrices(...parts: MatrixPart[]): MatrixPicture {
	if (parts.every((part) => typeof part === "string"))
		throw new DataError('matrices: there is none to draw. Name each one, as in matrices(["A", A], "·", ["B", B]).');
	return new MatrixPicture(
		parts.map((part, k) => {
			if (typeof part === "string") return part;
			const [name, matrix] = Array.isArray(part) && part.length === 2 ? part : [null, part];
			if (typeof name !== "string" || !(matrix instanceof Matrix || matrix instanceof Node))
				throw new DataError(
					`matrices: part ${k + 1} is ${typeof name === "string" ? `"${name}" and ${shown(matrix)}` : shown(part)}. Give text, or a name and its matrix, as ["A", A].`,
				);
			return { name, matrix: matrix instanceof Node ? evaluate(matrix) : matrix };
		}),
	);
}
