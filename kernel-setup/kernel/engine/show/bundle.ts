/** What a value says of itself: the bundle of representations that its method `[Symbol.for("Jupyter.display")]` returns. */
import type { MimeBundle } from "../../wire/engine-protocol";

export const DISPLAY = Symbol.for("Jupyter.display");

/** Undefined also for what does not let itself be asked. */
export function displayMethodOf(value: unknown): ((this: unknown) => unknown) | undefined {
	try {
		const method = (value as Record<symbol, unknown> | null | undefined)?.[DISPLAY];
		return typeof method === "function" ? (method as () => unknown) : undefined;
	} catch {
		return undefined;
	}
}

/** As it can be sent: bytes in base64. @throws TypeError for what is no bundle */
export function checkedBundle(bundle: unknown): MimeBundle {
	if (typeof bundle !== "object" || bundle === null || Array.isArray(bundle))
		throw new TypeError(
			`[Symbol.for("Jupyter.display")] has to return an object from MIME types to contents, such as { "text/html": "<b>hi</b>", "text/plain": "hi" }; it returned ${bundle === null ? "null" : Array.isArray(bundle) ? "an array" : `a ${typeof bundle}`}.`,
		);
	return Object.fromEntries(
		Object.entries(bundle).map(([mime, content]: [string, unknown]) => [
			mime,
			content instanceof Uint8Array ? toBase64(content) : sendable(mime, content),
		]),
	);
}

function sendable(mime: string, content: unknown): unknown {
	if (typeof content === "string") return content;
	try {
		if (JSON.stringify(content) !== undefined) return content;
	} catch (error) {
		throw new TypeError(`What is to be shown as ${mime} cannot be written as JSON: ${(error as Error).message}`);
	}
	throw new TypeError(`What is to be shown as ${mime} is ${typeof content}, which cannot be written as JSON.`);
}

function toBase64(bytes: Uint8Array): string {
	let text = "";
	for (let k = 0; k < bytes.length; k += 0x8000) text += String.fromCharCode(...bytes.subarray(k, k + 0x8000));
	return btoa(text);
}
