/** The pipes between host and engine, as far as both ends know them: file descriptors, and JSON one object a line. */

/** File descriptors of the engine process. */
export const TO_HOST = 3;
export const FROM_HOST = 4;
export const INTERRUPT = 5;

/** Cuts a byte stream into lines, whatever the chunks. Decodes once a line, so that no character is torn. */
export class LineBuffer {
	private parts: Buffer[] = [];

	constructor(private readonly onLine: (line: string) => void) {}

	push(chunk: Buffer): void {
		let start = 0;
		for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
			this.parts.push(chunk.subarray(start, end));
			const line = this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts);
			this.parts = [];
			start = end + 1;
			this.onLine(line.toString("utf8"));
		}
		if (start < chunk.length) this.parts.push(Buffer.from(chunk.subarray(start)));
	}
}
