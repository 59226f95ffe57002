/** From a position in the JavaScript that ran to the position in the text that somebody wrote. */
import fs from "node:fs";
import { SourceMap } from "node:module";
import path from "node:path";
import { ROOT } from "../node/places";

export interface Source {
	/** How a traceback calls it: `cell 4`, `my-gates.ts`. */
	label: string;
	/** Source maps as JSON, the first one for the code that ran. */
	maps: string[];
	/** Lines that stand before the text in what the compiler saw. */
	lineOffset: number;
	/** How many lines of the JavaScript are the author's; what follows is the kernel's. */
	lines?: number;
	/** The text, where a traceback should quote it. */
	text?: string;
}

/** 1-based, as people count. */
export interface Position {
	label: string;
	line: number;
	column: number;
	text?: string;
}

const sources = new Map<string, Source & { parsed?: SourceMap[] }>();
const LIBRARY_FOLDER = path.join(ROOT, "dist", "src") + path.sep;

export function registerSource(file: string, source: Source): void {
	sources.set(file, source);
}

function librarySource(file: string): Source | undefined {
	if (!file.startsWith(LIBRARY_FOLDER)) return undefined;
	const map = `${file}.map`;
	if (!fs.existsSync(map)) return undefined;
	const label = `gradlab/src/${file.slice(LIBRARY_FOLDER.length).replace(/\.js$/, ".ts")}`;
	const source = { label, maps: [fs.readFileSync(map, "utf8")], lineOffset: 0 };
	registerSource(file, source);
	return source;
}

/** Where that is in the original, or undefined for code nobody here wrote. */
export function originalPosition(file: string, line: number, column: number): Position | undefined {
	const source = sources.get(file) ?? librarySource(file);
	if (source === undefined || line > (source.lines ?? Number.POSITIVE_INFINITY)) return undefined;
	const entry = sources.get(file) as Source & { parsed?: SourceMap[] };
	entry.parsed ??= source.maps.map((map) => new SourceMap({ mappings: "", sources: [], ...JSON.parse(map) }));
	let [row, col] = [line - 1, column - 1];
	for (const map of entry.parsed) {
		const found = map.findEntry(row, col);
		if (!("originalLine" in found)) return undefined;
		[row, col] = [found.originalLine, found.originalColumn];
	}
	return { label: source.label, line: row + 1 - source.lineOffset, column: col + 1, text: source.text };
}
