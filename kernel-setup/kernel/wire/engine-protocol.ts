/**
 * What the host and its engine say to each other: JSON objects, over whatever joins the two.
 * The host talks to the front end and never runs a learner's code; the engine runs it and never sees a front end.
 */

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
	| { op: "inspect"; id: number; code: string; position: number; detail: 0 | 1 }
	| { op: "is_complete"; id: number; code: string }
	| {
			op: "comm";
			id: number;
			cell: number;
			event: "open" | "message" | "close";
			comm: string;
			target: string;
			data: unknown;
	  }
	/** What a locked cell's answer returns. Code gives the answer; the plan says how it is looked at. */
	| { op: "observe"; id: number; cell: number; count: number; code: string; plan: string }
	/** To a fresh engine: the imports that the one before it had. */
	| { op: "restore"; id: number; imports: string[] };

/** The answer to a `prompt()`; null when the front end takes no input. */
export interface InputAnswer {
	op: "input";
	value: string | null;
}

export type ToEngine = EngineRequest | InputAnswer;

/** What may stand at the cursor. Positions count UTF-16 units. */
export interface CompletionAnswer {
	/** What a match replaces; the cursor is in it. */
	start: number;
	end: number;
	matches: readonly Match[];
}

export interface Match {
	text: string;
	/** `function`, `class`, `instance`, `module`, `keyword`, `path`, `param`, … as Jupyter's front ends know them */
	kind: string;
	signature: string;
}

export interface CommAnswer {
	/** Of a comm that was opened: the cell whose code answers. */
	owner?: number;
}

export interface ExecuteAnswer {
	error?: ErrorReport;
	/** The import statements of a cell that ran. */
	imports?: string[];
	/** text/plain of the cell's value, for the history */
	text?: string;
	expressions?: Record<string, unknown>;
}

export interface ObserveAnswer {
	error?: ErrorReport;
	imports?: string[];
	/** What was seen, as the library writes it. */
	seen?: string;
}

export interface RestoreAnswer {
	/** Which imports could not be loaded, and why: a line each. */
	failed: string[];
}

/** What the learner's code says to a front end by a comm. */
export interface CommMessage {
	type: "comm";
	cell: number;
	message: "comm_open" | "comm_msg" | "comm_close";
	content: { comm_id: string; target_name?: string; data: unknown };
}

/** `cell` says whose output it is: the number the host gave with the execute request. */
export type FromEngine =
	| { type: "ready" }
	/** The engine is about to end, in the code of this cell or because of it. */
	| { type: "leaving"; cell: number; why?: string }
	| { type: "answer"; id: number; content: unknown }
	| { type: "stream"; cell: number; name: "stdout" | "stderr"; text: string }
	| { type: "result"; cell: number; data: MimeBundle }
	| { type: "publish"; cell: number; message: "display_data" | "update_display_data" | "clear_output"; content: object }
	| CommMessage
	| { type: "error"; cell: number; error: ErrorReport }
	| { type: "input"; cell: number; prompt: string; password: boolean };

/** What the engine says about a cell: everything but the answers to requests. */
export type CellMessage = Exclude<FromEngine, { type: "answer" | "ready" | "leaving" }>;

/** tslab puts one line before a cell's text: source maps count from there. */
export const LINES_BEFORE_CELL = 1;
