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
};

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
