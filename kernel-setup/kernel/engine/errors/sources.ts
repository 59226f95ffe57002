/** From a position in the JavaScript that ran to the position in the text that somebody wrote. */

import { Mappings } from "../../wire/mappings";
import type { Source } from "../ports";

/** 1-based, as people count. */
export interface Position {
	label: string;
	line: number;
	column: number;
	text?: string;
}

interface Known {
	source: Source;
	/** Parsed when somebody asks. */
	mappings?: Mappings[];
}

export class Sources {
	private readonly known = new Map<string, Known>();
	private readonly labelled = new Map<string, Source>();

	/** @param sourceOf modules, by file */
	constructor(private readonly sourceOf: (file: string) => Source | undefined) {}

	register(file: string, source: Source): void {
		this.known.set(file, { source });
		this.labelled.set(source.label, source);
	}

	/** Where that is in the original, or undefined for code nobody here wrote. */
	originalPosition(file: string, line: number, column: number): Position | undefined {
		const known = this.find(file);
		const named = known === undefined ? this.labelled.get(file) : undefined;
		// It is in the original's terms already, as in the `stack` of an error.
		if (named !== undefined) return { label: file, line, column, text: named.text };
		if (known === undefined || line > (known.source.lines ?? Number.POSITIVE_INFINITY)) return undefined;
		const { label, maps, lineOffset, text } = known.source;
		known.mappings ??= maps.map((map) => new Mappings((JSON.parse(map) as { mappings?: string }).mappings ?? ""));
		let at: readonly [number, number] = [line - 1, column - 1];
		for (const mappings of known.mappings) {
			const origin = mappings.origin(...at);
			if (origin === undefined) return undefined;
			at = origin;
		}
		return { label, line: at[0] + 1 - lineOffset, column: at[1] + 1, text };
	}

	private find(file: string): Known | undefined {
		const source = this.sourceOf(file);
		const known = this.known.get(file);
		// A module that was edited has another source than before.
		if (source === undefined || source === known?.source) return known;
		this.register(file, source);
		return this.known.get(file);
	}
}
