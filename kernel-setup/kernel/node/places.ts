/** Where things lie, seen from the clone: found from here, whether this file is compiled or not. */
import { existsSync } from "node:fs";
import path from "node:path";

/** The nearest folder above this file that holds a package.json. */
export const ROOT = (() => {
	let folder = __dirname;
	while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder)
		folder = path.dirname(folder);
	return folder;
})();
export const LIBRARY = path.join(ROOT, "dist/src/node/index.js");
/** A cell gets all of the library, whichever of its doors it names. */
export const DOORS = ["gradlab", "gradlab/course", "gradlab/node"];
export const LIBRARY_TYPINGS = path.join(ROOT, "dist/src/node/index.d.ts");
export const NODE_TYPINGS = path.join(ROOT, "node_modules/@types");
export const KERNEL_TYPINGS = path.join(ROOT, "kernel-setup/kernel/typings");
/** The process that a front end starts. */
export const KERNEL_HOST = path.join(ROOT, "dist/kernel-setup/kernel/node/main.js");
