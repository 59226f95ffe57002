/** The protocol counts cursor positions in Unicode code points, JavaScript in UTF-16 units. */

export function toUtf16(code: string, codePoints: number): number {
	return [...code].slice(0, codePoints).join("").length;
}

export function toCodePoints(code: string, utf16: number): number {
	return [...code.slice(0, utf16)].length;
}
