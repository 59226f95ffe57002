/** The files of this machine, and where cells' declarations lie in a clone. */
import fs from "node:fs";
import ts from "typescript";
import type { Files, Typings } from "../engine/ports";
import { DOORS, KERNEL_TYPINGS, LIBRARY_TYPINGS, NODE_TYPINGS } from "./places";

export const files: Files = {
	system: ts.sys,
	version(file) {
		const stats = fs.statSync(file, { throwIfNoEntry: false });
		return stats && `${stats.mtimeMs}:${stats.size}`;
	},
	entries(folder) {
		try {
			return fs.readdirSync(folder);
		} catch {
			return [];
		}
	},
};

export const typings: Typings = {
	roots: [NODE_TYPINGS, KERNEL_TYPINGS],
	libraries: Object.fromEntries(DOORS.map((door) => [door, LIBRARY_TYPINGS])),
};
