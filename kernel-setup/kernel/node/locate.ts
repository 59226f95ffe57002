/**
 * Which file an import means. TypeScript has decided when it checked the cell; here the same is found again at run time:
 * its order of extensions for files beside the notebook, a tsconfig's `paths`, and Node's own rules for packages.
 */
import fs from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type ts from "typescript";
import { resolveImport } from "./import-resolve.mjs";
import { LIBRARIES } from "./places";

/** A file that `require` loads, as it stands or compiled; or an ES module of a package, which Node loads itself. */
export type Located = { file: string } | { url: string };

/** What is not there in JavaScript may be there in TypeScript: `./gate.js` means gate.ts. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
	".js": [".ts", ".tsx"],
	".jsx": [".tsx"],
	".mjs": [".mts"],
	".cjs": [".cts"],
};
const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];

const isFile = (at: string) => fs.statSync(at, { throwIfNoEntry: false })?.isFile() === true;

/** A file as TypeScript finds it: written out, without its extension, or as the index of a folder. */
function fileAt(at: string): string | undefined {
	const { dir, name, ext } = path.parse(at);
	const sources = (SOURCES[ext] ?? []).map((extension) => path.join(dir, name + extension));
	const withExtension = EXTENSIONS.map((extension) => at + extension);
	const index = EXTENSIONS.map((extension) => path.join(at, `index${extension}`));
	const found = [...sources, at, ...withExtension, ...index].find(isFile);
	return found === undefined || path.basename(found).endsWith(".d.ts") ? undefined : fs.realpathSync(found);
}

let options: ts.CompilerOptions = {};

/** Takes `paths` and `baseUrl` of a tsconfig. */
export function usePaths(given: ts.CompilerOptions): void {
	options = given;
}

/** The places that a tsconfig names for a specifier, the most exact pattern first. */
function mapped(specifier: string): string[] {
	const { paths = {}, baseUrl, pathsBasePath } = options;
	const base = baseUrl ?? (pathsBasePath as string | undefined);
	if (base === undefined) return [];
	const places: string[] = [];
	const best = Object.keys(paths)
		.flatMap((pattern) => {
			const [head, tail] = pattern.split("*");
			if (tail === undefined) return pattern === specifier ? [{ pattern, star: "", length: Number.MAX_VALUE }] : [];
			const fits = specifier.length >= head.length + tail.length;
			if (!fits || !specifier.startsWith(head) || !specifier.endsWith(tail)) return [];
			return [{ pattern, star: specifier.slice(head.length, specifier.length - tail.length), length: head.length }];
		})
		.sort((a, b) => b.length - a.length)[0];
	if (best !== undefined)
		for (const place of paths[best.pattern])
			places.push(
				path.resolve(
					base,
					place.replace("*", () => best.star),
				),
			);
	if (baseUrl !== undefined) places.push(path.resolve(baseUrl, specifier));
	return places;
}

/** What can be imported from any folder. */
export function locateGiven(specifier: string): string | undefined {
	return Object.hasOwn(LIBRARIES, specifier) ? LIBRARIES[specifier].code : undefined;
}

/** The library, and what lies beside the notebook. */
export function locateLocal(specifier: string, parent: string): string | undefined {
	const given = locateGiven(specifier);
	if (given !== undefined) return given;
	if (specifier.startsWith("file:")) return fileAt(fileURLToPath(specifier.replace(/[?#].*$/, "")));
	if (/^\.{1,2}(\/|$)/.test(specifier) || path.isAbsolute(specifier))
		return fileAt(path.resolve(path.dirname(parent), specifier));
	if (isBuiltin(specifier)) return undefined;
	for (const place of mapped(specifier)) {
		const file = fileAt(place);
		if (file !== undefined) return file;
	}
	return undefined;
}

/** What `import "specifier"` in a file means; undefined where Node knows no such thing, and `require` is to say why. */
export function locate(specifier: string, parent: string): Located | undefined {
	const local = locateLocal(specifier, parent);
	// The URL of a package's file may have come from import.meta.resolve.
	if (local?.includes(`${path.sep}node_modules${path.sep}`) && isEsModule(local))
		return { url: pathToFileURL(local).href };
	if (local !== undefined) return { file: local };
	if (isBuiltin(specifier)) return undefined;
	try {
		const url = resolveImport(specifier, pathToFileURL(parent).href);
		if (!url.startsWith("file:")) return { url };
		const file = fileURLToPath(url);
		if (!isFile(file)) return undefined;
		return isEsModule(file) ? { url } : { file };
	} catch {
		// Without an extension, or a folder: only `require` takes that.
		return undefined;
	}
}

/** How Node reads a JavaScript file of a package. */
function isEsModule(file: string): boolean {
	const extension = path.extname(file);
	if (extension !== ".js") return extension === ".mjs";
	return packageType(path.dirname(file)) === "module";
}

/** The `type` in the nearest package.json. */
function packageType(folder: string): string | undefined {
	for (let at = folder; ; at = path.dirname(at)) {
		try {
			return (JSON.parse(fs.readFileSync(path.join(at, "package.json"), "utf8")) as { type?: string }).type;
		} catch {
			if (path.dirname(at) === at) return undefined;
		}
	}
}
