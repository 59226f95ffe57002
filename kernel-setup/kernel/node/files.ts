/** The files of this machine, and where cells' declarations lie. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import type { Files, Typings } from "../engine/ports";
import { COMPILED, DOORS, KERNEL_TYPINGS, LIBRARIES, NODE_TYPINGS, NOTEBOOK_FOLDER } from "./places";

export const files: Files = {
	system: {
		...ts.sys,
		getCurrentDirectory: () => NOTEBOOK_FOLDER,
		// TypeScript may come out of a snapshot, and does not know then where it lies.
		getExecutingFilePath: () => require.resolve("typescript"),
	},
	version(file) {
		const stats = fs.statSync(file, { throwIfNoEntry: false });
		if (stats === undefined) return undefined;
		// An edit may keep the size and, on a coarse clock, the time: of the learner's own files the text itself counts.
		if (!stats.isFile() || file.startsWith(COMPILED + path.sep)) return `${stats.mtimeMs}:${stats.size}`;
		return createHash("sha1").update(fs.readFileSync(file)).digest("base64");
	},
};

/** What came with which Node, beyond the library of 2023. */
const SINCE: readonly (readonly [version: number, ...libraries: string[]])[] = [
	// Symbol.dispose and Disposable came earlier: they are among Node's own declarations.
	[20, "es2024.string"],
	[21, "es2024.object", "es2024.collection", "es2024.arraybuffer"],
	[22, "es2024", "es2025.collection", "es2025.iterator", "esnext.array"],
	[24, "es2025", "esnext.disposable"],
];

/** The language as the running Node knows it. */
export function languageOf(version: number): string[] {
	const since = SINCE.filter(([first]) => version >= first).flatMap(([, ...libraries]) => libraries);
	return ["es2023", ...since].map((name) => `lib.${name}.d.ts`);
}

export const typings: Typings = {
	roots: [NODE_TYPINGS, KERNEL_TYPINGS],
	language: languageOf(Number.parseInt(process.versions.node, 10)),
	installed: [COMPILED],
	offered: DOORS,
	libraries: Object.fromEntries(Object.entries(LIBRARIES).map(([name, { typings }]) => [name, typings])),
};
