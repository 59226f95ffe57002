/** What a notebook says: its cells as text. */
import { readFileSync } from "node:fs";

export interface CellText {
	readonly id: string;
	readonly isCode: boolean;
	readonly source: string;
	readonly tags: readonly string[];
}

export interface NotebookText {
	readonly cells: readonly CellText[];
}

interface Stored {
	cells?: { id?: string; cell_type?: string; source?: string | string[]; metadata?: { tags?: string[] } }[];
}

/** Without a cell where the file is no notebook: whoever executes it says what is wrong with it. */
export function readNotebookText(file: string): NotebookText {
	try {
		const { cells = [] } = JSON.parse(readFileSync(file, "utf8")) as Stored;
		return {
			cells: cells.map(({ id = "", cell_type, source = "", metadata }) => ({
				id,
				isCode: cell_type === "code",
				source: Array.isArray(source) ? source.join("") : source,
				tags: metadata?.tags ?? [],
			})),
		};
	} catch {
		return { cells: [] };
	}
}
