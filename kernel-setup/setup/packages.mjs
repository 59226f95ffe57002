// @ts-check
/** Which npm packages are there, held against the lock file: an installation may have been half removed since. In JavaScript, since it is asked before the project is compiled. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a stamp in node_modules says: for which lock file packages were installed, and which. @param {string} root */
export function packagesHeld(root) {
	const stamp = path.join(root, "node_modules/.gradlab-stamp");
	const [of, held] = existsSync(stamp) ? readFileSync(stamp, "utf8").split("\n") : [];
	return { of, held };
}

/**
 * The packages of the lock file that are not there, or in another version, or without the file that is loaded first.
 * Optional ones are npm's business: it leaves out what this machine has no use for.
 * @param {string} root @param {boolean} development whether those for development count
 * @returns {string[]} their names
 */
export function missingPackages(root, development) {
	const lock = path.join(root, "package-lock.json");
	if (!existsSync(lock)) return []; // the library as a package of another project
	/** @type {Record<string, { version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }>} */
	const packages = JSON.parse(readFileSync(lock, "utf8")).packages ?? {};
	const missing = Object.entries(packages)
		.filter(([place, { dev, optional, devOptional }]) => {
			if (!place.startsWith("node_modules/") || optional || devOptional) return false;
			return development || !dev;
		})
		.filter(([place, { version, link }]) => !isWhole(path.join(root, place), link ? undefined : version))
		.map(([place]) => place);
	// Where a package is gone, so are those within it: they have no cause of their own.
	return missing
		.filter((place) => !missing.some((other) => place.startsWith(`${other}/`)))
		.map((place) => place.replace(/^.*node_modules\//, ""));
}

/** @param {string} folder @param {string} [version] */
function isWhole(folder, version) {
	try {
		const { version: found, main, exports } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
		if (version !== undefined && found !== version) return false;
		const entries = filesIn(exports === undefined ? main : (exports["."] ?? exports)).filter(
			(file) => !file.includes("*"),
		);
		const isThere = (/** @type {string} */ file) =>
			["", ".js", ".json", ".cjs", "/index.js"].some((ending) => existsSync(path.join(folder, file + ending)));
		return entries.length === 0 || entries.some(isThere);
	} catch {
		return false;
	}
}

/** The files in what a package.json says of its entry, in whichever conditions. @param {unknown} entry @returns {string[]} */
function filesIn(entry) {
	if (typeof entry === "string") return entry === "" ? [] : [entry];
	return typeof entry === "object" && entry !== null ? Object.values(entry).flatMap(filesIn) : [];
}

/** Some of many names. @param {readonly string[]} names */
export function someOf(names) {
	const shown = names.slice(0, 5).join(", ");
	return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
