/**
 * Rich results. A value with a method `[Symbol.for("Jupyter.display")]()` that returns a MIME bundle is shown so: the
 * convention that Deno's kernel introduced. Everything else is shown as text.
 */
import type { MimeBundle } from "../../wire/engine-protocol";
import type { EnginePorts } from "../ports";
import type { Runs } from "../run/runs";

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

type DisplayMessage = "display_data" | "update_display_data";

export class Displays {
	constructor(
		private readonly ports: Pick<EnginePorts, "say" | "inspect">,
		private readonly runs: Runs,
	) {}

	/** The MIME bundle of any value; a promise when the value makes it so. */
	bundleOf(value: unknown): MimeBundle | Promise<MimeBundle> {
		const method = (value as Record<symbol, unknown> | null | undefined)?.[DISPLAY];
		if (typeof method === "function") return method.call(value) as MimeBundle | Promise<MimeBundle>;
		return { "text/plain": this.ports.inspect(value, 4) };
	}

	/** The `display` of cells. */
	api() {
		const display = (value: unknown, options: DisplayOptions = {}): DisplayHandle => {
			const id = options.id ?? crypto.randomUUID();
			this.show("display_data", value, id);
			return { id, update: (next) => this.show("update_display_data", next, id) };
		};
		const raw = (mime: string) => (content: string) =>
			display({ [DISPLAY]: () => ({ [mime]: content, "text/plain": content }) });
		return Object.assign(display, {
			/** Replaces what was displayed under this id. */
			update: (id: string, value: unknown): void => this.show("update_display_data", value, id),
			html: raw("text/html"),
			markdown: raw("text/markdown"),
			latex: raw("text/latex"),
			svg: raw("image/svg+xml"),
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
