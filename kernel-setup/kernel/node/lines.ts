/** The pipes between host and engine, as far as both ends know them: file descriptors, and JSON one object a line. */

/** File descriptors of the engine process. */
export const TO_HOST = 3;
export const FROM_HOST = 4;
export const INTERRUPT = 5;
/** Both ways: the inspector of the engine, for the debugger. */
export const INSPECTOR = 6;

/** A longer line is no message: Node's strings do not hold it. */
const AT_MOST_BYTES = 256 * 1024 * 1024;

/** Cuts a byte stream into lines, whatever the chunks. Decodes once a line, so that no character is torn. */
export class LineBuffer {
	private parts: Buffer[] = [];
	private length = 0;

	/** @param onTooLong a line has no end within reason: it was dropped */
	constructor(
		private readonly onLine: (line: string) => void,
		private readonly onTooLong: () => void = () => undefined,
		private readonly atMostBytes = AT_MOST_BYTES,
	) {}

	push(chunk: Buffer): void {
		let start = 0;
		for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
			this.parts.push(chunk.subarray(start, end));
			const line = this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts);
			this.parts = [];
			this.length = 0;
			start = end + 1;
			this.onLine(line.toString("utf8"));
		}
		if (start === chunk.length) return;
		this.parts.push(Buffer.from(chunk.subarray(start)));
		this.length += chunk.length - start;
		if (this.length < this.atMostBytes) return;
		this.parts = [];
		this.length = 0;
		this.onTooLong();
	}
}
