/**
 * Ends whatever the main thread is busy with: a recursion, a regular expression, a native loop, a package. It is the helper
 * thread that asks, through the inspector, which reaches into running code.
 */
import { Session } from "node:inspector";

type Home = NodeJS.Process & { _fatalException(error: unknown, fromPromise: boolean): boolean };

// Taken before any cell runs: a cell may replace them.
const { _fatalException: recover } = process as Home;
const capture = process.setUncaughtExceptionCaptureCallback.bind(process);
const post = Session.prototype.post;
const { apply } = Reflect;

let session: Session | undefined;

/** Returns; the code below this call on the stack runs no further, not even its `finally`. */
export function endPresentCode(): void {
	unwind();
	if (session === undefined) {
		session = new Session();
		session.connect();
	}
	apply(post, session, ["Runtime.terminateExecution"]);
}

/**
 * Node notes whose turn it is on a stack of its own, which ended code would not take itself off: Node finds the stack
 * wrong then, and aborts. So it is led to clear it, with what it does after an exception that nobody caught.
 */
function unwind(): void {
	capture(() => undefined);
	try {
		recover(new Error("interrupted"), false);
	} finally {
		capture(null);
	}
}

/**
 * An immediate that is ended takes those behind it with it: Node's list of them is broken then. So what it calls is called
 * one step later, when Node is done with that entry, and still before the next one.
 */
export function keepImmediatesWhole(): void {
	const original = setImmediate;
	const { nextTick } = process;
	const later = (callback: (...args: unknown[]) => void, ...args: unknown[]) =>
		typeof callback === "function" ? original(() => nextTick(callback, ...args)) : original(callback);
	Object.defineProperties(later, Object.getOwnPropertyDescriptors(original));
	Object.defineProperty(globalThis, "setImmediate", { value: later, writable: true, configurable: true });
}
