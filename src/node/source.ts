/** Prints a file of the library as it is: what a lesson shows is what runs. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DataError } from "../errors";
import { ROOT } from "./places";

/** A file that a notebook shows with highlighting. */
export interface ShownFile {
	/** Its text. */
	toString(): string;
}

/**
 * A file of the library, shown with highlighting.
 * @param file as in `gates/pointwise.ts`
 * @throws DataError when the library has no such file
 */
export function source(file: string): ShownFile {
	const folder = path.join(ROOT, "src");
	const full = path.resolve(folder, file);
	if (!full.startsWith(folder + path.sep) || !existsSync(full))
		throw new DataError(
			`source("${file}"): the library has no such file. Paths start below src/, as in source("gates/pointwise.ts").`,
		);
	const text = readFileSync(full, "utf8").trimEnd();
	return {
		toString: () => text,
		...{
			[Symbol.for("Jupyter.display")]: () => ({
				"text/markdown": `*src/${file}*\n\`\`\`typescript\n${text.replaceAll("\t", "  ")}\n\`\`\``,
				"text/plain": text,
			}),
			[Symbol.for("nodejs.util.inspect.custom")]: () => text,
		},
	};
}
