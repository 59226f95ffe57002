/** An array of records as a table. */

const MOST_ROWS = 100;
const MOST_COLUMNS = 20;
const LONGEST = 200;

/**
 * HTML; undefined for whatever is no array of plain objects, or has too many columns for a table.
 * @param inspect a value as text
 */
export function tableOf(value: unknown, inspect: (value: unknown, depth: number) => string): string | undefined {
	if (!Array.isArray(value) || value.length === 0) return undefined;
	const rows: object[] = value.slice(0, MOST_ROWS);
	if (!rows.every(isRecord) || rows.length < Math.min(value.length, MOST_ROWS)) return undefined;
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	if (columns.length === 0 || columns.length > MOST_COLUMNS) return undefined;
	const cell = (row: object, name: string) => {
		const property = Object.getOwnPropertyDescriptor(row, name);
		if (property === undefined) return "<td></td>";
		return `<td>${escaped(textOf("value" in property ? property.value : "[Getter]", inspect))}</td>`;
	};
	const head = columns.map((name) => `<th scope="col">${escaped(name)}</th>`).join("");
	const body = rows.map(
		(row, k) => `<tr><th scope="row">${k}</th>${columns.map((name) => cell(row, name)).join("")}</tr>`,
	);
	const more = value.length - rows.length;
	const foot = more === 0 ? "" : `<p>… ${more} more rows</p>`;
	return `<table><thead><tr><th></th>${head}</tr></thead><tbody>${body.join("")}</tbody></table>${foot}`;
}

function isRecord(value: unknown): value is object {
	if (typeof value !== "object" || value === null || Object.getOwnPropertySymbols(value).length > 0) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function textOf(value: unknown, inspect: (value: unknown, depth: number) => string): string {
	const text = typeof value === "string" ? value : inspect(value, 0);
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const ESCAPES: Record<string, string> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
	$: "&#36;",
};

/** A dollar sign as well: a front end would take what stands between two of them for a formula. */
export const escaped = (text: string): string => text.replace(/[&<>"'$]/g, (character) => ESCAPES[character]);
