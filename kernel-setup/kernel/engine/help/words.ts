/** The word at the cursor. */

/** Where the identifier begins and ends that the cursor stands in, or at the end of. */
export function wordAt(code: string, position: number): [start: number, end: number] {
	const before = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, position))?.[0] ?? "";
	const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(position))?.[0] ?? "";
	return [position - before.length, position + after.length];
}
