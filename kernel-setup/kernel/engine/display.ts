/**
 * Rich results. A value with a method `[Symbol.for("Jupyter.display")]()` that returns a MIME bundle is shown so: the
 * convention that Deno's kernel introduced. Everything else is shown as text.
 */
import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import type { MimeBundle } from "../wire/engine-protocol";
import { owner, say } from "./output";

const DISPLAY = Symbol.for("Jupyter.display");

export interface DisplayOptions {
	/** Shows the value in the place of an earlier display of the same id, wherever that is. */
	id?: string;
}

export interface DisplayHandle {
	readonly id: string;
	/** Replaces what is shown. */
	update(value: unknown): void;
}

/** The MIME bundle of any value; a promise when the value makes it so. */
export function bundleOf(value: unknown): MimeBundle | Promise<MimeBundle> {
	const method = (value as Record<symbol, unknown> | null | undefined)?.[DISPLAY];
	if (typeof method === "function") return method.call(value) as MimeBundle | Promise<MimeBundle>;
	return { "text/plain": inspect(value, { depth: 4, colors: false }) };
}

type DisplayMessage = "display_data" | "update_display_data";

function show(message: DisplayMessage, value: unknown, id: string): void {
	const cell = owner();
	const send = (data: MimeBundle) =>
		say({ type: "publish", cell, message, content: { data, metadata: {}, transient: { display_id: id } } });
	const bundle = bundleOf(value);
	if (bundle instanceof Promise) void bundle.then(send);
	else send(bundle);
}

function display(value: unknown, options: DisplayOptions = {}): DisplayHandle {
	const id = options.id ?? randomUUID();
	show("display_data", value, id);
	return { id, update: (next) => show("update_display_data", next, id) };
}

function raw(mime: string) {
	return (content: string): DisplayHandle => display({ [DISPLAY]: () => ({ [mime]: content, "text/plain": content }) });
}

export const displayApi = Object.assign(display, {
	/** Replaces what was displayed under this id. */
	update: (id: string, value: unknown): void => show("update_display_data", value, id),
	html: raw("text/html"),
	markdown: raw("text/markdown"),
	latex: raw("text/latex"),
	svg: raw("image/svg+xml"),
});

export function clearOutput(options: { wait?: boolean } = {}): void {
	say({ type: "publish", cell: owner(), message: "clear_output", content: { wait: options.wait === true } });
}

/** What tslab's own `display` writes. */
export function fromTslab(content: { transient?: { display_id?: string } }, update: boolean): void {
	const message: DisplayMessage = update ? "update_display_data" : "display_data";
	const transient = content.transient?.display_id === undefined ? {} : content.transient;
	say({ type: "publish", cell: owner(), message, content: { ...content, transient } });
}
