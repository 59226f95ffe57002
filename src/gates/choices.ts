/** Which entries the gates of layout take, each choice one object: the gradient of a choice is known by it. */
import { type Selection, selection } from "../local/one-entry";
import { remembered } from "./remembered";

/** The rows of a stack from `offset` on, as many as the piece has. */
export const stackedAt = remembered((offset: number) =>
	selection<never>(
		"concatenate",
		(k, output, input) => {
			const [height, rows] = [output.rows, input.rows];
			const row = (k % height) - offset;
			return row >= 0 && row < rows ? Math.floor(k / height) * rows + row : -1;
		},
		(u, d, kernels, beta) => kernels.moveRows(u, offset, d, 0, d.rows, beta),
		[offset],
	),
);

/** The numbers as they lie: what vec and reshape do. */
const asTheyLie = (name: string) =>
	selection<never>(
		name,
		(k) => k,
		(u, d, kernels, beta) => kernels.add(1, u, d, beta),
	);
export const [asVec, asReshaped] = [asTheyLie("vec"), asTheyLie("reshape")];

/** Rows `from` up to and without `to`. */
export const slicedAt = remembered((from: number, to: number) =>
	selection<never>(
		"slice",
		(k, output, input) => {
			const height = output.rows;
			return Math.floor(k / height) * input.rows + from + (k % height);
		},
		(u, d, kernels, beta) => {
			if (beta === 0) d.data.fill(0);
			kernels.moveRows(u, 0, d, from, to - from, 1);
		},
		[from, to],
	),
);

/** The entries of a diagonal, of all entries of the matrix. */
export const onDiagonal = selection<never>("diag", (k, output) => {
	const n = output.rows;
	return k % (n + 1) === 0 ? k / (n + 1) : -1;
});

/** Every kind of choice, from what it was made with. */
export const CHOICES: readonly (readonly [name: string, of: (...settings: readonly number[]) => Selection<never>])[] = [
	["concatenate", (offset) => stackedAt(offset)],
	["slice", (from, to) => slicedAt(from, to)],
	["vec", () => asVec],
	["reshape", () => asReshaped],
	["diag", () => onDiagonal],
];
