/** The engine's inspector, asked in the Chrome DevTools Protocol. It answers also while the engine stands at a breakpoint. */
import type { FromInspector, ToInspector } from "../../wire/inspector-protocol";

export class Inspector {
	private sequence = 0;
	private readonly waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();

	private send: ((message: ToInspector) => void) | undefined;

	/** @param onEvent hears what the inspector says unasked */
	constructor(private readonly onEvent: (method: string, params: unknown) => void) {}

	/** From now on the inspector of another engine is asked; the one before is not going to answer any more. */
	connect(send: ((message: ToInspector) => void) | undefined): void {
		this.send = send;
		const waiting = [...this.waiting.values()];
		this.waiting.clear();
		for (const { reject } of waiting) reject(new Error("the TypeScript process ended before it answered"));
	}

	/** @throws Error with the inspector's own words where it refuses, or when the engine ends before it answers */
	ask<T>(method: string, params: object = {}): Promise<T> {
		if (this.send === undefined) return Promise.reject(new Error("cells that run here cannot be debugged"));
		const id = ++this.sequence;
		return new Promise<T>((resolve, reject) => {
			this.waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
			this.send?.({ id, method, params });
		});
	}

	receive({ id, result, error, method, params }: FromInspector): void {
		if (id === undefined) {
			if (method !== undefined) this.onEvent(method, params);
			return;
		}
		const waiting = this.waiting.get(id);
		this.waiting.delete(id);
		if (error === undefined) waiting?.resolve(result);
		else waiting?.reject(new Error(error.message));
	}
}
