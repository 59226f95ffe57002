/** What the debugger and V8's inspector say to each other: as much of the Chrome DevTools Protocol as is used here. */

/** What is sent to it, and what comes back: an answer to a number, or an event with a method. */
export interface ToInspector {
	id: number;
	method: string;
	params: object;
}
export interface FromInspector {
	id?: number;
	result?: unknown;
	error?: { message: string };
	method?: string;
	params?: unknown;
}

export interface Location {
	scriptId: string;
	/** From 0. */
	lineNumber: number;
	columnNumber?: number;
}

export interface RemoteObject {
	type: string;
	subtype?: string;
	className?: string;
	value?: unknown;
	unserializableValue?: string;
	description?: string;
	objectId?: string;
}

export interface Property {
	name: string;
	value?: RemoteObject;
	get?: RemoteObject;
	enumerable: boolean;
	isOwn?: boolean;
}

export interface CallFrame {
	callFrameId: string;
	functionName: string;
	location: Location;
	scopeChain: { type: string; object: RemoteObject }[];
}

export interface Paused {
	reason: string;
	callFrames: CallFrame[];
	hitBreakpoints?: string[];
	/** With an instrumentation breakpoint: the script that is about to run. With an exception: what is thrown. */
	data?: { scriptId?: string } & Partial<RemoteObject>;
}

export interface ScriptParsed {
	scriptId: string;
	url: string;
	sourceMapURL?: string;
}

/** What came of an expression. */
export interface Evaluated {
	result: RemoteObject;
	exceptionDetails?: { text: string; exception?: RemoteObject };
}

/** A message; undefined where the line is none: a learner's code can write to the inspector's pipe, too. */
export function fromInspector(line: string): FromInspector | undefined {
	try {
		const value = JSON.parse(line) as FromInspector | null;
		if (typeof value !== "object" || value === null) return undefined;
		const { id, method, error } = value;
		if (error !== undefined && typeof error?.message !== "string") return undefined;
		return typeof id === "number" || (typeof method === "string" && typeof value.params === "object")
			? value
			: undefined;
	} catch {
		return undefined;
	}
}
