/** From a line of a cell or of a file to a place in the JavaScript that runs, and back. */
import { LINES_BEFORE_CELL } from "../../wire/engine-protocol";
import type { Location, ScriptParsed } from "../../wire/inspector-protocol";
import { Mappings } from "../../wire/mappings";
import { murmur2 } from "./murmur2";

const HASH_SEED = 0xc70f6907;
const PREFIX = "/gradlab-cell/";
const SUFFIX = ".ts";

/** How the front end finds the path of a cell by itself. */
export const CELL_PATHS = {
	hashMethod: "Murmur2",
	hashSeed: HASH_SEED,
	tmpFilePrefix: PREFIX,
	tmpFileSuffix: SUFFIX,
} as const;

/** What the script of a cell is called in the engine (engine/run/runner.ts). */
const CELL_SCRIPT = /^gradlab-cell-(\d+)$/;
const DATA_URL = /^data:application\/json;(?:charset=utf-8;)?base64,/;

/** A script that runs, or ran, and the text behind it. */
export interface Script {
	readonly id: string;
	readonly path: string;
	readonly name: string;
	readonly mappings: Mappings;
	/** Lines before the text in what the compiler saw. */
	readonly offset: number;
}

export interface Place {
	script: Script;
	/** From 1, as people count. */
	line: number;
	column: number;
}

export class Scripts {
	private readonly byId = new Map<string, Script>();
	/** The script that ran last of each path. */
	private readonly latest = new Map<string, Script>();
	private readonly texts = new Map<string, string>();
	/** Execution count → path */
	private readonly cells = new Map<number, string>();

	/** A cell as the front end knows it, before it runs. */
	dump(code: string): string {
		const path = `${PREFIX}${murmur2(code, HASH_SEED)}${SUFFIX}`;
		this.texts.set(path, code);
		return path;
	}

	/** A cell is about to run under this number. */
	begin(count: number, code: string): void {
		this.cells.set(count, this.dump(code));
	}

	/** A script that the engine has read; undefined for what nobody here wrote. */
	add({ scriptId, url, sourceMapURL = "" }: ScriptParsed): Script | undefined {
		const map = mapIn(sourceMapURL);
		if (map === undefined) return undefined;
		const count = CELL_SCRIPT.exec(url)?.[1];
		const path = count === undefined ? url : this.cells.get(Number(count));
		if (path === undefined) return undefined;
		const isCell = count !== undefined;
		const name = isCell ? `cell ${count}` : path.slice(path.lastIndexOf("/") + 1);
		const text = isCell ? undefined : map.sourcesContent?.[0];
		if (typeof text === "string") this.texts.set(path, text);
		const offset = isCell ? LINES_BEFORE_CELL : 0;
		const script = { id: scriptId, path, name, mappings: new Mappings(map.mappings), offset };
		this.byId.set(scriptId, script);
		this.latest.set(path, script);
		return script;
	}

	/** A fresh engine knows no script. */
	forgetRunning(): void {
		this.byId.clear();
		this.latest.clear();
	}

	get(id: string): Script | undefined {
		return this.byId.get(id);
	}

	of(path: string): Script | undefined {
		return this.latest.get(path);
	}

	textOf(path: string): string | undefined {
		return this.texts.get(path);
	}

	/** The files of one's own that were imported. */
	files(): { name: string; path: string }[] {
		return [...this.latest.values()].filter(({ path }) => !path.startsWith(PREFIX));
	}

	/** Where that is in the text, or undefined for code nobody here wrote. */
	placeOf({ scriptId, lineNumber, columnNumber = 0 }: Location): Place | undefined {
		const script = this.byId.get(scriptId);
		// Behind the author's code the kernel's wrapping ends.
		if (script === undefined || lineNumber >= script.mappings.length) return undefined;
		const origin = script.mappings.origin(lineNumber, columnNumber);
		if (origin === undefined) return undefined;
		const line = origin[0] + 1 - script.offset;
		return line < 1 ? undefined : { script, line, column: origin[1] + 1 };
	}
}

/** The first code that came from a line, or from the next one that became code. */
export function locationOf(script: Script, line: number): Location | undefined {
	const at = script.mappings.firstAtOrAfter(line - 1 + script.offset);
	return at && { scriptId: script.id, lineNumber: at[0], columnNumber: at[1] };
}

function mapIn(url: string): { mappings: string; sourcesContent?: (string | null)[] } | undefined {
	if (!DATA_URL.test(url)) return undefined;
	const bytes = Uint8Array.from(atob(url.replace(DATA_URL, "")), (character) => character.charCodeAt(0));
	const map = JSON.parse(new TextDecoder().decode(bytes)) as { mappings?: string };
	return map.mappings === undefined ? undefined : { ...map, mappings: map.mappings };
}
