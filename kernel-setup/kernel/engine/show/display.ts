/**
 * Rich results. A value with a method `[Symbol.for("Jupyter.display")]()` that returns a MIME bundle is shown so: the
 * convention that Deno's kernel introduced. Everything else is shown as text.
 */
import type { MimeBundle } from "../../wire/engine-protocol";
import type { EnginePorts } from "../ports";
import type { Runs } from "../run/runs";
import { checkedBundle, DISPLAY, displayMethodOf } from "./bundle";
import { progressFor } from "./progress";
import { tableOf } from "./records";

export interface DisplayOptions {
	/** Shows the value in the place of an earlier display of the same id, wherever that is. */
	id?: string;
}

export interface DisplayHandle {
	readonly id: string;
	/** Replaces what is shown. */
	update(value: unknown): void;
}

type DisplayMessage = "display_data" | "update_display_data";

export class Displays {
	private readonly handles = new WeakSet<object>();

	constructor(
		private readonly ports: Pick<EnginePorts, "say" | "inspect">,
		private readonly runs: Runs,
	) {}

	/** The MIME bundle of any value; a promise when the value makes it so. */
	bundleOf(value: unknown): MimeBundle | Promise<MimeBundle> {
		const method = displayMethodOf(value);
		if (method === undefined) {
			const { inspect } = this.ports;
			const [text, table] = [inspect(value, 4), tableOf(value, inspect)];
			return table === undefined ? { "text/plain": text } : { "text/html": table, "text/plain": text };
		}
		const bundle = method.call(value);
		return bundle instanceof Promise ? bundle.then(checkedBundle) : checkedBundle(bundle);
	}

	/** What has been shown already: `display(…)` at the end of a cell. */
	isShown(value: unknown): boolean {
		return typeof value === "object" && value !== null && this.handles.has(value);
	}

	/** A value that stands for what is shown already. */
	markShown(value: object): void {
		this.handles.add(value);
	}

	/** The `display` of cells. */
	api() {
		const display = (value: unknown, options: DisplayOptions = {}): DisplayHandle => {
			const id = options.id ?? crypto.randomUUID();
			this.show("display_data", value, id);
			const handle = { id, update: (next: unknown) => this.show("update_display_data", next, id) };
			this.markShown(handle);
			return handle;
		};
		const bundle = (content: MimeBundle) => display({ [DISPLAY]: () => content });
		const raw = (mime: string) => (content: string) => bundle({ [mime]: content, "text/plain": content });
		return Object.assign(display, {
			/** Replaces what was displayed under this id. */
			update: (id: string, value: unknown): void => this.show("update_display_data", value, id),
			html: raw("text/html"),
			markdown: raw("text/markdown"),
			latex: raw("text/latex"),
			svg: raw("image/svg+xml"),
			png: (picture: Uint8Array | string, words = "a picture") => bundle({ "image/png": picture, "text/plain": words }),
			json: (value: unknown) => bundle({ "application/json": value, "text/plain": this.ports.inspect(value, 4) }),
			bundle,
		});
	}

	/** The `progress` of cells: a line under the cell, which is rewritten. */
	progress() {
		const display = this.api();
		const line = (text: string) => ({ [DISPLAY]: () => ({ "text/plain": text }) });
		return progressFor((text) => {
			const handle = display(line(text));
			return (next) => handle.update(line(next));
		});
	}

	clearOutput(options: { wait?: boolean } = {}): void {
		this.publish("clear_output", { wait: options.wait === true });
	}

	/** What tslab's own `display` writes. */
	fromTslab(content: { transient?: { display_id?: string } }, update: boolean): void {
		const transient = content.transient?.display_id === undefined ? {} : content.transient;
		this.publish(update ? "update_display_data" : "display_data", { ...content, transient });
	}

	private show(message: DisplayMessage, value: unknown, id: string): void {
		const cell = this.runs.owner();
		const send = (data: MimeBundle) =>
			this.publish(message, { data, metadata: {}, transient: { display_id: id } }, cell);
		const bundle = this.bundleOf(value);
		if (bundle instanceof Promise) void bundle.then(send);
		else send(bundle);
	}

	private publish(message: DisplayMessage | "clear_output", content: object, cell = this.runs.owner()): void {
		this.ports.say({ type: "publish", cell, message, content });
	}
}
