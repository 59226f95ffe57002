/** Whether an answer is the one that is wanted, and if not, how it differs: first in kind, then in shape, then in value. */

import { Node } from "../../graph/node";
import { Matrix } from "../../matrix/matrix";
import { evaluate } from "../../run/evaluate";
import { shapeText } from "../../shape";
import { Foreign } from "../plain";
import type { Answer } from "./exercise";

/** Null where they agree; else what differs, to be said to the learner. `entries` says what the entries of a list are. */
export function difference(
	given: unknown,
	wanted: Answer,
	tolerance: number,
	entries: readonly string[] = [],
): string | null {
	if (wanted instanceof Node) return difference(given, evaluate(wanted), tolerance);
	if (given instanceof Node) return difference(evaluate(given), wanted, tolerance);
	if (given instanceof Matrix && typeof wanted === "number" && given.data.length === 1)
		return difference(given.data[0], wanted, tolerance);
	if (wanted instanceof Matrix) return ofMatrices(given, wanted, tolerance);
	if (Array.isArray(wanted)) return ofLists(given, wanted, tolerance, entries);
	if (typeof wanted !== typeof given) return `A ${typeof wanted} is wanted, and this is ${kindOf(given)}.`;
	if (typeof wanted === "number") return ofNumbers(given as number, wanted, tolerance);
	if (given === wanted) return null;
	return `${typeof given === "string" ? `“${given}”` : JSON.stringify(given)} is not it.`;
}

function ofMatrices(given: unknown, wanted: Matrix, tolerance: number): string | null {
	const matrix = asMatrix(given);
	if (matrix === null) return `A matrix is wanted (${shapeText(wanted)}), and this is ${kindOf(given)}.`;
	if (matrix.rows !== wanted.rows || matrix.cols !== wanted.cols) {
		const turned = matrix.rows === wanted.cols && matrix.cols === wanted.rows ? " Transposed, it would fit." : "";
		return `The shape is ${shapeText(matrix)}, and ${shapeText(wanted)} is wanted.${turned}`;
	}
	const scale = Math.max(1, ...Array.from(wanted.data, Math.abs));
	for (let k = 0; k < wanted.data.length; k++) {
		const [i, j] = [k % wanted.rows, Math.floor(k / wanted.rows)];
		const off = ofNumbers(matrix.data[k] / scale, wanted.data[k] / scale, tolerance);
		if (off !== null)
			return `Entry (${i + 1}, ${j + 1}) is ${short(matrix.data[k])}, and ${short(wanted.data[k])} is right.`;
	}
	return null;
}

/** Rows of numbers do for a matrix, and a list for a column. */
function asMatrix(given: unknown): Matrix | null {
	if (given instanceof Matrix) return given;
	if (typeof given === "number") return new Matrix(1, 1, Float64Array.of(given));
	if (!Array.isArray(given) || given.length === 0) return null;
	if (given.every((value) => typeof value === "number")) return new Matrix(given.length, 1, Float64Array.from(given));
	const rows = given as unknown[][];
	const cols = rows[0]?.length;
	if (
		!rows.every((row) => Array.isArray(row) && row.length === cols && row.every((value) => typeof value === "number"))
	)
		return null;
	return new Matrix(
		rows.length,
		cols,
		Float64Array.from(
			{ length: rows.length * cols },
			(_, k) => rows[k % rows.length][Math.floor(k / rows.length)] as number,
		),
	);
}

function ofLists(
	given: unknown,
	wanted: readonly Answer[],
	tolerance: number,
	entries: readonly string[],
): string | null {
	const list =
		given instanceof Matrix ? [...given.data] : ArrayBuffer.isView(given) ? [...(given as Float64Array)] : given;
	if (!Array.isArray(list)) return `A list of ${wanted.length} is wanted, and this is ${kindOf(given)}.`;
	if (list.length !== wanted.length) return `${wanted.length} entries are wanted, and these are ${list.length}.`;
	for (const [k, entry] of wanted.entries()) {
		const off = difference(list[k], entry, tolerance);
		if (off !== null) return `${entries[k] ?? `Entry ${k + 1}`}: ${off}`;
	}
	return null;
}

function ofNumbers(given: number, wanted: number, tolerance: number): string | null {
	if (Object.is(given, wanted)) return null;
	const isClose = Math.abs(given - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
	if (Number.isFinite(wanted) && isClose) return null;
	return `${short(given)} is not ${short(wanted)}.`;
}

const short = (value: number) => String(Number(value.toPrecision(6)));

function kindOf(value: unknown): string {
	if (value === null || value === undefined) return "nothing";
	if (value instanceof Foreign) return value.kind;
	if (value instanceof Matrix) return `a matrix, ${shapeText(value)}`;
	return Array.isArray(value) ? `a list of ${value.length}` : `a ${typeof value}`;
}
