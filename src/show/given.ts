/** What pictures are given, checked where it comes in: in the kind that it should be, or refused by an error that says what to do. */
import { DataError } from "../errors";
import { requireNumbers, shown } from "../matrix/checks";
import { Matrix } from "../matrix/matrix";

/** Numbers in a row: a list, a typed array, or a matrix that is one column or one row. */
export type GivenNumbers = ArrayLike<number> | Matrix;

/** @throws DataError unless `value` is numbers in a row */
export function givenNumbers(where: string, value: unknown): readonly number[] {
	if (value instanceof Matrix) {
		if (value.rows !== 1 && value.cols !== 1)
			throw new DataError(
				`${where} is a ${value.rows}×${value.cols} matrix. A trace takes one column or one row of it.`,
			);
		return Array.from(value.data);
	}
	if (!Array.isArray(value) && !ArrayBuffer.isView(value))
		throw new DataError(`${where} is ${shown(value)}. Give a list of numbers, a Float64Array, a column or a row.`);
	const entries = value as unknown as ArrayLike<number>;
	if (typeof entries.length !== "number")
		throw new DataError(`${where} is ${shown(value)}. Give a list of numbers or a Float64Array.`);
	requireNumbers(where, entries);
	return Array.isArray(value) ? value : Array.from(entries);
}

/** @throws DataError unless `value` is text */
export function givenText(where: string, value: unknown): string {
	if (typeof value === "string") return value;
	throw new DataError(
		`${where} is ${value === undefined ? "missing" : shown(value)}, and has to be text${typeof value === "number" ? `: "${value}"` : ""}.`,
	);
}

/** @throws DataError unless `value` is a list, whose entries `check` takes */
export function givenList<T>(where: string, value: unknown, check: (where: string, entry: unknown) => T): T[] {
	if (!Array.isArray(value)) throw new DataError(`${where} is ${shown(value)}, and has to be a list.`);
	return Array.from(value, (entry, k) => check(`${where}[${k}]`, entry));
}

/** @throws DataError unless `value` is an object with fields, as `{ title: "…" }` */
export function givenFields(where: string, value: unknown, example: string): Record<string, unknown> {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	throw new DataError(`${where} is ${value === undefined ? "missing" : shown(value)}. Give an object, as ${example}.`);
}

/** @throws DataError unless `value` is one of the words, or left out */
export function givenChoice(where: string, value: unknown, words: readonly (string | boolean)[]): void {
	if (value === undefined || words.includes(value as string)) return;
	throw new DataError(
		`${where} is ${shown(value)}, and has to be ${words.map((word) => (typeof word === "string" ? `"${word}"` : word)).join(" or ")}.`,
	);
}

/** @throws DataError unless `value` is two numbers */
export function givenRange(where: string, value: unknown): readonly [number, number] {
	const range = givenNumbers(where, value);
	if (range.length === 2) return [range[0], range[1]];
	throw new DataError(`${where} has ${range.length} numbers. Give the lower and the upper end.`);
}
