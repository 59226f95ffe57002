/** Matrices as people read them: text with aligned columns, and LaTeX. Large ones are cut in the middle. */

interface Entries {
	readonly rows: number;
	readonly cols: number;
	readonly data: ArrayLike<number>;
}

const MOST_SHOWN = 12;
const EDGE = 4;

/** Four significant digits, without trailing zeros, with a proper minus sign. */
export function numberText(value: number): string {
	if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
	const magnitude = Math.abs(value);
	const text =
		magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e6)
			? value.toExponential(2)
			: String(Number(value.toPrecision(4)));
	return text.replaceAll("-", "−");
}

/** The indices that are shown; null stands for the ones left out. */
function shownIndices(count: number): (number | null)[] {
	if (count <= MOST_SHOWN) return Array.from({ length: count }, (_, k) => k);
	const first = Array.from({ length: EDGE }, (_, k) => k);
	return [...first, null, ...first.map((k) => count - EDGE + k)];
}

function shownEntries(
	matrix: Entries,
	gap: { across: string; down: string; diagonal: string },
	text: (value: number) => string,
): string[][] {
	return shownIndices(matrix.rows).map((i) =>
		shownIndices(matrix.cols).map((j) => {
			if (i !== null && j !== null) return text(matrix.data[j * matrix.rows + i]);
			return i === null && j === null ? gap.diagonal : i === null ? gap.down : gap.across;
		}),
	);
}

/** Aligned columns in brackets, the shape below. */
export function matrixText(matrix: Entries): string {
	const entries = shownEntries(matrix, { across: "…", down: "⋮", diagonal: "⋱" }, numberText);
	const widths = entries[0]?.map((_, j) => Math.max(...entries.map((line) => line[j].length))) ?? [];
	const lines = entries.map((line) => `[ ${line.map((entry, j) => entry.padStart(widths[j])).join("  ")} ]`);
	return `${lines.join("\n")}  ${matrix.rows}×${matrix.cols}`;
}

/** As in `1.2 \cdot 10^{-5}` and ⅔. Of more digits than four: four, and dots. What is printed is the number, or says that it is not. */
export function numberLatex(value: number): string {
	const size = Math.abs(value);
	const sign = value < 0 ? "-" : "";
	if (Number.isInteger(value) && size < 1e15) return String(value);
	const under = UNDERS.find((one) => Number.isInteger(one * size) || Math.round(one * size) / one === size);
	const above = Math.round((under ?? 0) * size);
	const isShort = Number(numberText(size).replaceAll("−", "-")) === size;
	if (above === 1 || (above > 1 && above < 1000 && !isShort)) return `${sign}\\tfrac{${above}}{${under}}`;
	if (isShort || !Number.isFinite(value)) return entryLatex(value);
	const text = String(size);
	if (text.includes("e")) return `${sign}${text.replace(/e\+?(.*)/, " \\cdot 10^{$1}")}`;
	if (size >= 1000 || size < 1e-4) return `${sign}${text}`;
	const first = size < 1 ? /^0\.0*\d{1,4}/.exec(text)?.[0] : text.slice(0, 5);
	return `${sign}${first}\\ldots`;
}

/** Over these a fraction is easier to read than its digits. */
const UNDERS: readonly number[] = Array.from({ length: 98 }, (_, k) => k + 2);

function entryLatex(value: number): string {
	const [mantissa, exponent] = numberText(value).replaceAll("−", "-").replace("∞", "\\infty").split("e");
	return exponent === undefined ? mantissa : `${mantissa} \\cdot 10^{${Number(exponent)}}`;
}

/** A bracketed array with its shape. */
export function matrixLatex(matrix: Entries): string {
	const gap = { across: "\\cdots", down: "\\vdots", diagonal: "\\ddots" };
	const body = shownEntries(matrix, gap, entryLatex)
		.map((line) => line.join(" & "))
		.join(" \\\\ ");
	return `\\begin{bmatrix} ${body} \\end{bmatrix}_{${matrix.rows} \\times ${matrix.cols}}`;
}
