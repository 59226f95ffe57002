/** Checks of what comes from outside: numbers that are none, counts that are not whole. Nothing wrong is taken in silence. */
import { DataError } from "../errors";

/** A value as an error shows it: short, and in its own kind. */
export function shown(value: unknown): string {
	if (typeof value === "string") return `the text “${value.length > 20 ? `${value.slice(0, 20)}…` : value}”`;
	if (Array.isArray(value)) return `a list of ${value.length}`;
	if (typeof value === "function") return "a function";
	if (typeof value === "bigint") return `${value}n`;
	if (typeof value !== "object" || value === null) return String(value);
	const kind = (value as { constructor?: { name?: string } }).constructor?.name ?? "an object without a class";
	return kind === "Object" ? "an object" : kind;
}

/** Numbers in an array, whatever the array: NaN and infinities are numbers. @throws DataError naming the first that is none */
export function requireNumbers(where: string, entries: ArrayLike<number>): void {
	if (typeof entries !== "object" || entries === null || typeof entries.length !== "number")
		throw new DataError(`${where}: a list of numbers was expected, and this is ${shown(entries)}.`);
	if (
		ArrayBuffer.isView(entries) &&
		!(entries as { [Symbol.toStringTag]?: string })[Symbol.toStringTag]?.startsWith("Big")
	)
		return;
	for (let k = 0; k < entries.length; k++)
		if (typeof entries[k] !== "number")
			throw new DataError(
				`${where}: entry ${k} is ${shown(entries[k])}, and has to be a number.${Array.isArray(entries[k]) ? " matrix([[…], […]]) takes rows." : ""}`,
			);
}

/** @throws DataError unless `value` is a whole number, at least `least` */
export function requireWhole(where: string, what: string, value: number, least: number): void {
	if (Number.isSafeInteger(value) && value >= least) return;
	throw new DataError(
		`${where}: ${what} is ${shown(value)}, and has to be a whole number${least === 0 ? "" : `, at least ${least}`}.`,
	);
}

/** What a number has to be, for `requireNumber`: in words, and as a condition. */
export interface Wanted {
	readonly words: string;
	holds(value: number): boolean;
}

export const POSITIVE: Wanted = { words: "a positive number", holds: (x) => x > 0 && Number.isFinite(x) };
export const NOT_NEGATIVE: Wanted = { words: "at least 0", holds: (x) => x >= 0 };
export const SHARE: Wanted = { words: "at least 0 and below 1", holds: (x) => x >= 0 && x < 1 };
export const FINITE: Wanted = { words: "a finite number", holds: Number.isFinite };

/** @throws DataError unless `value` is a number for which the wish holds */
export function requireNumber(where: string, what: string, value: number, wanted: Wanted): void {
	if (typeof value === "number" && wanted.holds(value)) return;
	throw new DataError(`${where}: ${what} is ${shown(value)}, and has to be ${wanted.words}.`);
}
