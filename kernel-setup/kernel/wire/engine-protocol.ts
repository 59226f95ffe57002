/**
 * What the host and its engine say to each other: JSON, one object a line, over two pipes.
 * The host owns the sockets and never runs a learner's code; the engine runs it and never sees a socket.
 */

/** File descriptors of the engine process. */
export const TO_HOST = 3;
export const FROM_HOST = 4;
export const INTERRUPT = 5;

/** An error as the Jupyter protocol reports it. */
export interface ErrorReport {
	ename: string;
	evalue: string;
	traceback: string[];
}

/** MIME type → representation. */
export type MimeBundle = Record<string, unknown>;

export type EngineRequest =
	| { op: "execute"; id: number; cell: number; count: number; code: string; expressions: Record<string, string> }
	| { op: "complete"; id: number; code: string; position: number }
	| { op: "inspect"; id: number; code: string; position: number }
	| { op: "is_complete"; id: number; code: string };

/** The answer to a `prompt()`; null when the front end takes no input. */
export interface InputAnswer {
	op: "input";
	value: string | null;
}

export type ToEngine = EngineRequest | InputAnswer;

export interface ExecuteAnswer {
	error?: ErrorReport;
	/** text/plain of the cell's value, for the history */
	text?: string;
	expressions?: Record<string, unknown>;
}

/** `cell` says whose output it is: the number the host gave with the execute request. */
export type FromEngine =
	| { type: "ready" }
	| { type: "answer"; id: number; content: unknown }
	| { type: "stream"; cell: number; name: "stdout" | "stderr"; text: string }
	| { type: "result"; cell: number; data: MimeBundle }
	| { type: "publish"; cell: number; message: "display_data" | "update_display_data" | "clear_output"; content: object }
	| { type: "error"; cell: number; error: ErrorReport }
	| { type: "input"; cell: number; prompt: string; password: boolean };

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
