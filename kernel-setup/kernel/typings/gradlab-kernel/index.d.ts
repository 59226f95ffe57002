/** What the kernel gives to every cell, beside Node's own globals. */

/** A display that can be replaced later. */
interface DisplayHandle {
	readonly id: string;
	/** Replaces what is shown. */
	update(value: unknown): void;
}

/**
 * Shows a value under the cell: matrices, figures and graphs richly, everything else as text.
 * Returns a handle whose `update` replaces what is shown, as often as you like.
 * @param options.id a name of your own for this place, for `display.update(id, value)`
 */
declare const display: {
	(value: unknown, options?: { id?: string }): DisplayHandle;
	/** Replaces what was displayed under this id. */
	update(id: string, value: unknown): void;
	/** Shows HTML. */
	html(content: string): DisplayHandle;
	/** Shows Markdown, formulas included. */
	markdown(content: string): DisplayHandle;
	/** Shows a formula, written in LaTeX between dollar signs. */
	latex(content: string): DisplayHandle;
	/** Shows an SVG picture. */
	svg(content: string): DisplayHandle;
	/**
	 * Shows a PNG picture.
	 * @param picture its bytes, or the same in base64
	 * @param words what it shows, for whoever does not see it
	 */
	png(picture: Uint8Array | string, words?: string): DisplayHandle;
	/** Shows a value as a tree that opens and closes. It has to be one that JSON can hold. */
	json(value: unknown): DisplayHandle;
	/** Shows one thing in several representations, by MIME type: the front end takes the best that it knows. */
	bundle(content: Record<string, unknown>): DisplayHandle;
};

/**
 * Goes over something, and shows how far it has come: a line with the rate and the time that is left, which is
 * rewritten at most ten times a second. What stays, also in a saved notebook, is one line.
 * @param items what a loop can go over; a number n stands for 0, 1, …, n − 1
 * @param options a label; where the items cannot be counted, also their `total`
 * @example
 * for (const epoch of progress(100, "training")) train(epoch);
 */
declare function progress(items: number, options?: string | { label?: string; total?: number }): Iterable<number>;
declare function progress<T>(items: Iterable<T>, options?: string | { label?: string; total?: number }): Iterable<T>;
declare function progress<T>(
	items: AsyncIterable<T>,
	options?: string | { label?: string; total?: number },
): AsyncIterable<T>;

/**
 * Removes what the cell has shown so far.
 * @param options.wait keep it until the next output arrives, so that nothing flickers
 */
declare function clearOutput(options?: { wait?: boolean }): void;

/**
 * Asks for a line of text and waits for the answer.
 * Where nobody can answer (a headless run, a grader) it throws a StdinNotImplementedError.
 */
declare function prompt(question?: string, options?: { password?: boolean }): string;

/** A channel to something that a front end shows. What it carries are objects that JSON can hold. */
interface Comm<Sent extends object = object, Received = unknown> {
	readonly id: string;
	readonly target: string;
	/** @throws Error when it is closed */
	send(data: Sent): void;
	/** Calls `take` for every message of the front end's. */
	onMessage(take: (data: Received) => void): void;
	/** Calls `take` when the front end closes it. */
	onClose(take: (data: Received) => void): void;
	close(data?: Sent): void;
}

/** Channels to what a front end shows: Jupyter's comms. */
declare const comms: {
	/**
	 * Opens a channel to a target that the front end knows.
	 * @param data what the target is told at once
	 */
	open<Sent extends object = object, Received = unknown>(target: string, data?: Sent): Comm<Sent, Received>;
	/** Says what happens when the front end opens a channel to a target of this name. */
	target<Sent extends object = object, Received = unknown>(
		name: string,
		opened: (comm: Comm<Sent, Received>, data: Received) => void,
	): void;
};

/** A slider, and where it stands. */
interface Slider {
	readonly value: number;
}

/**
 * Shows a slider, and below it what `draw` returns for its value, drawn anew at every move: by hand, by keys, and in a
 * saved notebook as it stood last.
 * @param options from `min` to `max`, by `step` (a hundredth of the way), beginning at `value` (the middle)
 * @param draw makes something to show of the value: a figure, a matrix, HTML, text
 * @throws RangeError for a range that is none
 * @example
 * slider({ min: 0, max: 1, step: 0.1, label: "learning rate" }, (rate) => `one step: ${-2 * rate}`);
 */
declare function slider(
	options: { min: number; max: number; step?: number; value?: number; label?: string },
	draw: (value: number) => unknown,
): Slider;
